"""Which nodes, marks and attributes a document may have: `schema.json`, the one description that server and browser share.

The browser's editor is compared with it by frontend/src/editor/schema/schema.test.ts.
"""

import json
from pathlib import Path
from typing import Any

DESCRIPTION: dict[str, Any] = json.loads((Path(__file__).parent / "schema.json").read_text(encoding="utf-8"))

SCHEMA_VERSION: int = DESCRIPTION["version"]
"""Raised whenever an older browser bundle would delete something that it doesn't know."""

OLDEST_WRITABLE_SCHEMA: int = DESCRIPTION["oldestWritable"]
"""The oldest bundle that may still write; an older one only reads and is told to reload."""
