// @vitest-environment happy-dom
import { expect, test } from "vitest";

import { fileOfDataAddress, filesToAdd } from "./incoming";

const PIXEL = "data:image/png;base64,iVBORw0KGgo=";

test("a data address of a picture becomes a file", async () => {
  const file = fileOfDataAddress(PIXEL, "Chart");
  expect(file?.name).toBe("Chart.png");
  expect(file?.type).toBe("image/png");
  expect([...new Uint8Array(await file!.arrayBuffer())]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
});

test.each([
  "https://example.org/a.png",
  "data:text/html;base64,PGI+",
  "data:image/png,raw",
  "data:image/png;base64,%%",
])("%s is no picture to keep", (address) => {
  expect(fileOfDataAddress(address)).toBeNull();
});

function clipboard(html: string, ...files: File[]): DataTransfer {
  return { files, getData: (type: string) => (type === "text/html" ? html : "") } as unknown as DataTransfer;
}

test("a copied picture is added under a name that says what it is", () => {
  const picture = new File(["x"], "image.png", { type: "image/png" });
  expect(filesToAdd(clipboard("", picture)).map(({ name }) => name)).toEqual(["Pasted picture.png"]);
  expect(filesToAdd(clipboard('<meta charset="utf-8"><img src="https://example.org/a.png">', picture))).toHaveLength(1);
});

test("text that comes with a picture of itself is pasted as text", () => {
  const picture = new File(["x"], "image.png", { type: "image/png" });
  expect(filesToAdd(clipboard("<table><tr><td>12</td></tr></table>", picture))).toEqual([]);
  expect(filesToAdd(null)).toEqual([]);
});
