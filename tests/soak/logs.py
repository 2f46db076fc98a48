"""What the replicas wrote that says that something went wrong in a way nobody thought of."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

BAD_LEVELS = {"error", "critical"}
# Part of a line's event, and why it may stand at that level while things are broken.
EXPECTED: Mapping[str, str] = {}


def judge_logs(paths: Iterable[Path]) -> list[str]:
    """A line for each kind of error, with how often it came, and where first."""
    found: Counter[str] = Counter()
    first: dict[str, str] = {}
    for path in paths:
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            problem = problem_of(line)
            if problem is not None:
                found[problem] += 1
                first.setdefault(problem, f"{path.name}:{number}")
    return [f"{problem} ({count} times, first at {first[problem]})" for problem, count in found.most_common()]


def problem_of(line: str) -> str | None:
    """None where the line is nothing to wonder at. Everything in a replica's log is JSON but a crash."""
    try:
        said: dict[str, Any] = json.loads(line)
    except ValueError:
        return f"not a log line: {line[:200]}" if line.startswith("Traceback") else None
    if not isinstance(said, dict) or (said.get("level") not in BAD_LEVELS and "exception" not in said):
        return None
    event = str(said.get("event"))
    if any(part in event for part in EXPECTED):
        return None
    last = str(said.get("exception", "")).strip().rpartition("\n")[2]
    return f"{said.get('level')}: {event[:200]}: {last[:200]}"
