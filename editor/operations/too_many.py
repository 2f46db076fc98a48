"""The answer to somebody who goes on too fast: what it was, why, and when to try again."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.deprecation import MiddlewareMixin
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from editor.accounts.rate_limit import TooManyAttempts
from editor.operations.metrics import REFUSALS

_WHAT = {
    "document": gettext_lazy("You have made very many documents in a short time."),
    "search": gettext_lazy("You have searched very often in a short time."),
    "invitation": gettext_lazy("You have invited very many people in a short time."),
    "link": gettext_lazy("Very many links have been opened from here in a short time."),
    "access-request": gettext_lazy("You have asked for access very often in a short time."),
    "link-password": gettext_lazy("Too many passwords have been tried from here."),
    "visitor": gettext_lazy("Very many guests have come from here in a short time."),
    "guess": gettext_lazy("Too many wrong passwords have been tried for this link."),
    "upload": gettext_lazy("These are very many files at once."),
}
_SECONDS_SAID_AS_SECONDS = 90


class TooManyAttemptsMiddleware(MiddlewareMixin):
    sync_capable = async_capable = True

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return too_many(request, exception) if isinstance(exception, TooManyAttempts) else None


def too_many(request: HttpRequest, attempts: TooManyAttempts) -> HttpResponse:
    """For a partial the text alone, which the page shows as a toast; for a program JSON."""
    REFUSALS.labels(attempts.kind).inc()
    what = str(_WHAT.get(attempts.kind, _("That was very often in a short time.")))
    again = _again(attempts.retry_after)
    response: HttpResponse
    if request.headers.get("HX-Request"):
        response = HttpResponse(f"{what} {again}", content_type="text/plain; charset=utf-8", status=429)
    elif "text/html" in request.headers.get("Accept", ""):
        context: dict[str, Any] = {"what": what, "again": again}
        response = render(request, "429.html", context, status=429)
    else:
        response = JsonResponse({"problem": "too-many", "message": f"{what} {again}"}, status=429)
    response.headers["Retry-After"] = str(attempts.retry_after)
    return response


def _again(seconds: int) -> str:
    if seconds <= _SECONDS_SAID_AS_SECONDS:
        return ngettext("Try again in %(n)d second.", "Try again in %(n)d seconds.", seconds) % {"n": seconds}
    minutes = -(-seconds // 60)
    return ngettext("Try again in %(n)d minute.", "Try again in %(n)d minutes.", minutes) % {"n": minutes}
