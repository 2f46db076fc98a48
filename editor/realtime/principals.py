"""Who stands behind a connection, by what the handshake shows for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.http import parse_cookie

from editor.accounts.tokens import digest_of
from editor.accounts.visitors import named_visitor
from editor.documents.access import Reader

Kind = Literal["session", "token", "visitor"]


@dataclass(frozen=True, slots=True)
class Principal:
    """A user by way of a session or a token, or a visitor: `key` is the session's key, the token's digest, or the
    visitor's id.
    """

    reader: Reader
    key: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Claim:
    """What may stand for a principal; the database knows whether it does. `reader` is who it stood for when it was
    looked up before, or who it says itself that it is.
    """

    kind: Kind
    key: str
    reader: UUID | None = None


def claims_of(headers: Mapping[bytes, bytes]) -> tuple[Claim, ...]:
    """Whom the handshake's headers speak for: a bearer token's owner, else the session's, else a visitor."""
    secret = bearer_of(headers)
    if secret is not None:
        return (Claim("token", digest_of(secret)),)
    cookies = parse_cookie(headers.get(b"cookie", b"").decode("latin-1"))
    claims = []
    key = cookies.get(settings.SESSION_COOKIE_NAME, "")
    if key.isalnum():  # as Django makes them; not every text is one
        claims.append(Claim("session", key))
    visitor = named_visitor(cookies)
    if visitor is not None:
        claims.append(Claim("visitor", str(visitor), visitor))
    return tuple(claims)


def claim_again(principal: Principal) -> Claim:
    return Claim(principal.kind, principal.key, principal.reader.pk)


def bearer_of(headers: Mapping[bytes, bytes]) -> str | None:
    """The bearer token. No page can put it there; what browsers add by themselves, a password for the site, is none."""
    scheme, _, secret = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else None
