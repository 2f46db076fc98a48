"""How frames get from outboxes into connections: without a task for each, as long as clients keep up."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Generator
from typing import Any

import structlog

from editor.collab.outbox import Outbox
from editor.collab.protocol import CloseCode
from editor.realtime.socket_consumer import SEND_TIMEOUT

log = structlog.get_logger(__name__)

Send = Callable[[dict[str, Any]], Coroutine[Any, Any, None]]


class Post:
    """Empties the outboxes that have been filled, all in one turn of the event loop.

    A task that wakes for each delivery would cost more than the delivery.
    """

    def __init__(self) -> None:
        self._due: dict[Sending, None] = {}
        self._called = asyncio.Event()

    def call(self, sending: "Sending") -> None:
        self._due[sending] = None
        self._called.set()

    async def run(self) -> None:
        while True:
            await self._called.wait()
            self._called.clear()
            self.flush()

    def flush(self) -> None:
        """Sends all that waits, but to those who are slow."""
        due, self._due = self._due, {}
        for sending in due:
            sending.flush()


class Sending:
    """One connection's: `over` is done once nothing more will be sent, with what went wrong if something did."""

    def __init__(self, outbox: Outbox, send: Send, post: Post) -> None:
        self.over: asyncio.Future[Exception | None] = asyncio.get_running_loop().create_future()
        self._outbox = outbox
        self._send = send
        self._waiting: asyncio.Task[None] | None = None
        outbox.on_filled = lambda: post.call(self)
        post.call(self)

    def flush(self) -> None:
        """Sends what there is. Where the client has to be waited for, a task does it, and goes on until all is sent."""
        if self._waiting is not None or self.over.done():
            return
        try:
            frames = self._outbox.collect()
        except BaseException as panic:  # pycrdt's panics are no Exceptions, and it is others' turn after this
            log.exception("outbox_broken", problem=type(panic).__name__)
            self._outbox.close(CloseCode.FAULT)
            self._end(None)
            return
        try:
            for place, frame in enumerate(frames, start=1):
                rest = begin(self._send(_message(frame)))
                if rest is not None:
                    self._waiting = asyncio.create_task(self._send_slowly(rest, frames[place:]))
                    return
        except Exception as error:  # noqa: BLE001 — the client has gone; servers tell so in different words
            self._end(error)
            return
        self._outbox.sent()
        if self._outbox.close_code is not None:
            self._end(None)

    async def stop(self) -> None:
        self._end(None)
        if self._waiting is not None:
            self._waiting.cancel()
            await asyncio.gather(self._waiting, return_exceptions=True)

    async def _send_slowly(self, rest: Awaitable[None], frames: list[bytes]) -> None:
        try:
            async with asyncio.timeout(SEND_TIMEOUT):
                await rest
            while True:
                for frame in frames:
                    async with asyncio.timeout(SEND_TIMEOUT):
                        await self._send(_message(frame))
                self._outbox.sent()
                frames = self._outbox.collect()
                if not frames:
                    break
        except TimeoutError:
            self._outbox.close(CloseCode.OVERLOADED)
        except Exception as error:  # noqa: BLE001 — as in `flush`
            self._end(error)
        self._waiting = None
        if self._outbox.close_code is not None:
            self._end(None)

    def _end(self, problem: Exception | None) -> None:
        self._outbox.on_filled = _nobody
        if not self.over.done():
            self.over.set_result(problem)


def begin(work: Coroutine[Any, Any, None]) -> Awaitable[None] | None:
    """Runs it up to where it waits, and returns what is to be awaited then; None where it has finished."""
    try:
        waits_for = work.send(None)
    except StopIteration:
        return None
    return _Rest(work, waits_for)


class _Rest:
    def __init__(self, work: Coroutine[Any, Any, None], waits_for: Any) -> None:
        self._work = work
        self._waits_for = waits_for

    def __await__(self) -> Generator[Any, Any, None]:
        waits_for = self._waits_for
        try:
            while True:
                try:
                    value = yield waits_for
                except BaseException as error:  # noqa: BLE001 — cancelled, most likely; it is the work's to treat
                    waits_for = self._work.throw(error)
                else:
                    waits_for = self._work.send(value)
        except StopIteration:
            return


def _message(frame: bytes) -> dict[str, Any]:
    return {"type": "websocket.send", "bytes": frame, "text": None}


def _nobody() -> None:
    """Nothing is sent any more."""
