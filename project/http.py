"""uvicorn's HTTP protocol, with an end to what one request may say beside its content."""

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

MAX_BYTES = 65_536


class HttpProtocol(HttpToolsProtocol):
    """The parser puts a header together piece by piece and takes any length; every piece then takes longer.

    This counts what comes while it has nothing to show for it: headers, what stands beside chunks and after the last.
    """

    _unheard = 0

    def data_received(self, data: bytes) -> None:
        self._unheard += len(data)
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
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._unheard = 0
        super().on_body(body)
