"""Moving a document: dragged in the tree, moved up or down by keys, or by the dialog."""

import json
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import reswap, retarget, trigger_client_event

from editor.accounts.gate import PageRequest, dialog_over, signed_in
from editor.accounts.rate_limit import may_go_on
from editor.documents import actions
from editor.documents.access import Access, DocumentNotFound, access_document
from editor.documents.actions import Place, Refused
from editor.documents.forms import words_in
from editor.documents.models import Document, Role
from editor.documents.views import CLOSE_DIALOG, LIST_CHANGED
from editor.library.consequences import consequence, describe
from editor.library.forms import MoveForm
from editor.library.limits import MAX_MOVES_PER_MINUTE
from editor.library.places import after, find_destinations, may_write_at, name_of, place_of
from editor.library.whereabouts import ways_to


@require_http_methods(["GET", "POST"])
@signed_in
@dialog_over("document")
def place(request: PageRequest, document_id: UUID) -> HttpResponse:
    """GET offers where it can go, POST puts it there: once its mover is sure, if that changes who may open it."""
    access = access_document(request.user, document_id, Role.EDITOR)
    if request.method == "GET":
        return _offer(request, access)
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _refuse(request, access, _("That place does not exist."))
    try:
        return _move(request, access, form)
    except Refused as refused:
        return _refuse(request, access, str(refused))
    except Http404:
        return _refuse(request, access, _("You may not write there, or it is not there any more."))


def _offer(request: PageRequest, access: Access, problem: str = "", status: int = 200) -> HttpResponse:
    words = words_in(request.GET, "q", 100)
    found = find_destinations(access, request.user, words)
    ways = ways_to(found.documents, request.user)
    context = {
        "document": access.document,
        "found": found,
        "documents": [(document, ways[document.pk]) for document in found.documents],
        "words": words,
        "problem": problem,
    }
    part = "_places.html" if "q" in request.GET else "_move.html"
    return render(request, f"editor/library/{part}", context, status=status)


def _refuse(request: PageRequest, access: Access, why: str) -> HttpResponse:
    """Beside what was asked: in the dialog, or else as a toast."""
    if request.htmx.target == "dialog":
        return retarget(_offer(request, access, why, 422), "#dialog")
    return render(request, "editor/parts/toast.html", {"text": why})


def _move(request: PageRequest, access: Access, form: MoveForm) -> HttpResponse:
    document, place = access.document, form.place
    if not may_go_on("moves", request.user.pk, MAX_MOVES_PER_MINUTE, 60):
        raise Refused(_("That was very much at once. Go on in a minute."))
    if not may_write_at(request.user, place):
        raise DocumentNotFound
    was = place_of(document)
    if place != was and not form.cleaned_data["sure"] and (answer := _ask(request, access, place)):
        return answer
    back = {"parent": was.parent_id or "", "space": was.space_id or "", "before": after(document) or ""}
    back |= {"sure": "on", "undo": "on"}
    actions.move(access, request.user, place, _before(form, document))
    if form.cleaned_data["undo"]:
        return trigger_client_event(HttpResponse(), LIST_CHANGED)
    if place == was:
        return trigger_client_event(HttpResponse(status=204), LIST_CHANGED)
    moved = Document.objects.select_related("parent", "space").get(pk=document.pk)
    context = {
        "document": moved,
        "place": name_of(moved, request.user),
        "back": json.dumps(back, default=str) if may_write_at(request.user, was) else "",
    }
    toast = render(request, "editor/library/_moved_toast.html", context)
    toast = reswap(retarget(toast, "#toasts"), "beforeend")
    return trigger_client_event(trigger_client_event(toast, LIST_CHANGED), CLOSE_DIALOG)


def _before(form: MoveForm, document: Document) -> UUID | None:
    if form.cleaned_data["after"] is None:
        before: UUID | None = form.cleaned_data["before"]
        return before
    other = Document.objects.filter(pk=form.cleaned_data["after"]).first()
    return None if other is None else after(other, skip=document.pk)


def _ask(request: PageRequest, access: Access, place: Place) -> HttpResponse | None:
    """A question before it is moved, if that changes something for other people."""
    changes = consequence(access.document, request.user, place)
    if not changes:
        return None
    if access.rights.role < Role.OWNER:
        raise Refused(_("Only an owner can move it there, because that changes who may open it."))
    asked = [(name, request.POST.get(name, "")) for name in ("parent", "space", "before", "after")]
    there = Document(parent_id=place.parent_id, space_id=place.space_id)
    context = {"document": access.document, "asked": asked}
    context["lines"] = describe(changes, name_of(there, request.user), request.user)
    answer = render(request, "editor/library/_move_sure.html", context)
    return reswap(retarget(answer, "#dialog"), "innerHTML")
