import { afterAll, vi } from "vitest";

// Parts of the page come when they are needed, and what a test only passed by may still be on its way at the end.
afterAll(async () => {
  await vi.dynamicImportSettled();
});
