"""The page of templates, and the dialog to start from one."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from editor.accounts.gate import PageRequest, dialog_over, signed_in
from editor.accounts.rate_limit import limited
from editor.documents.access import DocumentNotFound, access_document
from editor.documents.forms import PlaceForm
from editor.library.copies import Kind
from editor.library.copy_views import make_copy
from editor.library.duplicating import Wish
from editor.library.organising_forms import StartForm
from editor.library.templates import MAX_OFFERED, find_tops, list_templates


@require_safe
@signed_in
def templates(request: PageRequest) -> HttpResponse:
    listing = list_templates(request.user, request.GET.get("page"))
    return render(request, "editor/library/templates.html", {"listing": listing, "wish": uuid4()})


@require_safe
@signed_in
@dialog_over("templates")
@limited("search")
def choose(request: PageRequest) -> HttpResponse:
    """The dialog; while somebody types in it, its list."""
    context = _offer(request, request.GET.get("q", ""))
    is_list = request.htmx.target == "template-choices"
    return render(
        request, "editor/library/_template_choices.html" if is_list else "editor/library/_start.html", context
    )


@require_POST
@signed_in
def use(request: PageRequest, document_id: UUID) -> HttpResponse:
    """Makes a document from the template, with what is below it, in the place that the form names."""
    access = access_document(request.user, document_id)
    form = StartForm(request.POST)
    if not access.document.is_template or not form.is_valid():
        raise DocumentNotFound
    wish = Wish(form.cleaned_data["wish"], Kind.START, form.place, with_below=True)
    return make_copy(request, access, wish, "_start", _offer(request, ""))


def _offer(request: PageRequest, words: str) -> dict[str, Any]:
    form = PlaceForm(request.POST if request.method == "POST" else request.GET)
    place = form.place if form.is_valid() else None
    found = list(find_tops(request.user, words)[: MAX_OFFERED + 1])
    return {
        "found": found[:MAX_OFFERED],
        "has_more": len(found) > MAX_OFFERED,
        "words": words,
        "place": place,
        "wish": uuid4(),
    }
