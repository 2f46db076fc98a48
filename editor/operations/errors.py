"""The pages for when something didn't work."""

from django.db import DataError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin
from django.views.defaults import bad_request


class NonsenseMiddleware(MiddlewareMixin):
    """The administration hands what an address says on to Postgres, which knows what can't be a value: that is no
    error of ours.
    """

    sync_capable = async_capable = True

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        match = request.resolver_match
        is_asked = request.method == "GET" and match is not None and match.app_name == "admin"
        return bad_request(request, exception) if is_asked and isinstance(exception, DataError) else None


def forbidden(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 — for the log, not for people
    """Django's answer to a form that didn't come from our page, or from one that is too old."""
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"code": "csrf"}, status=403)
    return render(request, "403_csrf.html", status=403)
