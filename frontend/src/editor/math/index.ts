import type { Extensions } from "@tiptap/core";

import { MathEditing } from "./commands";
import { BlockMath, InlineMath } from "./nodes";

export const math: Extensions = [InlineMath, BlockMath, MathEditing];
