// Copies the icons that the templates name ({% icon "name" %}), and those that spaces and documents can have, from
// lucide-static to static/icons.
import { copyFile, glob, mkdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const names = new Set();
for await (const file of glob("editor/templates/**/*.html", { cwd: root })) {
  for (const [, name] of (await readFile(root + file, "utf8")).matchAll(/\{% icon "([a-z0-9-]+)"/g)) names.add(name);
}
for (const file of ["spaces/looks.py", "library/looks.py"]) {
  const [looks] = (await readFile(`${root}editor/${file}`, "utf8")).split("COLORS");
  for (const [, name] of looks.matchAll(/"([a-z0-9-]+)": (?:_|gettext_lazy)\(/g)) names.add(name);
}
await mkdir(`${root}static/icons`, { recursive: true });
for (const name of names) {
  await copyFile(`${root}frontend/node_modules/lucide-static/icons/${name}.svg`, `${root}static/icons/${name}.svg`);
}
