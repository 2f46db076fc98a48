// How much the first load of each kind of page may weigh, compressed: what its entry points import at once, without what
// they load later and without fonts. `npm run budget` after a build.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

const BUNDLE = new URL("../../static/bundle/", import.meta.url);
const BUDGETS = [
  { page: "a list of documents", entries: ["src/main.ts", "src/library.ts"], kilobytes: 35 },
  { page: "a document", entries: ["src/main.ts", "src/document.ts"], kilobytes: 260 },
];

const manifest = JSON.parse(readFileSync(new URL("manifest.json", BUNDLE), "utf8"));

function filesOf(name, found = new Set(), through = []) {
  const chunk = manifest[name];
  if (chunk === undefined) throw new Error(`The bundle has no ${name}.`);
  // Grouping modules can do that, and then one of them runs before what it imports.
  if (through.includes(name)) throw new Error(`Files import each other: ${[...through, name].join(", ")}.`);
  if (found.has(chunk.file)) return found;
  found.add(chunk.file);
  for (const sheet of chunk.css ?? []) found.add(sheet);
  for (const imported of chunk.imports ?? []) filesOf(imported, found, [...through, name]);
  return found;
}

let over = false;
for (const { page, entries, kilobytes } of BUDGETS) {
  const files = new Set(entries.flatMap((entry) => [...filesOf(entry)]));
  const sizes = [...files].map((file) => gzipSync(readFileSync(new URL(file, BUNDLE))).length);
  const total = sizes.reduce((sum, size) => sum + size, 0) / 1000;
  const verdict = total > kilobytes ? "TOO MUCH" : "ok";
  over ||= total > kilobytes;
  console.log(`${page}: ${total.toFixed(0)} kB of ${kilobytes} kB in ${files.size} files, ${verdict}`);
}
if (over) process.exit(1);
