"""uvicorn's WebSocket protocol, with a short way for what is sent most: one message to many connections; and with an
end to how much of the event loop's time the frames of one connection take.
"""

import asyncio
import time
from typing import TYPE_CHECKING

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from websockets.frames import CloseCode, Frame, Opcode
from websockets.protocol import OPEN

from editor.realtime.pace import Bucket

if TYPE_CHECKING:
    from uvicorn._types import ASGIReceiveEvent, ASGISendEvent


ECHO_SECONDS = 2
"""So long a client that is told of the server's stop may take to answer. They who don't are hung up on."""
LAST_WORDS_SECONDS = 20
"""So long what was sent may take to arrive once the application has finished. A client that reads drop by drop would
keep all of it in memory for ever, and TCP sees nothing wrong with that.
"""
SLICE = 4_096  # bytes; at most 680 frames, which take a few thousandths of a second
MOMENT = 0.005  # seconds
SMALL_FRAGMENT = 1_024  # bytes


class WebSocketProtocol(WebSocketsSansIOProtocol):
    """A frame without a mask and without compression is the same for every client, so it is built once.

    Whatever is not simply a binary message on an open connection that takes it goes uvicorn's way.

    What comes in is read slice by slice, for a moment at a time, and no further while messages wait for the
    application: six bytes can be a frame, and uvicorn reads megabytes of them before anybody else has a turn. Who may
    send how many messages is the application's to say. It never sees pings, pongs, the small pieces of a message and
    what comes after the close: over `asides_per_second` of those, with a burst before it, reading waits.
    """

    _last: tuple[bytes, bytes] = (b"", b"")
    """The last message of all connections, and the frame that it became."""
    last_words_seconds: float = LAST_WORDS_SECONDS
    asides_per_second = 20
    asides_burst = 1_000
    _unread = b""
    _going_on: asyncio.Handle | None = None
    _asides = 0
    _bucket: Bucket | None = None
    _hanging_up: asyncio.TimerHandle | None = None

    def on_task_complete(self, task: "asyncio.Task[None]") -> None:
        super().on_task_complete(task)
        if not self.disconnected:
            self._hanging_up = self.loop.call_later(self.last_words_seconds, self.transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._hanging_up is not None:
            self._hanging_up.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if not self.handshake_initiated:
            super().data_received(data)
            return
        self._unread += data
        if self._going_on is None:
            self._read_for_a_moment()

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

    async def send(self, message: "ASGISendEvent") -> None:
        data = message.get("bytes")
        if not isinstance(data, bytes) or not self._takes_frames():
            await super().send(message)
            return
        message_of_frame, frame = WebSocketProtocol._last
        if message_of_frame is not data:
            frame = Frame(Opcode.BINARY, data).serialize(mask=False)
            WebSocketProtocol._last = data, frame
        self.transport.write(frame)

    def shutdown(self) -> None:
        """Says 1012, and hangs up once the client has said so too, or after a while.

        uvicorn hangs up in the same moment. What the client sends just then is never read, so the kernel resets the
        connection, and a load balancer that can't write any more doesn't pass on why. And uvicorn's own raises where a
        connection is closing at this moment, and nobody else's is closed then.
        """
        if not self.handshake_complete or (self.close_sent and self.close_timer is None):
            super().shutdown()
            return
        self.stop_keepalive()
        if not self.close_sent:
            self._say_that_it_closes()
        if self.close_timer is not None:
            self.close_timer.cancel()
        self.close_timer = self.loop.call_later(ECHO_SECONDS, self.transport.close)

    def _say_that_it_closes(self) -> None:
        self.queue.put_nowait({"type": "websocket.disconnect", "code": 1012})
        if self.conn.state is not OPEN:
            self.transport.close()
            return
        self.conn.send_close(1012)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        if self.read_paused:
            self.read_paused = False
            self.transport.resume_reading()

    def send_500_response(self) -> None:
        """Once: a handshake that the server's end has answered may still fail by itself."""
        if not self.conn.eof_sent:
            super().send_500_response()

    def _takes_frames(self) -> bool:
        return (
            self.handshake_complete
            and self.conn.state is OPEN
            and not self.conn.extensions
            and not self.disconnected
            and not self.close_sent
            and self.writable.is_set()
        )


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
