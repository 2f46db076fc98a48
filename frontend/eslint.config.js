import eslint from "@eslint/js";
import { defineConfig } from "eslint/config";
import tseslint from "typescript-eslint";

import { english } from "./eslint/english.js";

export default defineConfig(
  { ignores: ["node_modules", "scripts"] },
  eslint.configs.recommended,
  tseslint.configs.strictTypeChecked,
  tseslint.configs.stylisticTypeChecked,
  {
    languageOptions: {
      parserOptions: {
        projectService: { allowDefaultProject: ["eslint.config.js", "eslint/*.js"] },
        tsconfigRootDir: import.meta.dirname,
      },
    },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      "@typescript-eslint/explicit-module-boundary-types": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "max-lines": ["error", { max: 300 }],
      "max-lines-per-function": ["error", { max: 40, skipBlankLines: true, skipComments: true }],
      eqeqeq: "error",
      "no-restricted-syntax": [
        "error",
        { selector: "ExportDefaultDeclaration", message: "Export by name." },
        { selector: "AssignmentExpression[left.property.name='innerHTML']", message: "Build nodes, not HTML." },
      ],
    },
  },
  // A describe block is one long function by nature; the tests in it are short.
  {
    files: ["**/*.test.ts", "**/*.testing.ts"],
    rules: { "max-lines-per-function": "off", "@typescript-eslint/no-non-null-assertion": "off" },
  },
  {
    files: ["src/**/*.ts"],
    ignores: ["**/*.test.ts", "**/*.testing.ts"],
    plugins: { scriptorium: { rules: { english } } },
    rules: { "scriptorium/english": "error" },
  },
  // A syntax tree has too many shapes for types to help.
  {
    files: ["eslint/*.js"],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { "@typescript-eslint/explicit-module-boundary-types": "off" },
  },
  { files: ["*.config.js", "*.config.ts"], rules: { "no-restricted-syntax": "off" } },
);
