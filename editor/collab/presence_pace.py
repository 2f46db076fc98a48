"""How often presence of one peer is shown to the others: the first at once, then the newest, so many times a second."""

import asyncio
from collections.abc import Callable


class PresencePace:
    """Whoever moves faster is merged, not refused: others would not see more of it, and each time costs all of them."""

    def __init__(self, seconds: float, now: Callable[[], float], show: Callable[[bytes], None]) -> None:
        self._seconds = seconds
        self._now = now
        self._show = show
        self._shown: dict[object, float] = {}
        self._waiting: dict[object, bytes] = {}

    def show(self, peer: object, news: bytes) -> None:
        """`news` says all that is new of the peer, so a later one takes the place of one that waits."""
        if peer in self._waiting:
            self._waiting[peer] = news
            return
        now = self._now()
        too_early = self._shown.get(peer, now - self._seconds) + self._seconds - now
        if too_early > 0:
            self._waiting[peer] = news
            asyncio.get_running_loop().call_later(too_early, self._show_newest, peer)
        else:
            self._shown[peer] = now
            self._show(news)

    def forget(self, peer: object) -> None:
        """The peer leaves. What waits is shown first: it may be its good-bye."""
        self._show_newest(peer)
        self._shown.pop(peer, None)

    def _show_newest(self, peer: object) -> None:
        news = self._waiting.pop(peer, None)
        if news is not None:
            self._shown[peer] = self._now()
            self._show(news)
