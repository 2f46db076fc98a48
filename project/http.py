"""uvicorn's HTTP protocol, with an end to what one request may say beside its content, and to how long that takes."""

import asyncio

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

MAX_BYTES = 65_536
HEAD_SECONDS = 20
MAX_AHEAD = 16  # requests


class HttpProtocol(HttpToolsProtocol):
    """The parser puts a header together piece by piece and takes any length; every piece then takes longer.

    This counts what comes while it has nothing to show for it: headers, what stands beside chunks and after the last.
    Who connects and says nothing, or never comes to the end of the headers, is hung up on. So is who doesn't wait for
    answers: of the shortest requests there are thousands in what is read at once, and uvicorn keeps them all.
    """

    head_seconds: float = HEAD_SECONDS
    _unheard = 0
    _head_is_due: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn's
        super().connection_made(transport)
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget_head()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._unheard += len(data)
        if self.cycle is not None and self.cycle.response_complete:
            self._expect_head()
        super().data_received(data)
        if self._unheard > MAX_BYTES and not self.transport.is_closing():
            self.send_400_response("There is too much before the content of this request.")

    def handle_websocket_upgrade(self) -> None:
        """Of a handshake that can't be read, uvicorn would say nothing, and leave the connection open."""
        super().handle_websocket_upgrade()
        protocol = self.transport.get_protocol()
        if not (isinstance(protocol, WebSocketsSansIOProtocol) and protocol.handshake_initiated):
            self.send_400_response("This is no handshake of a WebSocket.")

    def on_headers_complete(self) -> None:
        self._unheard = 0
        self._forget_head()
        super().on_headers_complete()
        if len(self.pipeline) > MAX_AHEAD:
            raise ValueError("too many requests ahead")  # which ends the reading, with 400

    def on_body(self, body: bytes) -> None:
        self._unheard = 0
        super().on_body(body)

    def _expect_head(self) -> None:
        if self._head_is_due is None:
            self._head_is_due = self.loop.call_later(self.head_seconds, self.transport.close)

    def _forget_head(self) -> None:
        if self._head_is_due is not None:
            self._head_is_due.cancel()
            self._head_is_due = None
