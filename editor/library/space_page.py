"""The page of a space: what it is, and the documents at its top."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_safe

from editor.accounts.gate import PageRequest, signed_in
from editor.accounts.models import User
from editor.accounts.rate_limit import count_attempt
from editor.documents.access import visible_documents
from editor.documents.actions import Place, create_document
from editor.documents.lists import Listing
from editor.documents.models import Role
from editor.library.lists import listing_of
from editor.library.seen import seen_as
from editor.spaces.access import SpaceAccess, access_space
from editor.spaces.models import Space


@require_safe
@signed_in
def space(request: PageRequest, space_id: UUID) -> HttpResponse:
    return render(request, "editor/spaces/space.html", _context(request, access_space(request.user, space_id)))


@require_http_methods(["GET", "POST"])
@signed_in
def space_documents(request: PageRequest, space_id: UUID) -> HttpResponse:
    """GET is the list as a partial, nothing (204) where it is still what the page shows; POST starts a document."""
    if request.method == "POST":
        access_space(request.user, space_id, Role.EDITOR)
        count_attempt(request, "document")
        made = create_document(request.user, Place(space_id=space_id))
        return redirect("document", document_id=made.pk)
    context = _context(request, access_space(request.user, space_id))
    if request.GET.get("seen") == context["seen"]:
        return HttpResponse(status=204)
    return render(request, "editor/spaces/_documents_section.html", context)


def list_top(space: Space, user: User, number: str | None) -> Listing:
    """The documents at the top of the space that the user may open, in the space's order."""
    top = visible_documents(user).filter(space=space, parent__isnull=True)
    return listing_of(user, top.order_by("position", "pk"), number, with_ways=False)


def _context(request: PageRequest, access: SpaceAccess) -> dict[str, Any]:
    listing = list_top(access.space, request.user, request.GET.get("page"))
    context = {"listing": listing, "access": access, "space": access.space, "number": listing.page.number}
    rows = render_to_string("editor/spaces/_documents.html", context, request)
    return {**context, "rows": rows, "seen": seen_as(rows)}
