"""Sets of clocks, as sorted ranges [first, last) with gaps between them."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

Range = tuple[int, int]


class Intervals:
    """Eight bytes a range: a document that was much edited has a hundred thousand."""

    __slots__ = ("_firsts", "_lasts")

    def __init__(self) -> None:
        self._firsts = array("I")
        self._lasts = array("I")

    def ranges(self) -> tuple[Range, ...]:
        return tuple(zip(self._firsts, self._lasts, strict=True))

    def add(self, first: int, last: int) -> None:
        firsts, lasts = self._firsts, self._lasts
        if not lasts or first > lasts[-1]:
            firsts.append(first)
            lasts.append(last)
            return
        begin = bisect_left(lasts, first)
        end = bisect_right(firsts, last)
        if begin < end:
            first = min(first, firsts[begin])
            last = max(last, lasts[end - 1])
        firsts[begin:end] = array("I", (first,))
        lasts[begin:end] = array("I", (last,))

    def missing(self, ranges: Sequence[Range]) -> list[Range]:
        """What of the sorted ranges isn't in the set."""
        if len(ranges) == len(self._firsts) and self._is(ranges):
            return []
        return [part for first, last in ranges for part in self._missing_of(first, last)]

    def _is(self, ranges: Sequence[Range]) -> bool:
        return self._firsts == array("I", (first for first, _ in ranges)) and self._lasts == array(
            "I", (last for _, last in ranges)
        )

    def _missing_of(self, first: int, last: int) -> Iterable[Range]:
        firsts, lasts = self._firsts, self._lasts
        at = bisect_right(lasts, first)
        while at < len(firsts) and firsts[at] < last:
            if first < firsts[at]:
                yield first, firsts[at]
            first = lasts[at]
            at += 1
        if first < last:
            yield first, last


def merged(ranges: Iterable[Range]) -> list[Range]:
    """The same clocks as sorted ranges with gaps between them."""
    result: list[Range] = []
    for first, last in sorted(ranges):
        if result and first <= result[-1][1]:
            result[-1] = (result[-1][0], max(last, result[-1][1]))
        else:
            result.append((first, last))
    return result
