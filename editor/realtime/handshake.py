"""From a WebSocket handshake to a peer, or to the reason why not. Every outcome is logged."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

import structlog
from django.conf import settings

from editor.accounts.colors import presence_color
from editor.collab.outbox import Outbox
from editor.collab.peer import Peer, PeerRights
from editor.collab.ports import LogUnavailable, Source
from editor.collab.protocol import CloseCode
from editor.content.schema import OLDEST_WRITABLE_SCHEMA, SCHEMA_VERSION
from editor.realtime.look_ups import Entrance
from editor.realtime.measuring import HAPPENED
from editor.realtime.principals import Principal, bearer_of, claims_of
from editor.realtime.runtime import running

log = structlog.get_logger(__name__)

_MAX_QUERY_BYTES = 1_000


class Denied(Exception):
    """The handshake ends with `code`; without one it is answered 403, before there is a socket."""

    def __init__(self, outcome: str, code: CloseCode | None = None) -> None:
        super().__init__(outcome)
        self.outcome = outcome
        self.code = code


@dataclass(frozen=True, slots=True)
class _Wishes:
    """What the query string asks for. A standard Yjs client asks for nothing."""

    acks: bool
    schema: int | None
    generation: UUID | None
    user: UUID | None


async def shake_hands(scope: Mapping[str, Any], connection: str) -> Peer:
    """The peer that the handshake's sender becomes. Raises Denied."""
    document = scope["url_route"]["kwargs"]["document_id"]
    bound = log.bind(document=str(document), connection=connection)
    try:
        headers = dict(scope["headers"])
        _check_origin(headers)
        peer = await find_peer(headers, scope["query_string"], document)
        peer.connection = connection
    except Denied as denied:
        bound.info("handshake", outcome=denied.outcome, close_code=denied.code)
        raise
    except LogUnavailable as error:
        bound.warning("handshake", outcome="database down", problem=type(error).__name__)
        raise Denied("database down", CloseCode.OVERLOADED) from error
    bound.info("handshake", outcome="accepted", user=str(peer.author), role=peer.rights.role)
    return peer


async def greet_person(scope: Mapping[str, Any]) -> Principal:
    """The user behind the handshake of a socket that belongs to no document. Raises Denied."""
    headers = dict(scope["headers"])
    _check_origin(headers)
    wishes = _read_wishes(scope["query_string"])
    try:
        found = await _find(headers)
    except LogUnavailable as error:
        raise Denied("database down", CloseCode.OVERLOADED) from error
    if found is None or found.principal.kind == "visitor":
        raise Denied("not signed in", CloseCode.NOT_SIGNED_IN)
    principal = found.principal
    if wishes.user not in {None, principal.reader.pk}:
        raise Denied("somebody else is signed in", CloseCode.NOT_SIGNED_IN)
    return principal


def _check_origin(headers: Mapping[bytes, bytes]) -> None:
    """A browser sends its cookies from any site. Exactly ours may open sockets with them."""
    if bearer_of(headers) is None and headers.get(b"origin", b"").decode("latin-1") not in settings.PUBLIC_ORIGINS:
        raise Denied("foreign origin")


async def find_peer(headers: Mapping[bytes, bytes], query_string: bytes, document: UUID) -> Peer:
    """The peer that a request with these headers becomes. Raises Denied and LogUnavailable."""
    wishes = _read_wishes(query_string)
    found = await _find(headers, document)
    if found is None:
        raise Denied("not signed in", CloseCode.NOT_SIGNED_IN)
    if wishes.user not in {None, found.principal.reader.pk}:
        raise Denied("somebody else is signed in", CloseCode.NOT_SIGNED_IN)
    if isinstance(found.rights, CloseCode):
        raise Denied("no rights", found.rights)
    if wishes.generation not in {None, found.generation}:
        raise Denied("another generation", CloseCode.OTHER_GENERATION)
    if wishes.schema is not None and wishes.schema > SCHEMA_VERSION:
        raise Denied("newer than this replica", CloseCode.RESTARTING)
    return _make_peer(found.principal, found.rights, wishes)


async def _find(headers: Mapping[bytes, bytes], document: UUID | None = None) -> Entrance | None:
    claims = claims_of(headers)
    return await (await running()).look_ups.find(claims, document) if claims else None


def _read_wishes(query_string: bytes) -> _Wishes:
    if len(query_string) > _MAX_QUERY_BYTES:
        raise Denied("query too long")
    query = {name: values[-1] for name, values in parse_qs(query_string.decode("latin-1")).items()}
    try:
        schema = int(query["schema"]) if "schema" in query else None
        generation = UUID(query["generation"]) if "generation" in query else None
        user = UUID(query["user"]) if "user" in query else None
    except ValueError as error:
        raise Denied("malformed query") from error
    return _Wishes(query.get("acks") == "1", schema, generation, user)


def _make_peer(principal: Principal, rights: PeerRights, wishes: _Wishes) -> Peer:
    reader = principal.reader
    schema = SCHEMA_VERSION if wishes.schema is None else wishes.schema
    peer = Peer(
        author=reader.pk,
        rights=rights,
        outbox=Outbox(settings.COLLAB["max_outbox_bytes"], HAPPENED),
        identity={"id": str(reader.pk), "name": reader.display_name, "color": presence_color(reader.pk)},
        source=Source.API if principal.kind == "token" else Source.BROWSER,
        schema=schema,
        is_current_schema=schema >= OLDEST_WRITABLE_SCHEMA,
        speaks_ours=wishes.acks,
        generation=wishes.generation,
        principal=principal,
    )
    peer.tell_rights()  # they may have changed since the page was made
    return peer
