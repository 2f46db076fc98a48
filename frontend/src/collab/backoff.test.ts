import { expect, test } from "vitest";

import { reconnectDelay } from "./backoff";

const SAMPLES = Array.from({ length: 101 }, (_, index) => index / 100);

test.each([1, 2, 3, 4, 8, 60])("attempt %i waits 30 s at the most, and never nothing", (attempt) => {
  for (const code of [null, 1006, 1012, 1013]) {
    for (const random of SAMPLES) {
      const delay = reconnectDelay(attempt, code, () => random);
      expect(delay).toBeGreaterThanOrEqual(100);
      expect(delay).toBeLessThanOrEqual(30_000);
    }
  }
});

test("a server that restarts gets its browsers back spread over five seconds", () => {
  const delays = SAMPLES.map((random) => reconnectDelay(1, 1012, () => random));
  expect(Math.min(...delays)).toBeLessThan(300);
  expect(Math.max(...delays)).toBe(5_000);
  expect(new Set(delays).size).toBe(SAMPLES.length);
});

test("one lost line is tried again within a second", () => {
  expect(reconnectDelay(1, 1006, () => 1)).toBe(1_000);
});
