"""The pages for when something didn't work."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def forbidden(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001 — for the log, not for people
    """Django's answer to a form that didn't come from our page, or from one that is too old."""
    return render(request, "403_csrf.html", status=403)
