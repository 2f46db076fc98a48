"""What is measured, by name: how it is called in a table, in what unit, and how many decimals it deserves."""

from collections.abc import Mapping
from dataclasses import dataclass

from benchmarks.sync.scenarios import GROWTH


@dataclass(frozen=True, slots=True)
class Figure:
    """`is_ratio_told`: whether a ratio to a peer's says something. `is_drawn`: whether it stands in the picture."""

    title: str
    unit: str = ""
    decimals: int = 0
    is_ratio_told: bool = True
    is_drawn: bool = False
    more_is_better: bool = False


@dataclass(frozen=True, slots=True)
class Result:
    """One round of one scenario on one system."""

    scenario: str
    system: str
    figures: Mapping[str, float]


FIGURES: dict[str, Figure] = {
    "p50": Figure("from key to the others, p50", "ms", 1),
    "p95": Figure("from key to the others, p95", "ms", 1),
    "p99": Figure("from key to the others, p99", "ms", 1, is_drawn=True),
    "saved-p50": Figure("from key to committed and acknowledged, p50", "ms", 1),
    "saved-p99": Figure("from key to committed and acknowledged, p99", "ms", 1),
    "cursor-p50": Figure("from key to the cursor at the others, p50", "ms", 1),
    "cursor-p99": Figure("from key to the cursor at the others, p99", "ms", 1, is_drawn=True),
    "cpu": Figure("CPU of the servers, an update", "µs", is_drawn=True),
    "stack-cpu": Figure("CPU of the whole stack, an update", "µs", is_drawn=True),
    "cpu-seconds": Figure("CPU of the servers", "s", 2, is_ratio_told=False),
    "stack-cpu-seconds": Figure("CPU of the whole stack", "s", 2, is_ratio_told=False),
    "memory": Figure("peak memory of the servers", "MB"),
    "frames": Figure("frames received by all, an update", "", 1, is_ratio_told=False),
    "lost": Figure("edits lost", "", is_ratio_told=False),
    "wrong": Figure("edits doubled, and copies that differ", "", is_ratio_told=False),
    "cursors-there": Figure("of the last cursors, those that the others have at the end", "%", 2, is_ratio_told=False),
    "generator": Figure("of one core that the generator used", "%", is_ratio_told=False),
    "late": Figure("how late the generator was, p99", "ms", 1, is_ratio_told=False),
    "cold-edits": Figure("cold open after 260,000 edits", "ms", 1, is_drawn=True),
    "warm-edits": Figure("warm open after 260,000 edits", "ms", 1),
    "cold-text": Figure("cold open of 1 MB of text", "ms", 1, is_drawn=True),
    "warm-text": Figure("warm open of 1 MB of text", "ms", 1),
    "cold-cpu": Figure("CPU of both cold opens, and of a second after each", "ms"),
    "back": Figure("until the last is back and has everything", "s", 2, is_drawn=True),
    "half-back": Figure("until half are back and have everything", "s", 2),
    "connection": Figure("memory of an idle connection", "kB", 1, is_drawn=True),
    "document": Figure("memory of an open document of 8 kB with one person", "kB", 1, is_drawn=True),
    "closed": Figure("memory of such a document after it was closed", "kB", 1),
    "leak": Figure("the same of as many others after those", "kB", 1, is_ratio_told=False),
    "stored": Figure("kept in Postgres, a keystroke", "bytes"),
    "payload": Figure("sent, a keystroke", "bytes"),
    "written": Figure("written to Postgres' log, a keystroke", "bytes"),
    "amplification": Figure("written for each byte that was sent", "", 1),
    "capacity": Figure("the most updates a second", "", is_drawn=True, more_is_better=True),
} | {f"open-{rows}": Figure(f"cold open after {rows:,} edits", "ms", 1) for rows in GROWTH.rows}
