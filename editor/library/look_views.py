"""What stands around a document's text: its cover and icon above it, below it the documents that link to it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from editor.accounts.gate import PageRequest, ReaderRequest, dialog_over, known_reader, signed_in
from editor.documents.access import Access, DocumentNotFound, access_document
from editor.documents.actions import Refused
from editor.documents.backlinks import MAX_SHOWN, linking_to
from editor.documents.models import Role
from editor.library import looks
from editor.library.organising_forms import CoverForm


@require_safe
@known_reader
def look(request: ReaderRequest, document_id: UUID) -> HttpResponse:
    """An open page asks for it at every change: one that lost its right hears of that by the socket, and gets nothing
    here."""
    try:
        access = access_document(request.reader, document_id)
    except DocumentNotFound:
        return HttpResponse(status=204)
    return _look(request, access)


@require_http_methods(["GET", "POST"])
@signed_in
@dialog_over("document")
def icon(request: PageRequest, document_id: UUID) -> HttpResponse:
    """GET shows what to choose from, POST takes the choice."""
    access = access_document(request.user, document_id, Role.EDITOR, writing=True)
    context = {"document": access.document, "icons": looks.ICONS.items()}
    if request.method == "POST":
        try:
            looks.set_icon(access, request.POST.get("icon", ""))
        except Refused as refused:
            return render(request, "editor/library/_icon_picker.html", {**context, "problem": str(refused)}, status=422)
        return HttpResponse(status=204, headers={"HX-Trigger": "close-dialog, look-changed, documents-changed"})
    return render(request, "editor/library/_icon_picker.html", context)


@require_POST
@signed_in
def cover(request: PageRequest, document_id: UUID) -> HttpResponse:
    access = access_document(request.user, document_id, Role.EDITOR, writing=True)
    form = CoverForm(request.POST)
    problem = ""
    try:
        if not form.is_valid():
            return HttpResponse(status=422)
        if form.cleaned_data["position"] is not None:
            looks.set_cover_position(access, form.cleaned_data["position"])
        else:
            looks.set_cover(access, form.cleaned_data["file"])
    except Refused as refused:
        problem = str(refused)
    return _look(request, access_document(request.user, document_id), problem=problem)


@require_safe
@known_reader
def mentioned_in(request: ReaderRequest, document_id: UUID) -> HttpResponse:
    """Asked for by an open page, as its look is."""
    try:
        access = access_document(request.reader, document_id)
    except DocumentNotFound:
        return HttpResponse(status=204)
    found = list(linking_to(request.reader, document_id)[: MAX_SHOWN + 1])
    context = {"document": access.document, "found": found[:MAX_SHOWN], "has_more": len(found) > MAX_SHOWN}
    return render(request, "editor/library/_mentioned_in.html", context)


def _look(request: PageRequest | ReaderRequest, access: Access, *, problem: str = "") -> HttpResponse:
    may_write = access.rights.role >= Role.EDITOR and access.rights.may_write
    context = {"document": access.document, "may_write": may_write, "problem": problem, "positions": looks.POSITIONS}
    return render(request, "editor/library/_look.html", context, status=422 if problem else 200)
