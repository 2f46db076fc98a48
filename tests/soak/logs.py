"""What the replicas wrote that says that something went wrong in a way nobody thought of."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

BAD_LEVELS = {"error", "critical"}


@dataclass(frozen=True, slots=True)
class Expected:
    """How an event, and the exception with it, begin; and why it may stand at that level while things are broken."""

    event: str
    exception: str
    reason: str


EXPECTED = (
    Expected(
        "Cancel ", "", "a replica that is asked to stop gives up, after 8 seconds, on handshakes that wait for Postgres"
    ),
    Expected("Exception in ASGI application", "asyncio.exceptions.CancelledError", "these handshakes"),
    Expected("ASGI callable returned without completing handshake", "", "a replica was stopped in the middle of one"),
    Expected(
        "log_row_refused",
        "HINT:  Check free disk space.",
        "a disk is full by files that may have no length, which Postgres takes for an error of its own",
    ),
    Expected("Service Unavailable: /readyz", "", "a replica whose database is away says that it isn't ready"),
)


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
    last = str(said.get("exception", "")).strip().rpartition("\n")[2]
    if any(event.startswith(one.event) and last.startswith(one.exception) for one in EXPECTED):
        return None
    return f"{said.get('level')}: {event[:200]}: {last[:200]}"
