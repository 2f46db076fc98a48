"""/healthz, /readyz and /metrics, answered before all other middleware."""

from collections.abc import Awaitable, Callable
from inspect import iscoroutinefunction
from typing import Any

from asgiref.sync import async_to_sync, markcoroutinefunction
from django.http import HttpRequest, HttpResponse

from editor.operations.metrics import metrics
from editor.operations.views import healthz, readyz

PROBES: dict[str, Callable[[HttpRequest], Awaitable[HttpResponse]]] = {
    "/healthz": healthz,
    "/readyz": readyz,
    "/metrics": metrics,
}


class ProbesMiddleware:
    """Probes come by an address (a container's, a pod's) instead of a public name, over plain HTTP, and want an answer
    when the threads in which other middleware runs are all busy.
    """

    sync_capable = async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> Any:
        """The response, or under ASGI something to await for it."""
        probe = PROBES.get(request.path)
        if probe is None:
            return self.get_response(request)
        return _answer(probe, request) if self.is_async else async_to_sync(_answer)(probe, request)


async def _answer(probe: Callable[[HttpRequest], Awaitable[HttpResponse]], request: HttpRequest) -> HttpResponse:
    response = await probe(request)
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
