"""What the log's table costs as it is, and cut into partitions by document: CPU seconds of the Postgres process that
does the work, never wall time, through the statements that the replicas use.

python -m benchmarks.scaling.log_table [--rows 2000000]
"""

import argparse
import asyncio
import os
import resource
import subprocess
from collections.abc import Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from uuid import UUID

import django
import psycopg

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
django.setup()

from benchmarks.scaling.cluster import anonymous_bytes, cpu_seconds, one, throw_away_postgres, wal_position  # noqa: E402
from editor.collab.ports import Entry, Source  # noqa: E402
from editor.realtime.log_connections import SESSION  # noqa: E402
from editor.realtime.log_statements import Append, append, heads, read  # noqa: E402
from project.local.postgres import Postgres, program  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

ROWS_PER_DOCUMENT = 1_000
KEYSTROKE = bytes(28)
FORMS = {
    "plain": "",
    "hash 16": "PARTITION BY HASH (document_id)",
    "hash 64": "PARTITION BY HASH (document_id)",
}
HEADS = "CREATE TABLE editor_loghead (document_id uuid PRIMARY KEY, head int8, access_version int8, generation uuid)"
ENTRIES = """CREATE TABLE editor_logentry (document_id uuid NOT NULL, number int8 NOT NULL, payload bytea NOT NULL,
    author uuid NOT NULL, source int2 NOT NULL, schema int2 NOT NULL, created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (document_id, number)) """
REFERENCE = """ALTER TABLE editor_logentry ADD FOREIGN KEY (document_id) REFERENCES editor_loghead (document_id)
    DEFERRABLE INITIALLY DEFERRED"""
# In the order of their numbers with the documents mixed, as people write them; ids sort by when a document was made.
FILL_HEADS = """INSERT INTO editor_loghead
    SELECT uuidv7(-random() * interval '300 days'), {each}, 1, gen_random_uuid() FROM generate_series(1, {documents})"""
FILL = """INSERT INTO editor_logentry
    SELECT h.document_id, n, decode(repeat('ab', 28), 'hex'), h.generation, 1, 1, now()
    FROM generate_series(1, {each}) n, editor_loghead h"""
INDEX_BYTES = """SELECT sum(pg_relation_size(indexrelid))::int8 FROM pg_index JOIN pg_class c ON c.oid = indrelid
    WHERE c.relname LIKE 'editor_logentry%' AND relnamespace = current_schema()::regnamespace AND c.relkind = 'r'"""
TABLE_BYTES = """SELECT sum(pg_table_size(oid))::int8 FROM pg_class
    WHERE relname LIKE 'editor_logentry%' AND relkind = 'r' AND relnamespace = current_schema()::regnamespace"""
DEPTH = """SELECT max((bt_metap(indexrelid::regclass::text)).level)::int8
    FROM pg_index JOIN pg_class c ON c.oid = indrelid
    WHERE c.relname LIKE 'editor_logentry%' AND c.relkind = 'r' AND relnamespace = current_schema()::regnamespace"""

Connection = psycopg.AsyncConnection[tuple[Any, ...]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2_000_000)
    rows = parser.parse_args().rows
    table: dict[str, dict[str, str]] = {}
    with throw_away_postgres() as postgres:
        postgres.execute("CREATE EXTENSION pageinspect")
        for form in FORMS:
            table[form] = measure(postgres, form, rows)
            print(form, table[form], flush=True)
    print(f"\n| | {' | '.join(table)} |\n|---|{'---|' * len(table)}")
    for what in table["plain"]:
        print(f"| {what} | {' | '.join(column[what] for column in table.values())} |")


def measure(postgres: Postgres, form: str, rows: int) -> dict[str, str]:
    schema = form.replace(" ", "")
    with psycopg.connect(postgres.url, autocommit=True, options=f"-c search_path={schema},public") as connection:
        pid = connection.info.backend_pid
        found = fill(connection, pid, form, schema, rows)
        start = cpu_seconds(pid)
        connection.execute("SET max_parallel_maintenance_workers = 0")
        connection.execute("VACUUM (FREEZE, ANALYZE, PARALLEL 0) editor_logentry")
        found["vacuum and freeze, CPU s a million rows"] = f"{(cpu_seconds(pid) - start) / rows * 1e6:.2f}"
        found["bytes a row, table"] = f"{one(connection, TABLE_BYTES) / rows:.0f}"
        found["bytes a row, index"] = f"{one(connection, INDEX_BYTES) / rows:.0f}"
        found["levels of the index below the root"] = str(one(connection, DEPTH))
        found |= asyncio.run(Statements(postgres, connection, schema).measure())
        found |= delete(connection, pid)
    found |= dump(postgres, schema, rows)
    return found


