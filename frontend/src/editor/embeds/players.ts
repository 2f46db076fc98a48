import { isEmbedAddress } from "../schema/attributes";
import { EMBED_HOSTS } from "../schema/description";

/** Where players come from: `frame-src` in project/content_security.py names the same, and a test compares them. */
export const PLAYER_ORIGINS = [
  "https://www.youtube-nocookie.com",
  "https://player.vimeo.com",
  "https://geo.dailymotion.com",
  "https://www.loom.com",
] as const;

export interface Player {
  readonly provider: string;
  /** The address of the frame, made by us from nothing but the video's id. */
  readonly src: string;
}

const YOUTUBE_ID = /^[A-Za-z0-9_-]{11}$/;
const VIMEO_ID = /^\d{1,12}$/;
const VIMEO_HASH = /^[0-9a-f]{6,16}$/;
const DAILYMOTION_ID = /^[A-Za-z0-9]{1,20}$/;
const LOOM_ID = /^[0-9a-f]{32}$/;

const PLAYERS: Readonly<Record<string, (url: URL, parts: readonly string[]) => Player | null>> = {
  youtube,
  vimeo,
  dailymotion,
  loom,
};

/** The player for a video's address; null for what isn't a video of a provider that may be shown. */
export function playerOf(address: unknown): Player | null {
  if (typeof address !== "string" || !isEmbedAddress(address)) return null;
  const url = new URL(address);
  const provider = Object.entries(EMBED_HOSTS).find(([, hosts]) => hosts.includes(url.hostname))?.[0];
  const parts = url.pathname.split("/").filter((part) => part !== "");
  return PLAYERS[provider ?? ""]?.(url, parts) ?? null;
}

function youtube(url: URL, [kind = "", id = ""]: readonly string[]): Player | null {
  const inPath = ["embed", "shorts", "live", "v"].includes(kind) ? id : null;
  const video = url.hostname === "youtu.be" ? kind : (inPath ?? (kind === "watch" ? url.searchParams.get("v") : null));
  if (video === null || !YOUTUBE_ID.test(video)) return null;
  const start = secondsOf(url.searchParams.get("t") ?? url.searchParams.get("start") ?? "");
  return made("YouTube", `${PLAYER_ORIGINS[0]}/embed/${video}`, { autoplay: "1", ...(start > 0 && { start }) });
}

function vimeo(url: URL, parts: readonly string[]): Player | null {
  const at = parts.findIndex((part) => VIMEO_ID.test(part));
  const video = parts[at];
  const before = parts.slice(0, Math.max(at, 0));
  if (video === undefined || !["", "video", "channels", "groups", "showcase"].includes(before[0] ?? "")) return null;
  const hash = [parts[at + 1], url.searchParams.get("h")].find((one) => VIMEO_HASH.test(one ?? ""));
  const options = { dnt: "1", autoplay: "1", ...(typeof hash === "string" && { h: hash }) };
  return made("Vimeo", `${PLAYER_ORIGINS[1]}/video/${video}`, options);
}

function dailymotion(url: URL, parts: readonly string[]): Player | null {
  const named = parts[0] === "embed" ? parts.slice(1) : parts;
  const video = url.hostname === "dai.ly" ? parts[0] : named[0] === "video" ? named[1] : undefined;
  // An address may carry the title after the id: x8abc_my-video.
  const id = video?.split("_")[0] ?? "";
  return DAILYMOTION_ID.test(id) ? made("Dailymotion", `${PLAYER_ORIGINS[2]}/player.html`, { video: id }) : null;
}

function loom(_url: URL, [kind = "", video = ""]: readonly string[]): Player | null {
  // An address may carry the title before the id: my-video-0123….
  const id = video.split("-").at(-1) ?? "";
  const known = ["share", "embed"].includes(kind) && LOOM_ID.test(id);
  return known ? made("Loom", `${PLAYER_ORIGINS[3]}/embed/${id}`, { autoplay: "1" }) : null;
}

function made(provider: string, address: string, options: Readonly<Record<string, string | number>>): Player {
  const url = new URL(address);
  for (const [name, value] of Object.entries(options)) url.searchParams.set(name, String(value));
  return { provider, src: url.href };
}

/** "90", "90s" or "1h2m3s" as seconds. */
function secondsOf(time: string): number {
  const found = /^(?:(\d{1,2})h)?(?:(\d{1,4})m)?(?:(\d{1,6})s?)?$/.exec(time);
  if (found === null) return 0;
  const [, hours = 0, minutes = 0, seconds = 0] = found;
  return Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
}
