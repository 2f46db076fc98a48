"""A connection's edge: frames in, frames out, and the end of both."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import structlog
from asgiref.typing import ASGIReceiveCallable, ASGISendCallable

from editor.collab.peer import Peer
from editor.collab.protocol import CloseCode
from editor.collab.registry import NotOpen
from editor.collab.room import Room
from editor.realtime.floods import address_of_client, floods
from editor.realtime.handshake import Denied, shake_hands
from editor.realtime.measuring import note_closed
from editor.realtime.runtime import running
from editor.realtime.sending import Post, Sending
from editor.realtime.socket_consumer import SocketConsumer

log = structlog.get_logger(__name__)


class DocumentConsumer(SocketConsumer):
    """Serves one document to one connection."""

    _kind = "document"

    async def __call__(self, scope: Any, receive: ASGIReceiveCallable, send: ASGISendCallable) -> None:
        self._receive, self._send = receive, send
        self._document: UUID = scope["url_route"]["kwargs"]["document_id"]
        self._id = uuid4().hex[:12]
        self._log = log.bind(connection=self._id, document=str(self._document))
        message: Any = await receive()
        if message["type"] != "websocket.connect":
            return
        self._address = address_of_client(scope)
        if not floods().may_knock(self._address):
            await self._ask_for_patience(scope)
            return
        try:
            peer = await shake_hands(scope, self._id)
        except Denied as denied:
            await self._turn_away(denied.code)
            return
        await self._accept()
        await self._serve(peer)

    async def _serve(self, peer: Peer) -> None:
        code: CloseCode | None = CloseCode.FAULT
        try:
            with floods().connection(peer.author, self._address):
                code = await self._stay(peer)
        except NotOpen as error:
            code = error.code
        except Exception:  # noqa: BLE001 — the consumer's edge: logged, and the client gets 1011 instead of nothing
            self._log.exception("connection_failed")
        finally:
            peer.outbox.abandon()
            if code is None:
                note_closed(self._kind, None)
            else:
                await self._close(code)
            self._log.info("disconnected", close_code=code and int(code))

    async def _stay(self, peer: Peer) -> CloseCode | None:
        runtime = await running()
        async with runtime.registry.room(self._document) as room:
            room.join(peer)
            runtime.live_sessions.join(self._document, peer)
            try:
                return await self._exchange(peer, room, runtime.post)
            finally:
                room.leave(peer)
                runtime.live_sessions.leave(peer)

    async def _exchange(self, peer: Peer, room: Room, post: Post) -> CloseCode | None:
        """Reads and writes until either side ends it; the code to close with, None where the client has gone."""
        sending = Sending(peer.outbox, self._send, post)
        reading = asyncio.create_task(self._read(peer, room))
        ends: list[asyncio.Future[Any]] = [reading, sending.over]
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            if not sending.over.done():
                reading.result()
            elif problem := sending.over.result():
                self._log.info("client_gone", problem=type(problem).__name__)
            return peer.outbox.close_code
        finally:
            reading.cancel()
            await asyncio.gather(reading, sending.stop(), return_exceptions=True)

    async def _read(self, peer: Peer, room: Room) -> None:
        """Returns when the client has gone. Over its pace, reading waits; nothing is dropped."""
        pace = floods().pace(peer.author, self._document)
        while True:
            message: Any = await self._receive()
            if message["type"] == "websocket.disconnect":
                return
            data = message.get("bytes")
            if data is None:
                peer.outbox.close(CloseCode.MALFORMED)
            elif peer.outbox.close_code is None:
                wait = pace.wait()
                if wait:
                    await asyncio.sleep(wait)
                await room.receive(peer, data)
