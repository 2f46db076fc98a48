import type { Rule } from "eslint";

export const english: Rule.RuleModule;
