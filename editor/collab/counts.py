"""What has happened in this process: plain numbers, added to where it happens and read by whoever asks."""

from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field

SECONDS = (0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0)


class Spread:
    """How many values there were up to each bound, the last count being of those above all bounds; and their sum."""

    __slots__ = ("bounds", "counts", "sum")

    def __init__(self, bounds: tuple[float, ...] = SECONDS) -> None:
        self.bounds = bounds
        self.counts = [0] * (len(bounds) + 1)
        self.sum = 0.0

    def add(self, value: float) -> None:
        self.counts[bisect_left(self.bounds, value)] += 1
        self.sum += value


@dataclass(slots=True)
class Counts:
    """Only ever grows. `refused` is by refusal code; a gap is what a bus lost and the log had."""

    opens: Spread = field(default_factory=Spread)
    closes: int = 0
    gaps: int = 0
    gap_rows: int = 0
    held: int = 0
    trials: int = 0
    trials_failed: int = 0
    outbox_merges: int = 0
    outbox_overflows: int = 0
    refused: Counter[str] = field(default_factory=Counter)
