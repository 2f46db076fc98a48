import { expect, test } from "vitest";

import { percentText, sizeText, typeIcon, typeText } from "./words";

test.each([
  [0, "0 bytes"],
  [1, "1 byte"],
  [999, "999 bytes"],
  [1_000, "1 kB"],
  [1_440_000, "1.4 MB"],
  [9_960_000, "10 MB"],
  [25_000_000, "25 MB"],
  [999_600, "1 MB"],
  [999_999_999, "1 GB"],
  [3_000_000_000_000, "3 TB"],
])("%i bytes are %s", (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});

test.each([
  ["report.pdf", "application/pdf", "PDF", "fileText"],
  ["sums.XLSX", null, "XLSX", "fileTable"],
  ["song", "audio/mpeg", "Audio", "fileMusic"],
  ["film.mp4", "video/mp4", "MP4", "fileVideo"],
  ["all.tar.gz", "application/gzip", "GZ", "fileArchive"],
  ["page.html", "text/html", "HTML", "fileCode"],
  [".profile", null, "File", "file"],
  ["", null, "File", "file"],
])("%s (%s) is called %s", (name, contentType, text, icon) => {
  expect(typeText(name, contentType)).toBe(text);
  expect(typeIcon(name, contentType)).toBe(icon);
});

test("an upload is never said to be further than it is", () => {
  expect(percentText(0.999)).toBe("99 %");
  expect(percentText(1.2)).toBe("100 %");
});
