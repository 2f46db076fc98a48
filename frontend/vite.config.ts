import { readdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "/static/bundle/",
  build: {
    outDir: "../static/bundle",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: ["chrome123", "firefox121", "safari17.5"],
    cssTarget: ["chrome123", "firefox121", "safari17.5"],
    // The content security policy allows no data: fonts or scripts, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: [
        "src/main.ts",
        "src/document.ts",
        "src/library.ts",
        "src/settings.ts",
        // A page loads the one of its language, before the others.
        ...readdirSync(new URL("src/languages", import.meta.url)).map((name) => `src/languages/${name}`),
        "src/styles/notifications.css",
        "src/styles/published.css",
      ],
      // What is always loaded together weighs less in one file.
      output: {
        codeSplitting: {
          groups: [
            { name: "place", test: /node_modules.@floating-ui/, priority: 3 },
            { name: "shared", test: /node_modules.(?:yjs|lib0)/, priority: 2 },
            { name: "editor", test: /node_modules.(?:prosemirror-|@tiptap|orderedmap|w3c-keyname)/, priority: 1 },
            // The editor's own parts that come at once: most are shared with one that comes later, and would be a file each.
            // Not what describes the schema: that's needed where there is no editor.
            {
              name: "parts",
              tags: ["$initial"],
              test: /src.editor.(?!schema.description).*\.ts$/,
              includeDependenciesRecursively: false,
            },
          ],
        },
      },
    },
  },
  test: {
    include: ["src/**/*.test.ts", "eslint/*.test.ts"],
    environment: "node",
    setupFiles: ["src/parts.testing.ts"],
    restoreMocks: true,
    testTimeout: 20_000,
  },
});
