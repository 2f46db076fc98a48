"""What processes have used, as /proc tells it."""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def family(root: int) -> list[int]:
    """A process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            fields = _stat(int(folder.name))
            if fields:
                children.setdefault(int(fields[1]), []).append(int(folder.name))
    found = [root]
    for pid in found:
        found += children.get(pid, [])
    return found


def cpu_seconds(roots: Iterable[int]) -> float:
    """Of whole families, with those that have ended and were waited for."""
    ticks = 0
    for root in roots:
        for pid in family(root):
            fields = _stat(pid)
            ticks += sum(int(field) for field in fields[11:15])
    return ticks / _TICKS


@dataclass(frozen=True, slots=True)
class Memory:
    """Megabytes that are resident now, and at the most so far."""

    now: float
    peak: float


def memory(roots: Iterable[int]) -> Memory:
    """Of whole families."""
    now = peak = 0.0
    for root in roots:
        for pid in family(root):
            try:
                lines = Path(f"/proc/{pid}/status").read_text().splitlines()
            except OSError:
                continue
            values = dict(line.split(":", 1) for line in lines if line.startswith("Vm"))
            now += _kilobytes(values.get("VmRSS", "0 kB")) / 1_024
            peak += _kilobytes(values.get("VmHWM", "0 kB")) / 1_024
    return Memory(now, peak)


def _kilobytes(text: str) -> int:
    return int(text.split(maxsplit=1)[0])


def _stat(pid: int) -> list[str]:
    """The fields after the program's name, the state first; empty where the process has gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
