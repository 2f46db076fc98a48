import { expect, test } from "vitest";

import { embedFromUrl } from "./embed-from-url";
import { PLAYER_ORIGINS, playerOf } from "./players";

const LOOM = "0123456789abcdef0123456789abcdef";
const NOCOOKIE = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1";

test.each([
  ["https://www.youtube.com/watch?v=dQw4w9WgXcQ", NOCOOKIE],
  ["https://m.youtube.com/watch?app=desktop&v=dQw4w9WgXcQ&list=PL1", NOCOOKIE],
  ["https://youtu.be/dQw4w9WgXcQ?si=abc", NOCOOKIE],
  ["https://youtu.be/dQw4w9WgXcQ?t=1m30s", `${NOCOOKIE}&start=90`],
  ["https://www.youtube.com/shorts/dQw4w9WgXcQ", NOCOOKIE],
  ["https://www.youtube.com/live/dQw4w9WgXcQ", NOCOOKIE],
  ["https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?start=5", `${NOCOOKIE}&start=5`],
  ["https://vimeo.com/76979871", "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1"],
  ["https://vimeo.com/76979871/abcdef0123", "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1&h=abcdef0123"],
  ["https://vimeo.com/channels/staff/76979871", "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1"],
  ["https://player.vimeo.com/video/76979871", "https://player.vimeo.com/video/76979871?dnt=1&autoplay=1"],
  ["https://www.dailymotion.com/video/x8abc1_a-title", "https://geo.dailymotion.com/player.html?video=x8abc1"],
  ["https://www.dailymotion.com/embed/video/x8abc1", "https://geo.dailymotion.com/player.html?video=x8abc1"],
  ["https://dai.ly/x8abc1", "https://geo.dailymotion.com/player.html?video=x8abc1"],
  [`https://www.loom.com/share/${LOOM}`, `https://www.loom.com/embed/${LOOM}?autoplay=1`],
  [`https://www.loom.com/share/My-talk-${LOOM}`, `https://www.loom.com/embed/${LOOM}?autoplay=1`],
])("%s plays", (address, src) => {
  expect(playerOf(address)?.src).toBe(src);
  expect(PLAYER_ORIGINS).toContain(new URL(src).origin);
});

test.each([
  "https://www.youtube.com/",
  "https://www.youtube.com/@somebody",
  "https://www.youtube.com/watch?v=short",
  "https://www.youtube.com/watch?v=dQw4w9WgXcQ%22onload",
  "https://youtube.com.evil.example/watch?v=dQw4w9WgXcQ",
  "https://www.youtube.com@evil.example/watch?v=dQw4w9WgXcQ",
  "http://www.youtube.com/watch?v=dQw4w9WgXcQ",
  "https://www.youtube.com:8443/watch?v=dQw4w9WgXcQ",
  "https://vimeo.com/about",
  "https://vimeo.com/user1/settings/76979871",
  "https://www.dailymotion.com/somebody",
  "https://www.loom.com/share/0123",
  "https://example.org/video/1",
  "javascript:alert(1)",
  "",
  null,
])("%s does not", (address) => {
  expect(playerOf(address)).toBeNull();
});

test("an address that plays makes an embed, another none", () => {
  expect(embedFromUrl(" https://youtu.be/dQw4w9WgXcQ\n")).toEqual({
    type: "embed",
    attrs: { url: "https://youtu.be/dQw4w9WgXcQ" },
  });
  expect(embedFromUrl("https://example.org")).toBeNull();
  expect(embedFromUrl(`https://youtu.be/dQw4w9WgXcQ?x=${"y".repeat(2000)}`)).toBeNull();
});
