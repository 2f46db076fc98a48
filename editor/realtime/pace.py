"""How fast one connection may send frames."""

import asyncio
import time


class Pace:
    """A token bucket: `burst` frames at once, `per_second` in the long run. Over it, the reader waits."""

    def __init__(self, per_second: int, burst: int) -> None:
        self._per_second = per_second
        self._burst = burst
        self._left = float(burst)
        self._at = time.monotonic()

    async def keep(self) -> None:
        now = time.monotonic()
        self._left = min(self._burst, self._left + (now - self._at) * self._per_second)
        self._at = now
        self._left -= 1
        if self._left < 0:
            await asyncio.sleep(-self._left / self._per_second)
