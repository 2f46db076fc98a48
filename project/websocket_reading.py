"""How much of the event loop's time the frames of one connection take."""

import asyncio
import time
from typing import TYPE_CHECKING

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import CloseCode, Frame

from editor.realtime.pace import Bucket

if TYPE_CHECKING:
    from uvicorn._types import ASGIReceiveEvent

SLICE = 4_096  # bytes; at most 680 frames, which take a few thousandths of a second
MOMENT = 0.005  # seconds
SMALL_FRAGMENT = 1_024  # bytes


class ReadingByTurns(WebSocketsSansIOProtocol):
    """Reads slice by slice, for a moment at a time, and no further while messages wait for the application.

    Six bytes can be a frame, and uvicorn reads megabytes of them before anybody else has a turn. Who may send how many
    messages is the application's to say. It never sees pings, pongs, the small pieces of a message and what comes after
    the close: over `asides_per_second` of those, with a burst before it, reading waits.
    """

    asides_per_second = 20
    asides_burst = 1_000
    _unread = b""
    _going_on: asyncio.Handle | None = None
    _asides = 0
    _bucket: Bucket | None = None

    def data_received(self, data: bytes) -> None:
        if not self.handshake_initiated:
            super().data_received(data)
            return
        self._unread += data
        if self._going_on is None:
            self._read_for_a_moment()

    def connection_lost(self, exc: Exception | None) -> None:
        """What waits for its turn is not kept until then."""
        if self._going_on is not None:
            self._going_on.cancel()
        self._unread = b""
        super().connection_lost(exc)

    async def receive(self) -> "ASGIReceiveEvent":
        message = await super().receive()
        if (self._unread or self._going_on) and not self.transport.is_closing():
            self.transport.pause_reading()  # uvicorn knows nothing of what is here already
            if self._going_on is None and not self.read_paused:
                self._going_on = self.loop.call_soon(self._read_for_a_moment)
        return message

    def _read_for_a_moment(self) -> None:
        self._going_on = None
        wait, until = 0.0, time.perf_counter() + MOMENT
        while self._unread and not wait and not self.transport.is_closing():
            part, self._unread = self._unread[:SLICE], self._unread[SLICE:]
            super().data_received(part)
            wait = self._wait_for_asides()
            if self.read_paused or time.perf_counter() > until:
                break
        if self.transport.is_closing():
            self._unread = b""
        elif wait or (self._unread and not self.read_paused):
            self.transport.pause_reading()
            self._going_on = self.loop.call_later(wait, self._read_for_a_moment)
        elif not self._unread and not self.read_paused:
            self.transport.resume_reading()

    def _wait_for_asides(self) -> float:
        """How long to wait for what was just read beside messages."""
        count, self._asides = self._asides, 0
        if not count:
            return 0.0
        now = time.monotonic()
        if self._bucket is None:
            self._bucket = Bucket(self.asides_per_second, self.asides_burst, now)
        return self._bucket.take(count, now)

    def handle_ping(self) -> None:
        self._asides += 1
        super().handle_ping()

    def handle_pong(self, event: Frame) -> None:
        self._asides += 1
        super().handle_pong(event)

    def handle_cont(self, event: Frame) -> None:
        self._asides += len(event.data) < SMALL_FRAGMENT
        super().handle_cont(event)

    def send_receive_event_to_app(self) -> None:
        self._asides += self.close_sent
        if self.curr_msg_data_type == "text" and not self.close_sent and not _is_text(b"".join(self.frames)):
            self.frames = []
            self.conn.send_close(CloseCode.INVALID_DATA)  # uvicorn also writes it down as an error of ours
            self.handle_parser_exception()
            return
        super().send_receive_event_to_app()


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
