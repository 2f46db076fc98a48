import { expect, test } from "vitest";

import { themeCookie, themeIn } from "./theme";

test.each([
  ["", "auto"],
  ["csrf=1; theme=dark", "dark"],
  ["theme=light; csrf=1", "light"],
  ["theme=pink", "auto"],
  ["mytheme=dark", "auto"],
])("the cookies %j say %s", (cookies, theme) => {
  expect(themeIn(cookies)).toBe(theme);
});

test("the choice is kept for a year, over https only where the page came by it", () => {
  expect(themeCookie("dark", "http:")).toBe("theme=dark; Path=/; Max-Age=31536000; SameSite=Lax");
  expect(themeCookie("light", "https:")).toBe("theme=light; Path=/; Max-Age=31536000; SameSite=Lax; Secure");
});

test("as the system: no cookie", () => {
  expect(themeCookie("auto", "http:")).toBe("theme=auto; Path=/; Max-Age=0; SameSite=Lax");
});
