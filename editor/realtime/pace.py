"""How fast frames and handshakes may come: token buckets of one connection, and those that many share."""

from collections import OrderedDict
from collections.abc import Callable, Hashable

from editor.realtime.measuring import FLOOD_WAITS

LOT = 16
"""Frames that a connection takes out of its buckets at once, so that most frames cost an addition and nothing more."""


class Bucket:
    """`burst` at once, `per_second` in the long run. Times are in seconds of the caller's clock."""

    __slots__ = ("_at", "_burst", "_left", "_per_second", "is_over")

    def __init__(self, per_second: int, burst: int, now: float) -> None:
        self._per_second = per_second
        self._burst = burst
        self._left = float(burst)
        self._at = now
        self.is_over = False
        """Whether the last one that asked was refused."""

    def take(self, count: int, now: float) -> float:
        """Takes them, on credit if need be; how long to wait for that."""
        self._fill(now)
        self._left -= count
        return -self._left / self._per_second if self._left < 0 else 0.0

    def try_take(self, now: float) -> bool:
        """Takes one if there is one."""
        self._fill(now)
        self.is_over = self._left < 1
        if not self.is_over:
            self._left -= 1
        return not self.is_over

    def _fill(self, now: float) -> None:
        self._left = min(self._burst, self._left + (now - self._at) * self._per_second)
        self._at = now


class Buckets:
    """One for each of those who came last; of anybody else the bucket has been full again for long, or is forgotten."""

    def __init__(self, per_second: int, burst: int, most: int = 10_000) -> None:
        self._per_second = per_second
        self._burst = burst
        self._most = most
        self._buckets: OrderedDict[Hashable, Bucket] = OrderedDict()

    def of(self, key: Hashable, now: float) -> Bucket:
        bucket = self._buckets.get(key)
        if bucket is None:
            bucket = self._buckets[key] = Bucket(self._per_second, self._burst, now)
            while len(self._buckets) > self._most:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(key)
        return bucket


class Pace:
    """One connection's, by its own bucket and those that it shares with others. Over it, the reader waits."""

    __slots__ = ("_buckets", "_now", "_paid")

    def __init__(self, now: Callable[[], float], *buckets: Bucket) -> None:
        self._now = now
        self._buckets = buckets
        self._paid = 0

    def wait(self, frames: int = 1) -> float:
        """Counts the frames; how long to wait before the next one is read."""
        self._paid -= frames
        if self._paid >= 0:
            return 0.0
        lot = max(LOT, -self._paid)
        self._paid += lot
        now = self._now()
        wait = max(bucket.take(lot, now) for bucket in self._buckets)
        if wait:
            FLOOD_WAITS.inc()
        return wait
