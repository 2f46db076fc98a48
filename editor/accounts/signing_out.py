"""Tells a browser who has just signed out at it, so that it forgets what it keeps of theirs.

The header Clear-Site-Data would do more than that: it would take the unsaved edits of everybody who uses this browser,
without asking, and the service worker with them. A cookie can't be set by a link from elsewhere, as an address could.
"""

from collections.abc import Callable
from inspect import iscoroutinefunction
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_and_async_middleware

COOKIE = "__Host-signed-out" if settings.HTTPS else "signed-out"  # frontend/src/offline/account.ts reads it
_YEAR_SECONDS = 31_536_000


def note_signing_out(request: HttpRequest, user_id: UUID) -> None:
    request.META["editor.signed_out"] = str(user_id)


@sync_and_async_middleware
def tell_browser(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    async def answer(request: HttpRequest) -> HttpResponse:
        return _told(request, await get_response(request))

    def answer_in_thread(request: HttpRequest) -> HttpResponse:
        return _told(request, get_response(request))

    return answer if iscoroutinefunction(get_response) else answer_in_thread


def _told(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    user = request.META.get("editor.signed_out")
    if user is not None:
        response.set_cookie(COOKIE, user, max_age=_YEAR_SECONDS, secure=settings.HTTPS, samesite="Lax")
    return response
