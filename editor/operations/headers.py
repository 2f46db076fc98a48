"""Headers that every page carries, beside those that Django's own middleware sets."""

from collections.abc import Callable
from inspect import iscoroutinefunction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_and_async_middleware

PERMISSIONS_POLICY = "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"


@sync_and_async_middleware
def private_by_default(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """No answer of ours is kept by a cache, unless its view says otherwise; static files don't come this way."""

    async def answer(request: HttpRequest) -> HttpResponse:
        return _with_headers(await get_response(request))

    def answer_in_thread(request: HttpRequest) -> HttpResponse:
        return _with_headers(get_response(request))

    return answer if iscoroutinefunction(get_response) else answer_in_thread


def _with_headers(response: HttpResponse) -> HttpResponse:
    response.headers.setdefault("Cache-Control", "private, no-store")
    response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
    response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    return response
