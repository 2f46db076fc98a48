"""The medians of all rounds as tables, with ratios; nothing is asserted of them."""

import os
import platform
import statistics
from collections.abc import Sequence
from datetime import UTC, datetime

from benchmarks.sync.figures import FIGURES, Figure, Result
from benchmarks.sync.scenarios import WORK

OURS = "scriptorium"
TITLES = {OURS: "Scriptorium", "hocuspocus": "Hocuspocus + Redis", "y-websocket": "y-websocket"}

Medians = dict[tuple[str, str, str], float]
"""By scenario, system and figure."""


def markdown(results: Sequence[Result], rounds: int, seconds: float) -> str:
    found = medians(results)
    scenarios = list(dict.fromkeys(result.scenario for result in results))
    systems = [name for name in TITLES if any(result.system == name for result in results)]
    parts = [_heading(rounds, seconds), *(_table(found, scenario, systems) for scenario in scenarios)]
    return "\n".join(parts)


def medians(results: Sequence[Result]) -> Medians:
    values: dict[tuple[str, str, str], list[float]] = {}
    for result in results:
        for name, value in result.figures.items():
            values.setdefault((result.scenario, result.system, name), []).append(value)
    return {key: _told(key[2], several) for key, several in values.items()}


def _told(name: str, several: Sequence[float]) -> float:
    """The median; but edits that were lost in one round of three are lost, and so are cursors."""
    if name in {"lost", "wrong"}:
        return max(several)
    return min(several) if name == "cursors-there" else statistics.median(several)


def _heading(rounds: int, seconds: float) -> str:
    day = datetime.now(UTC).date().isoformat()
    load = os.getloadavg()[1]
    return (
        "# What the last run said\n\n"
        f"{day}, {os.cpu_count()} cores ({platform.machine()}), medians of {rounds} rounds of {seconds:g} seconds, the "
        f"machine's load at the end {load:.1f}. Made by `make bench`; what the rows mean stands in "
        "[README.md](README.md). A ratio below 1 is in Scriptorium's favour, but for capacity.\n\n"
        "![The medians as bars](results.svg)\n"
    )


def _table(found: Medians, scenario: str, systems: Sequence[str]) -> str:
    peers = [name for name in systems if name != OURS] if OURS in systems else []
    head = ["", *(TITLES[name] for name in systems), *(f"to {TITLES[name]}" for name in peers)]
    lines = [f"## {scenario}\n", f"{WORK[scenario]}\n", _row(head), "|" + "---|" * len(head)]
    for name, figure in FIGURES.items():
        values = [found.get((scenario, system, name)) for system in systems]
        if any(value is not None for value in values):
            ratios = [_ratio(found, scenario, name, peer) if figure.is_ratio_told else "" for peer in peers]
            lines.append(_row([figure.title, *(_cell(value, figure) for value in values), *ratios]))
    return "\n".join(lines) + "\n"


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _cell(value: float | None, figure: Figure) -> str:
    return "" if value is None else f"{value:,.{figure.decimals}f} {figure.unit}".strip()


def _ratio(found: Medians, scenario: str, name: str, peer: str) -> str:
    ours, theirs = found.get((scenario, OURS, name)), found.get((scenario, peer, name))
    return f"{ours / theirs:.2f}" if ours is not None and theirs else ""
