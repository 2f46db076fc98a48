"""How many requests each view gets, how they end and how long they take. Never by address: those have no end."""

import time
from collections.abc import Callable
from inspect import iscoroutinefunction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_and_async_middleware
from prometheus_client import Counter, Histogram

REQUESTS = Counter("scriptorium_http_requests", "Requests, by view and answer.", ["view", "method", "status"])
SECONDS = Histogram(
    "scriptorium_http_request_seconds",
    "Until the answer began.",
    ["view"],
    buckets=(0.01, 0.03, 0.1, 0.3, 1, 3, 10),
)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


@sync_and_async_middleware
def measured(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    async def answer(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        return _noted(request, await get_response(request), began)

    def answer_in_thread(request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        return _noted(request, get_response(request), began)

    return answer if iscoroutinefunction(get_response) else answer_in_thread


def _noted(request: HttpRequest, response: HttpResponse, began: float) -> HttpResponse:
    view = _view_of(request)
    method = request.method if request.method in _METHODS else "other"
    REQUESTS.labels(view, method, response.status_code).inc()
    SECONDS.labels(view).observe(time.perf_counter() - began)
    return response


def _view_of(request: HttpRequest) -> str:
    """The name of the route; of a route without one, the view's. There are as many as there are routes."""
    match = request.resolver_match
    if match is None:
        return "(no page)"
    return match.view_name or match._func_path
