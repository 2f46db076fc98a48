// Copies the icons that the templates name ({% icon "name" %}), and those of
// spaces, from lucide-static to static/icons.
import { copyFile, glob, mkdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const names = new Set();
for await (const file of glob("editor/templates/**/*.html", { cwd: root })) {
  for (const [, name] of (await readFile(root + file, "utf8")).matchAll(/\{% icon "([a-z0-9-]+)"/g)) names.add(name);
}
// A space has one of these.
const looks = await readFile(`${root}editor/spaces/looks.py`, "utf8");
for (const [, name] of looks.split("COLORS")[0].matchAll(/"([a-z0-9-]+)": _\(/g)) names.add(name);
await mkdir(`${root}static/icons`, { recursive: true });
for (const name of names) {
  await copyFile(`${root}frontend/node_modules/lucide-static/icons/${name}.svg`, `${root}static/icons/${name}.svg`);
}
