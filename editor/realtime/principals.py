"""Who stands behind a connection, and what that one may do now. Read at the handshake and after every change."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from channels.db import database_sync_to_async
from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import Error as DatabaseError
from django.db.models import Q
from django.db.models.functions import Now
from django.http import parse_cookie
from django.utils.crypto import constant_time_compare

from editor.accounts.models import Token, User, Visitor
from editor.accounts.tokens import digest_of
from editor.accounts.visitors import find_visitor
from editor.collab.peer import Peer, PeerRights
from editor.collab.ports import DocumentId, LogUnavailable
from editor.collab.protocol import CloseCode
from editor.documents.access import Reader, Rights, rights_of


@dataclass(frozen=True, slots=True)
class Principal:
    """A user by way of a session or a token, or a visitor: `key` is the session's key, the token's digest, or the
    visitor's id.
    """

    reader: Reader
    key: str
    kind: Literal["session", "token", "visitor"]


def find_principal(headers: Mapping[bytes, bytes]) -> Principal | None:
    """Whom the handshake's headers speak for: a bearer token's owner, else the session's, else a visitor."""
    secret = bearer_of(headers)
    if secret is not None:
        digest = digest_of(secret)
        user = _token_owners([digest]).get(digest)
        return None if user is None else Principal(user[0], digest, "token")
    cookies = parse_cookie(headers.get(b"cookie", b"").decode("latin-1"))
    key = cookies.get(settings.SESSION_COOKIE_NAME, "")
    found = _session_owners([key]).get(key) if key.isalnum() else None  # as Django makes them; not every text is one
    if found is not None:
        return Principal(found[0], key, "session")
    visitor = find_visitor(cookies)
    return None if visitor is None else Principal(visitor, str(visitor.pk), "visitor")


def read_rights(
    document: DocumentId, principals: Iterable[Principal]
) -> tuple[dict[Principal, PeerRights | CloseCode], UUID | None]:
    """What each may do in the document, or why its connection must end; and the document's generation, if anybody may.

    A constant number of queries for any number of principals.
    """
    all_of_them = list(principals)
    # The rights first, with their version: whoever ends a session afterwards raises it, and the log turns back
    # what was checked before.
    rights = rights_of(document, {principal.reader.pk for principal in all_of_them})
    keys = {kind: [one.key for one in all_of_them if one.kind == kind] for kind in ("session", "token", "visitor")}
    valid = _session_owners(keys["session"]) | _token_owners(keys["token"]) | _visitors(keys["visitor"])
    generation = next((granted.generation for granted in rights.values()), None)
    return {principal: _answer(principal, rights, valid) for principal in all_of_them}, generation


def who_is_signed_in(principals: Collection[Principal]) -> set[Principal]:
    """Those whose session or token is still good. A constant number of queries for any number of principals."""
    keys = {kind: [one.key for one in principals if one.kind == kind] for kind in ("session", "token")}
    valid = _session_owners(keys["session"]) | _token_owners(keys["token"])
    owners = {key: owner.pk for key, (owner, _) in valid.items()}
    return {principal for principal in principals if owners.get(principal.key) == principal.reader.pk}


def bearer_of(headers: Mapping[bytes, bytes]) -> str | None:
    """The bearer token. No page can put it there; what browsers add by themselves, a password for the site, is none."""
    scheme, _, secret = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else None


class PrincipalRights:
    """The port `RightsSource`: the peers' principals are asked for in the database, in a thread."""

    async def read(self, document: DocumentId, peers: Sequence[Peer]) -> Mapping[Peer, PeerRights | CloseCode]:
        principals = {peer: peer.principal for peer in peers if isinstance(peer.principal, Principal)}
        try:
            answers, _ = await database_sync_to_async(read_rights)(document, set(principals.values()))
        except DatabaseError as error:
            raise LogUnavailable(str(error)) from error
        return {peer: answers[principal] for peer, principal in principals.items()}


_Owner = tuple[Reader, datetime | None]


def _answer(principal: Principal, rights: Mapping[UUID, Rights], valid: Mapping[str, _Owner]) -> PeerRights | CloseCode:
    owner = valid.get(principal.key)
    if owner is None or owner[0].pk != principal.reader.pk:
        return CloseCode.NOT_SIGNED_IN
    granted = rights.get(principal.reader.pk)
    if granted is None:
        return CloseCode.NOT_FOUND
    ends = [end for end in (owner[1], granted.valid_until) if end is not None]
    return PeerRights(granted.may_write, granted.access_version, min(ends, default=None), int(granted.role))


def _session_owners(keys: Sequence[str]) -> dict[str, _Owner]:
    """The active user and the end of each session that is still good."""
    sessions = Session.objects.filter(session_key__in=keys, expire_date__gt=Now())
    contents = {session: session.get_decoded() for session in sessions}
    users = {
        str(user.pk): user
        for user in User.objects.filter(
            pk__in={content[SESSION_KEY] for content in contents.values() if SESSION_KEY in content}, is_active=True
        )
    }
    owners: dict[str, _Owner] = {}
    for session, content in contents.items():
        user = users.get(content.get(SESSION_KEY, ""))
        if user and constant_time_compare(content.get(HASH_SESSION_KEY, ""), user.get_session_auth_hash()):
            owners[session.session_key] = (user, session.expire_date)
    return owners


def _token_owners(digests: Sequence[str]) -> dict[str, _Owner]:
    # By the clock of the database, as the log judges it: otherwise one right would end twice.
    unexpired = Q(expires_at__isnull=True) | Q(expires_at__gt=Now())
    tokens = Token.objects.filter(unexpired, digest__in=digests, user__is_active=True).select_related("user")
    return {token.digest: (token.user, token.expires_at) for token in tokens}


def _visitors(ids: Sequence[str]) -> dict[str, _Owner]:
    return {str(visitor.pk): (visitor, None) for visitor in Visitor.objects.filter(pk__in=ids)}
