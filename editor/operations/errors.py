"""The pages for when something didn't work."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render


def forbidden(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 — for the log, not for people
    """Django's answer to a form that didn't come from our page, or from one that is too old."""
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"code": "csrf"}, status=403)
    return render(request, "403_csrf.html", status=403)
