"""An update that comes over HTTP, as a peer that sends one frame and goes."""

import asyncio
from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest

from editor.collab.judgement import RefusedUpdate
from editor.collab.peer import Peer
from editor.collab.ports import LogUnavailable
from editor.collab.protocol import CloseCode
from editor.collab.registry import NotOpen
from editor.realtime.floods import floods
from editor.realtime.handshake import Denied, find_peer
from editor.realtime.runtime import running

FRAMES_OF_AN_UPLOAD = 200
"""What one costs of the pace that the person and the document have."""

_CODES = {
    CloseCode.NOT_SIGNED_IN: "not-signed-in",
    CloseCode.NOT_FOUND: "not-found",
    CloseCode.OTHER_GENERATION: "generation",
}


class UploadRefused(Exception):
    """`code` is a refusal code, "not-signed-in", "not-found", "generation" or "unavailable"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


async def upload(request: HttpRequest, document: UUID, read: Callable[[], bytes]) -> int:
    """Commits the update by the request's sender; returns where the log stands then. Raises UploadRefused.

    The body is read only once the sender is known, and of no more than a few at a time.
    """
    try:
        query = request.META["QUERY_STRING"].encode("latin-1", "replace")
        headers = {b"cookie": request.headers.get("Cookie", "").encode("latin-1", "replace")}
        peer = await find_peer(headers, query, document)
        await asyncio.sleep(floods().pace(peer.author, document).wait(FRAMES_OF_AN_UPLOAD))
        return await _submit(peer, document, read)
    except Denied as denied:
        code = "malformed" if denied.code is None else _CODES.get(denied.code, "unavailable")
        raise UploadRefused(code) from denied
    except RefusedUpdate as refused:
        raise UploadRefused(refused.code) from refused
    except LogUnavailable as error:
        raise UploadRefused("unavailable") from error


async def _submit(peer: Peer, document: UUID, read: Callable[[], bytes]) -> int:
    """Whoever's update is held waits for what it lacks, and nobody else does."""
    try:
        runtime = await running()
        async with runtime.registry.room(document) as room:
            if peer.generation not in {None, room.state.generation}:
                raise UploadRefused("generation")
            async with runtime.upload_turn:
                settled = await room.submit(peer, read())
            return await settled
    except NotOpen as error:
        raise UploadRefused(_CODES.get(error.code, "unavailable")) from error