def fill(connection: psycopg.Connection, pid: int, form: str, schema: str, rows: int) -> dict[str, str]:
    connection.execute(f"CREATE SCHEMA {schema}".encode())
    connection.execute(HEADS.encode())
    connection.execute((ENTRIES + FORMS[form]).encode())
    parts = int(form.split()[1]) if " " in form else 0
    for part in range(parts):
        bounds = f"FOR VALUES WITH (MODULUS {parts}, REMAINDER {part})"
        connection.execute(f"CREATE TABLE editor_logentry_{part} PARTITION OF editor_logentry {bounds}".encode())
    sizes = {"each": ROWS_PER_DOCUMENT, "documents": rows // ROWS_PER_DOCUMENT}
    connection.execute(FILL_HEADS.format(**sizes).encode())
    start, wal = cpu_seconds(pid), wal_position(connection)
    connection.execute(FILL.format(**sizes).encode())
    cost, wal = cpu_seconds(pid) - start, wal_position(connection) - wal
    connection.execute(REFERENCE.encode())
    return {
        "copy in bulk, CPU s a million rows": f"{cost / rows * 1e6:.1f}",
        "copy in bulk, bytes of WAL a row": f"{wal / rows:.0f}",
    }


class Statements:
    """What replicas ask of the log, in a session with their settings."""

    def __init__(self, postgres: Postgres, connection: psycopg.Connection, schema: str) -> None:
        options = " ".join(f"-c {name}={value}" for name, value in SESSION.items())
        self._where = {"conninfo": postgres.url, "options": f"{options} -c search_path={schema},public"}
        self._outside = connection
        rows = connection.execute("SELECT document_id, generation FROM editor_loghead ORDER BY random()").fetchall()
        self._documents: list[tuple[UUID, UUID]] = [(row[0], row[1]) for row in rows]
        self._next = 0

    async def measure(self) -> dict[str, str]:
        found: dict[str, str] = {}
        async with self._session() as (connection, pid):
            for name, documents, each, times in (
                ("1 row", 1, 1, 2_000),
                ("20 documents", 20, 1, 400),
                ("20 rows", 1, 20, 400),
            ):
                wal = wal_position(self._outside)
                cost = await self._cost(pid, times, lambda d=documents, e=each: self._append(connection, d, e))  # type: ignore[misc] # bound here
                found[f"append {name}, CPU µs"] = f"{cost * 1e6:.0f}"
                found[f"append {name}, bytes of WAL"] = f"{(wal_position(self._outside) - wal) / times:.0f}"
            found["memory of the writing session, MB"] = f"{anonymous_bytes(pid) / 1e6:.1f}"
        async with self._session() as (connection, pid):
            cost = await self._cost(pid, 3_000, lambda: self._read(connection))
            found["read a tail of 50 rows, CPU µs"] = f"{cost * 1e6:.0f}"
            found["memory of the reading session, MB"] = f"{anonymous_bytes(pid) / 1e6:.1f}"
        async with self._session() as (connection, pid):
            polled = [document for document, _ in self._documents[:1_000]]
            cost = await self._cost(pid, 100, lambda: heads(connection, polled))
            found["poll 1,000 heads, CPU µs"] = f"{cost * 1e6:.0f}"
        return found

    @asynccontextmanager
    async def _session(self) -> "AsyncIterator[tuple[Connection, int]]":
        where = self._where
        async with await psycopg.AsyncConnection.connect(
            where["conninfo"], options=where["options"], autocommit=True, prepare_threshold=0
        ) as connection:
            yield connection, connection.info.backend_pid

    async def _cost(self, pid: int, times: int, work: Callable[[], Awaitable[object]]) -> float:
        """CPU seconds of one of them, after a few that warm it up."""
        for _ in range(50):
            await work()
        start = cpu_seconds(pid)
        for _ in range(times):
            await work()
        return (cpu_seconds(pid) - start) / times

    async def _append(self, connection: Connection, documents: int, rows: int) -> None:
        entry = Entry(KEYSTROKE, UUID(int=7), Source.BROWSER, 1, frozenset(), 1)
        chosen = sorted(self._turn() for _ in range(documents))
        firsts = await append(connection, [Append(one, life, [entry] * rows, None) for one, life in chosen])
        assert None not in firsts

    async def _read(self, connection: Connection) -> None:
        rows = await read(connection, self._turn()[0], ROWS_PER_DOCUMENT - 50, 50)
        assert len(rows) == 50

    def _turn(self) -> tuple[UUID, UUID]:
        self._next = (self._next + 1) % len(self._documents)
        return self._documents[self._next]


def delete(connection: psycopg.Connection, pid: int) -> dict[str, str]:
    """The end of twenty documents, one after the other."""
    ids: Sequence[Any] = connection.execute("SELECT document_id FROM editor_loghead LIMIT 20").fetchall()
    start, wal, rows = cpu_seconds(pid), wal_position(connection), 0
    for [document] in ids:
        rows += connection.execute("DELETE FROM editor_logentry WHERE document_id = %s", [document]).rowcount
    cost, wal = cpu_seconds(pid) - start, wal_position(connection) - wal
    return {
        "delete a log, CPU µs a row": f"{cost / rows * 1e6:.1f}",
        "delete a log, bytes of WAL a row": f"{wal / rows:.0f}",
    }


def dump(postgres: Postgres, schema: str, rows: int) -> dict[str, str]:
    """pg_dump's own share; the part of the server is about half as much again."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [program("pg_dump"), f"--schema={schema}", "--format=custom", "--compress=0", f"--dbname={postgres.url}"]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cost = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"pg_dump, CPU s a million rows": f"{cost / rows * 1e6:.2f}"}


if __name__ == "__main__":
    main()
