"""The dialogs that copy a document: a duplicate, a template; and how far a large copy is."""

from typing import Any
from uuid import UUID, uuid4

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from editor.accounts.gate import PageRequest, dialog_over, signed_in
from editor.documents.access import Access, access_document
from editor.documents.actions import Place, Refused
from editor.documents.models import Role
from editor.library.copies import Copying, Kind
from editor.library.duplicating import MAX_COPIED, Wish, below_of, copy, duplicate_place
from editor.library.organising_forms import CopyForm, TemplateForm
from editor.spaces.access import visible_spaces


@require_http_methods(["GET", "POST"])
@signed_in
@dialog_over("document")
def duplicate(request: PageRequest, document_id: UUID) -> HttpResponse:
    access = access_document(request.user, document_id)
    form = CopyForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _ask(request, access, "_duplicate", {}, status=422 if form.is_bound else 200)
    place = duplicate_place(request.user, access.document)
    wish = Wish(form.cleaned_data["wish"], Kind.DUPLICATE, place, form.cleaned_data["with_below"])
    return make_copy(request, access, wish, "_duplicate", {})


@require_http_methods(["GET", "POST"])
@signed_in
@dialog_over("document")
def template(request: PageRequest, document_id: UUID) -> HttpResponse:
    access = access_document(request.user, document_id)
    spaces = [space for space in visible_spaces(request.user) if space.role >= Role.EDITOR]
    context = {"spaces": spaces, "here": access.document.space_id}
    form = TemplateForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return _ask(request, access, "_make_template", context, status=422 if form.is_bound else 200)
    place = Place(space_id=form.cleaned_data["space"])
    wish = Wish(form.cleaned_data["wish"], Kind.TEMPLATE, place, form.cleaned_data["with_below"])
    return make_copy(request, access, wish, "_make_template", context)


@require_safe
@signed_in
def copying(request: PageRequest, copying_id: UUID) -> HttpResponse:
    """How far it is. It leads nowhere by itself: whoever closed the dialog does something else by now."""
    return _show(request, get_object_or_404(Copying, pk=copying_id, user=request.user))


def make_copy(request: PageRequest, access: Access, wish: Wish, asked_by: str, context: dict[str, Any]) -> HttpResponse:
    """Leads to the copy, or shows how far it is; asks again, in the dialog that asked, where it can't be made."""
    try:
        copying = copy(access, request.user, wish)
    except Refused as refused:
        problem = str(refused)
    except Http404:
        problem = _("You can’t write there any more. Choose another place.")  # noqa: RUF001 — as it is set
    else:
        return _lead_to(copying) if copying.finished_at and not copying.problem else _show(request, copying)
    return _ask(request, access, asked_by, {**context, "problem": problem}, status=422)


def _ask(request: PageRequest, access: Access, name: str, context: dict[str, Any], *, status: int) -> HttpResponse:
    below = len(below_of(request.user, access.document))
    offered = {"document": access.document, "below": below, "most": MAX_COPIED, "wish": uuid4(), **context}
    return render(request, f"editor/library/{name}.html", offered, status=status)


def _lead_to(copying: Copying) -> HttpResponse:
    made = _made(copying)
    to_list = copying.kind == Kind.TEMPLATE or made is None
    return HttpResponseClientRedirect(reverse("templates") if to_list else reverse("document", args=[made]))


def _show(request: PageRequest, copying: Copying) -> HttpResponse:
    context = {"copying": copying, "made": _made(copying), "done": copying.copied.count()}
    return render(request, "editor/library/_copying.html", context)


def _made(copying: Copying) -> UUID | None:
    """The copy of the document itself; None once somebody deleted it for good."""
    return copying.copied.filter(source=copying.source_id).values_list("copy", flat=True).first()
