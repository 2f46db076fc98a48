"""Where the characters stand that are two UTF-16 units long, so that nobody parts their halves.

Yjs puts U+FFFD in the place of each half. pycrdt doesn't: its copy loses a clock and later text ends up elsewhere.
"""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence


class Halves:
    """The clocks of the second halves. One that has a base holds only what came on top of it."""

    __slots__ = ("_base", "_clocks")

    def __init__(self, base: "Halves | None" = None) -> None:
        self._base = base
        self._clocks: dict[int, array[int]] = {}

    def add(self, client: int, clocks: Iterable[int]) -> None:
        """Clocks in rising order, after all that are known of the client."""
        self._clocks.setdefault(client, array("I")).extend(clocks)

    def merge(self, other: "Halves") -> None:
        for client, clocks in other._clocks.items():
            self.add(client, clocks)

    def are_parted(self, cuts: Iterable[tuple[int, int]], added: Mapping[int, Sequence[int]]) -> bool:
        """Does any of the cuts (client, clock) go right before one of these halves or of those that are being added?"""
        holders = [added, *self._layers()]
        return any(
            _contains(clocks, clock)
            for client, clock in cuts
            for holder in holders
            if (clocks := holder.get(client)) is not None
        )

    def _layers(self) -> list[Mapping[int, Sequence[int]]]:
        below = self._base._layers() if self._base is not None else []
        return [*below, self._clocks] if self._clocks else below

    def __bool__(self) -> bool:
        return bool(self._clocks or self._base)


def second_halves(text: str, clock: int) -> list[int]:
    """The clocks of the second halves in a text that begins at this clock."""
    found: list[int] = []
    if text.isascii() or max(text) <= "\uffff":
        return found
    for character in text:
        clock += 1
        if character > "\uffff":
            found.append(clock)
            clock += 1
    return found


def _contains(clocks: Sequence[int], clock: int) -> bool:
    at = bisect_left(clocks, clock)
    return at < len(clocks) and clocks[at] == clock
