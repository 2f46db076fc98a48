import "../styles/look-later.css";

import type { LiveDocument } from "../collab/live-document";
import { loadEmoji } from "../editor/references/emoji-data";
import { fileStore } from "../editor/files/store";
import { pickFiles } from "../editor/files/picker";
import { element } from "../lib/element";
import { htmx } from "../lib/htmx";
import { t } from "../lib/i18n";

const PICTURES = "image/png,image/jpeg,image/gif,image/webp";
const SHOWN = 48;
/* eslint-disable scriptorium/english -- What the emoji data calls them. */
/** Offered before anything is typed. */
const SUGGESTED =
  "memo books bookmark dart rocket bulb art hammer seedling herb sunflower earth_africa house office hospital school " +
  "airplane ship bike calendar alarm_clock hourglass_flowing_sand moneybag chart_with_upwards_trend briefcase key " +
  "lock mag bell loudspeaker speech_balloon heart star fire sparkles tada trophy coffee bread grapes cat dog owl " +
  "music camera movie_camera";
/* eslint-enable */

/**
 * What stands around the text asks for itself again, by `hx-trigger="changed-look from:body"` for example. And what a
 * page of the server's can't do alone: uploading a cover, finding an emoji.
 */
export function startLook(live: LiveDocument): void {
  live.on("beside", (what) => {
    htmx().then(
      ({ trigger }) => {
        trigger(document.body, `changed-${what}`);
      },
      () => undefined,
    );
  });
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-cover]") : null;
    if (button === null) return;
    pickFiles(PICTURES, false, ([file]) => {
      if (file !== undefined) void putCover(button.dataset["cover"] ?? "", file);
    });
  });
  document.body.addEventListener("htmx:afterSettle", () => void offerEmoji(""));
  document.addEventListener("input", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.dataset["emojiSearch"] !== undefined)
      void offerEmoji(event.target.value);
  });
  void offerEmoji("");
}

async function putCover(url: string, file: File): Promise<void> {
  say(t("Uploading the cover…"));
  const begun = await fileStore.begin(file);
  if (!begun.ok) {
    say(begun.message);
    return;
  }
  const gone = new AbortController().signal;
  const sent = await fileStore.send(begun.value, file, gone, (part) => {
    say(t("Uploading the cover: {percent} %", { percent: Math.round(part * 100) }));
  });
  const stored = sent.ok ? await fileStore.confirm(begun.value.file, gone) : sent;
  if (!stored.ok) {
    fileStore.discard(begun.value.file);
    say(stored.message);
    return;
  }
  const { ajax } = await htmx();
  await ajax("post", url, { target: "#look", swap: "innerHTML", values: { file: stored.value.file } });
}

function say(text: string): void {
  const said = document.querySelector<HTMLElement>("[data-look-said]");
  if (said !== null) said.textContent = text;
}

/** Fills the emoji of an open picker, those whose name has the words in it. */
async function offerEmoji(words: string): Promise<void> {
  const grid = document.querySelector<HTMLElement>("[data-emoji-grid]");
  const wanted = words.trim().toLowerCase().replaceAll(" ", "_");
  if (grid === null || grid.dataset["shown"] === wanted) return;
  grid.dataset["shown"] = wanted;
  const all = await loadEmoji();
  const names = wanted === "" ? SUGGESTED.split(" ") : [...all.keys()].filter((name) => name.includes(wanted));
  const found = new Map<string, string>();
  for (const name of names.sort((a, b) => rank(a, wanted) - rank(b, wanted))) {
    const character = all.get(name);
    if (character !== undefined && !found.has(character)) found.set(character, name.replaceAll("_", " "));
    if (found.size === SHOWN) break;
  }
  grid.replaceChildren(...[...found].map(([character, name]) => choice(character, name)));
  const said = document.querySelector<HTMLElement>("[data-emoji-said]");
  if (said !== null) said.textContent = found.size === 0 ? t("No emoji has that name.") : "";
}

function rank(name: string, wanted: string): number {
  return wanted !== "" && name.startsWith(wanted) ? 0 : 1;
}

function choice(character: string, name: string): HTMLElement {
  const attributes = { type: "submit", name: "icon", value: character, "aria-label": name, title: name };
  return element("button", { ...attributes, class: "icon-choice" }, character);
}
