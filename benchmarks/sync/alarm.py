"""Waking an event loop at a moment: asyncio's own timers are a millisecond coarse, as long as what is measured here."""

import asyncio
import ctypes
import os
import time

_CLOCK_MONOTONIC, _ABSOLUTE, _NONBLOCK = 1, 1, 0o4000


class _Moment(ctypes.Structure):
    _fields_ = (
        ("repeat_s", ctypes.c_long),
        ("repeat_ns", ctypes.c_long),
        ("at_s", ctypes.c_long),
        ("at_ns", ctypes.c_long),
    )


class Alarm:
    """Linux's timerfd. One that waits at a time."""

    def __init__(self) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._descriptor = self._libc.timerfd_create(_CLOCK_MONOTONIC, _NONBLOCK)
        if self._descriptor < 0:
            raise OSError(ctypes.get_errno(), "timerfd_create")
        self._loop = asyncio.get_running_loop()
        self._waiting: asyncio.Future[None] | None = None
        self._loop.add_reader(self._descriptor, self._ring)

    async def until(self, at: float) -> None:
        """Returns at once where `at` (time.monotonic) has passed."""
        if at <= time.monotonic():
            return
        moment = _Moment(0, 0, int(at), int(at % 1 * 1e9))
        self._waiting = self._loop.create_future()
        if self._libc.timerfd_settime(self._descriptor, _ABSOLUTE, ctypes.byref(moment), None):
            raise OSError(ctypes.get_errno(), "timerfd_settime")
        await self._waiting

    def close(self) -> None:
        self._loop.remove_reader(self._descriptor)
        os.close(self._descriptor)

    def _ring(self) -> None:
        os.read(self._descriptor, 8)
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)
