"""What anybody may read, search engines too."""

from typing import cast
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from editor.accounts.rate_limit import limited
from editor.sharing.publishing import find_publication

_ASK_EACH_TIME = "public, no-cache"
"""Kept by who likes, and not shown again before we said that it is still public."""


@require_safe
@limited("link")
def published(request: HttpRequest, document_id: UUID) -> HttpResponse:
    found = find_publication(document_id)
    if found is None:
        raise Http404
    address = settings.PUBLIC_ORIGINS[0] + reverse("published", args=[document_id])
    page = render(request, "editor/sharing/published.html", {"publication": found, "address": address})
    page.headers["ETag"] = f'"{found.tag}"'
    page.headers["Cache-Control"] = _ASK_EACH_TIME
    return cast("HttpResponse", get_conditional_response(request, etag=page.headers["ETag"], response=page))


@require_safe
def robots(_request: HttpRequest) -> HttpResponse:
    """Search engines may read what is published, and what it looks like; nothing else."""
    own = [settings.STATIC_URL] if settings.STATIC_URL.startswith("/") else []
    allowed = [f"Allow: {path}" for path in ("/published/", *own)]
    return HttpResponse("\n".join(["User-agent: *", *allowed, "Disallow: /", ""]), content_type="text/plain")
