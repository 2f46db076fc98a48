import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

/** The service worker: one classic script with a name that never changes. Built after the bundle, into its folder. */
export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  build: {
    outDir: "../static/bundle",
    emptyOutDir: false,
    target: ["chrome123", "firefox121", "safari17.5"],
    rolldownOptions: {
      input: "src/worker/service-worker.ts",
      output: { format: "iife", entryFileNames: "service-worker.js" },
    },
  },
});
