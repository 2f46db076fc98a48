"""The home page, the side panel with the tree, favourites, and where a document is."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import trigger_client_event

from editor.accounts.gate import PageRequest, signed_in
from editor.documents.access import access_document
from editor.documents.actions import Refused
from editor.documents.views import LIST_CHANGED
from editor.library.branches import read_branch
from editor.library.favourites import add_favourite, is_favourite, remove_favourite
from editor.library.lists import SHOWN, list_documents
from editor.library.panel import id_in, tree_context, view_of
from editor.library.seen import seen_as
from editor.library.whereabouts import ways_to
from editor.spaces.access import access_space


@require_safe
@signed_in
def home(request: PageRequest) -> HttpResponse:
    """The list; as a partial, nothing (204) where it is still what the page shows already."""
    shown = request.GET.get("show", "all")
    shown = shown if shown in SHOWN else "all"
    listing = list_documents(request.user, shown, request.GET.get("page"))
    rows = render_to_string("editor/documents/_list.html", {"listing": listing, "shown": shown}, request)
    seen = seen_as(rows)
    if request.htmx and request.GET.get("seen") == seen:
        return HttpResponse(status=204)
    template = "editor/documents/_list_section.html" if request.htmx else "editor/documents/list.html"
    context = {"rows": rows, "seen": seen, "shown": shown, "number": listing.page.number, "tabs": SHOWN.items()}
    return render(request, template, context)


@require_safe
@signed_in
def panel(request: PageRequest) -> HttpResponse:
    """The tree; nothing (204) where it is still what the page shows already."""
    context = tree_context(request.user, view_of(request))
    if request.GET.get("seen") == context["seen"]:
        return HttpResponse(status=204)
    return render(request, "editor/library/_tree_region.html", context)


@require_safe
@signed_in
def children(request: PageRequest, document_id: UUID) -> HttpResponse:
    access = access_document(request.user, document_id)
    return _branch(request, access.document.pk)


@require_safe
@signed_in
def space_branch(request: PageRequest, space_id: UUID) -> HttpResponse:
    return _branch(request, access_space(request.user, space_id).space.pk)


def _branch(request: PageRequest, node_id: UUID) -> HttpResponse:
    view = view_of(request)
    context = {"branch": read_branch(request.user, node_id, view), "view": view, "section": "t"}
    return render(request, "editor/library/_branch.html", context)


@require_http_methods(["POST", "DELETE"])
@signed_in
def favourite(request: PageRequest, document_id: UUID) -> HttpResponse:
    """POST stars it, before another one if `before` names that; DELETE takes the star away."""
    access = access_document(request.user, document_id)
    context: dict[str, Any] = {"document": access.document, "has_item": "item" in request.GET, "is_answer": True}
    if request.method == "DELETE":
        remove_favourite(request.user, document_id)
    else:
        try:
            add_favourite(access, request.user, id_in(request.POST.get("before", "")))
        except Refused as refused:
            context["refused"] = str(refused)
    context["is_favourite"] = is_favourite(request.user, document_id)
    return trigger_client_event(render(request, "editor/library/_star.html", context), LIST_CHANGED)


@require_safe
@signed_in
def menu(request: PageRequest, document_id: UUID) -> HttpResponse:
    """What can be done with a document of the tree."""
    access = access_document(request.user, document_id)
    starred = is_favourite(request.user, document_id)
    context = {"document": access.document, "role": access.rights.role, "is_favourite": starred}
    return render(request, "editor/library/_menu.html", context)


@require_safe
@signed_in
def breadcrumb(request: PageRequest, document_id: UUID) -> HttpResponse:
    document = access_document(request.user, document_id).document
    context = {"document": document, "way": ways_to([document], request.user)[document_id]}
    return render(request, "editor/library/_crumbs.html", context)
