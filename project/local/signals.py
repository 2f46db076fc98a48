"""SIGINT, SIGTERM and SIGHUP: the way to say that it's enough."""

import signal
import threading
from types import FrameType


class Interrupted(BaseException):
    """The first signal came while things were still starting."""


class Signals:
    """From its creation on the first signal raises Interrupted, or, once `wait()` was called, ends that wait.

    Later ones do nothing: what is being stopped isn't interrupted. To be made in the main thread.
    """

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._is_waiting = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._take)

    def wait(self) -> None:
        self._is_waiting = True
        self._stopping.wait()

    def _take(self, _number: int, _frame: FrameType | None) -> None:
        is_first = not self._stopping.is_set()
        self._stopping.set()
        if is_first and not self._is_waiting:
            raise Interrupted
