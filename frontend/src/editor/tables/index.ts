import type { Extensions } from "@tiptap/core";

import { TableEditing } from "./editing";
import { Table, TableCell, TableHeader, TableRow } from "./nodes";

export const tables: Extensions = [Table, TableRow, TableCell, TableHeader, TableEditing];
