"""How a socket of ours opens and closes, whatever it is for."""

import asyncio
import contextlib
from collections.abc import Mapping
from typing import Any

from channels.consumer import AsyncConsumer

from editor.collab.protocol import CloseCode
from editor.realtime.measuring import TOO_MANY_HANDSHAKES, note_closed

SEND_TIMEOUT = 10.0  # seconds; a client that doesn't read is never freed otherwise


class SocketConsumer(AsyncConsumer):
    """Channels' own dispatch is passed by: it hops to a thread for each message, to close old database connections, and
    our frames touch no database. Both sides fan out in process, so a connection needs no channel of its own.
    """

    _kind: str
    _receive: Any
    _send: Any

    async def _turn_away(self, code: CloseCode | None) -> None:
        """A close code reaches a browser only over an open socket."""
        if code is not None:
            await self._accept()
        await self._close(code or CloseCode.NOT_FOUND)

    async def _ask_for_patience(self, scope: Mapping[str, Any]) -> None:
        """Answers 429 before there is a socket, and nothing was asked of anybody."""
        if "websocket.http.response" not in scope.get("extensions", {}):
            await self._close(CloseCode.OVERLOADED)  # the server says 403 then
            return
        note_closed(self._kind, TOO_MANY_HANDSHAKES)
        headers = [(b"retry-after", b"30"), (b"content-length", b"0")]
        await self._send({"type": "websocket.http.response.start", "status": 429, "headers": headers})
        await self._send({"type": "websocket.http.response.body", "body": b"", "more_body": False})

    async def _accept(self) -> None:
        await self._send({"type": "websocket.accept", "subprotocol": None, "headers": []})

    async def _close(self, code: CloseCode) -> None:
        """The client may have gone already, in ways that servers tell in different words."""
        note_closed(self._kind, code)
        with contextlib.suppress(Exception):
            async with asyncio.timeout(SEND_TIMEOUT):
                await self._send({"type": "websocket.close", "code": int(code), "reason": code.name.lower()})
