"""The pages for when something didn't work."""

from django.core.exceptions import BadRequest
from django.db import DataError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin
from django.views.defaults import bad_request


class NonsenseMiddleware(MiddlewareMixin):
    """Answers 400 instead of an error: no page has NUL in its path, and Postgres takes none; what else an address says
    the administration hands on to Postgres, which knows what can't be a value.
    """

    sync_capable = async_capable = True

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        return bad_request(request, BadRequest()) if "\0" in request.path else None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        match = request.resolver_match
        is_asked = request.method == "GET" and match is not None and match.app_name == "admin"
        return bad_request(request, exception) if is_asked and isinstance(exception, DataError) else None


def forbidden(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 — for the log, not for people
    """Django's answer to a form that didn't come from our page, or from one that is too old."""
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"code": "csrf"}, status=403)
    return render(request, "403_csrf.html", status=403)
