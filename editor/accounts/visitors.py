"""Visitors: people without an account who came by a link, known by a signed cookie of their own."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from editor.accounts.models import Visitor

COOKIE = "__Host-visitor" if settings.HTTPS else "visitor"
WAS_GUEST = "__Host-was-guest" if settings.HTTPS else "was-guest"  # frontend/src/offline/account.ts reads it
_YEAR_SECONDS = 31_536_000
_SEEN_EVERY = timedelta(days=1)
_signer = Signer(salt="editor.visitor")


def find_visitor(cookies: dict[str, str]) -> Visitor | None:
    """The visitor that a browser's cookies name, if our signature is on it and they are known."""
    visitor_id = named_visitor(cookies)
    found = None if visitor_id is None else Visitor.objects.select_related("user").filter(pk=visitor_id).first()
    now = timezone.now()
    if found is not None and (found.seen_at is None or found.seen_at < now - _SEEN_EVERY):
        Visitor.objects.filter(pk=found.pk).update(seen_at=now)
    return found


def named_visitor(cookies: Mapping[str, str]) -> UUID | None:
    """The id in a visitor's cookie, if our signature is on it. Whether there is such a visitor is not asked."""
    try:
        return UUID(_signer.unsign(cookies.get(COOKIE, "")))
    except (BadSignature, ValueError):
        return None


def visitor_of(request: HttpRequest) -> Visitor | None:
    return find_visitor(request.COOKIES)


def keep_visitor(response: HttpResponse, visitor: Visitor) -> None:
    """Lets the browser know who it is, for a year from now."""
    response.set_cookie(
        COOKIE,
        _signer.sign(visitor.pk.hex),
        max_age=_YEAR_SECONDS,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def forget_visitor(response: HttpResponse, visitor: Visitor) -> None:
    """Whoever sits there is signed in now; the browser is told which visitor's unsent edits it may keep."""
    response.set_cookie(WAS_GUEST, str(visitor.pk), max_age=_YEAR_SECONDS, secure=settings.HTTPS, samesite="Lax")
    response.set_cookie(COOKIE, "", max_age=0, secure=settings.HTTPS, httponly=True, samesite="Lax")
