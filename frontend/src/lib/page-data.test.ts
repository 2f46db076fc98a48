import { expect, test } from "vitest";

import { uploadUrl, type PageData } from "./page-data";

test("an upload names the generation, the schema and the user of its page", () => {
  const user = { id: "u1", name: "Ada", color: "#aa3355" };
  const page = { updates: "/documents/d1/updates", generation: "g1", user } as PageData;
  expect(uploadUrl(page, 2)).toBe("/documents/d1/updates?generation=g1&schema=2&user=u1");
});
