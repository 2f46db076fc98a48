// Hocuspocus with its Redis extension and storage to Postgres, as its documentation shows both:
// PORT, REDIS_PORT and DATABASE_URL in the environment, everything else as it comes.
import { Database } from "@hocuspocus/extension-database";
import { Redis } from "@hocuspocus/extension-redis";
import { Server } from "@hocuspocus/server";
import pg from "pg";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });

const server = new Server({
  address: "127.0.0.1",
  port: Number(process.env.PORT),
  quiet: true,
  extensions: [
    new Redis({ host: "127.0.0.1", port: Number(process.env.REDIS_PORT) }),
    new Database({
      fetch: async ({ documentName }) => {
        const found = await pool.query("SELECT data FROM documents WHERE name = $1", [documentName]);
        return found.rows[0]?.data ?? null;
      },
      store: async ({ documentName, state }) => {
        await pool.query(
          "INSERT INTO documents (name, data) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET data = excluded.data",
          [documentName, state],
        );
      },
    }),
  ],
});

await server.listen();
