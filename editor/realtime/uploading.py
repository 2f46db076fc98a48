"""An update that comes over HTTP, as a peer that sends one frame and goes."""

from uuid import UUID

from channels.db import database_sync_to_async
from django.conf import settings
from django.http import HttpRequest

from editor.collab.judgement import RefusedUpdate
from editor.collab.outbox import Outbox
from editor.collab.peer import Peer
from editor.collab.ports import LogUnavailable, Source
from editor.collab.protocol import CloseCode
from editor.collab.registry import NotOpen
from editor.content.schema import SCHEMA_VERSION
from editor.realtime.principals import Principal, find_principal, read_rights
from editor.realtime.runtime import running


class UploadRefused(Exception):
    """`code` is a refusal code, "not-signed-in", "not-found" or "unavailable"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


async def upload(request: HttpRequest, document: UUID, payload: bytes) -> int:
    """Commits the update by the request's sender; returns where the log stands then. Raises UploadRefused."""
    peer = await database_sync_to_async(_find_peer)(request, document)
    try:
        runtime = await running()
        async with runtime.registry.room(document) as room:
            return await room.submit(peer, payload)
    except RefusedUpdate as refused:
        raise UploadRefused(refused.code) from refused
    except NotOpen as error:
        raise UploadRefused("not-found" if error.code is CloseCode.NOT_FOUND else "unavailable") from error
    except LogUnavailable as error:
        raise UploadRefused("unavailable") from error


def _find_peer(request: HttpRequest, document: UUID) -> Peer:
    principal = find_principal({b"cookie": request.headers.get("Cookie", "").encode("latin-1")})
    if principal is None:
        raise UploadRefused("not-signed-in")
    return _make_peer(principal, document)


def _make_peer(principal: Principal, document: UUID) -> Peer:
    rights = read_rights(document, [principal])[0][principal]
    if isinstance(rights, CloseCode):
        raise UploadRefused("not-signed-in" if rights is CloseCode.NOT_SIGNED_IN else "not-found")
    return Peer(
        author=principal.user.pk,
        rights=rights,
        outbox=Outbox(settings.COLLAB["max_outbox_bytes"]),
        identity={},
        source=Source.BROWSER,
        schema=SCHEMA_VERSION,
        principal=principal,
    )
