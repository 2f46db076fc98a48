"""A span for each request, by OpenTelemetry. In use only with OTEL_EXPORTER_OTLP_ENDPOINT (project/settings).

Its names are those of routes, so that no address that is a secret gets into one; the usual instrumentation would send
whole URLs.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from inspect import iscoroutinefunction
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.decorators import sync_and_async_middleware
from opentelemetry import propagate, trace
from opentelemetry.trace import Span, SpanKind, StatusCode

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


@sync_and_async_middleware
def traced(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    async def answer(request: HttpRequest) -> HttpResponse:
        with _span_of(request) as span:
            return _described(span, request, await get_response(request))

    def answer_in_thread(request: HttpRequest) -> HttpResponse:
        with _span_of(request) as span:
            return _described(span, request, get_response(request))

    return answer if iscoroutinefunction(get_response) else answer_in_thread


@contextmanager
def _span_of(request: HttpRequest) -> Iterator[Span]:
    tracer = trace.get_tracer("scriptorium")
    parent = propagate.extract(request.headers)
    with tracer.start_as_current_span(
        "request", parent, SpanKind.SERVER, record_exception=False, set_status_on_exception=False
    ) as span:
        yield span


def _described(span: Span, request: HttpRequest, response: HttpResponse) -> HttpResponse:
    match = request.resolver_match
    method = request.method if request.method in _METHODS else "_OTHER"
    route = f"/{match.route}" if match is not None else "(no page)"
    span.update_name(f"{method} {route}")
    span.set_attributes(
        {"http.request.method": str(method), "http.route": route, "http.response.status_code": response.status_code}
    )
    if response.status_code >= 500:
        span.set_status(StatusCode.ERROR)
    return response
