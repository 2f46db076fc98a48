"""uvicorn's WebSocket protocol, with a short way for what is sent most: one message to many connections."""

import asyncio
from typing import TYPE_CHECKING

from websockets.frames import Frame, Opcode
from websockets.protocol import OPEN

from project.websocket_reading import ReadingByTurns

if TYPE_CHECKING:
    from uvicorn._types import ASGISendEvent


ECHO_SECONDS = 2
"""So long a client that is told of the server's stop may take to answer. They who don't are hung up on."""
LAST_WORDS_SECONDS = 20
"""So long what was sent may take to arrive once the application has finished. A client that reads drop by drop would
keep all of it in memory for ever, and TCP sees nothing wrong with that.
"""


class WebSocketProtocol(ReadingByTurns):
    """A frame without a mask and without compression is the same for every client, so it is built once.

    Whatever is not simply a binary message on an open connection that takes it goes uvicorn's way.
    """

    _last: tuple[bytes, bytes] = (b"", b"")
    """The last message of all connections, and the frame that it became."""
    last_words_seconds: float = LAST_WORDS_SECONDS
    _hanging_up: asyncio.TimerHandle | None = None

    def on_task_complete(self, task: "asyncio.Task[None]") -> None:
        super().on_task_complete(task)
        if not self.disconnected:
            self._hanging_up = self.loop.call_later(self.last_words_seconds, self.transport.abort)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._hanging_up is not None:
            self._hanging_up.cancel()
        super().connection_lost(exc)

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
