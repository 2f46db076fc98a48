"""The pages of documents: a document, its title, the trash. Small; what they do is in the actions."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect, trigger_client_event

from editor.accounts.gate import PageRequest, ReaderRequest, dialog_over, known_reader, signed_in
from editor.accounts.models import User
from editor.accounts.rate_limit import limited
from editor.documents import actions, titles, trashing
from editor.documents.access import DocumentNotFound, access_document
from editor.documents.forms import PlaceForm, TitleForm
from editor.documents.lists import list_trash
from editor.documents.models import Role
from editor.documents.page import page_data
from editor.documents.ports import shelf
from editor.documents.projections import project_title

LIST_CHANGED = "documents-changed"
CLOSE_DIALOG = "close-dialog"


@require_POST
@signed_in
@limited("document")
def create(request: PageRequest) -> HttpResponse:
    """An empty document: under `parent`, at the top of `space`, or by itself."""
    form = PlaceForm(request.POST)
    if not form.is_valid():
        raise DocumentNotFound
    try:
        made = actions.create_document(request.user, form.place)
    except actions.Refused as refused:
        messages.error(request, str(refused))
        return redirect("home")
    return redirect("document", document_id=made.pk)


@require_safe
@known_reader
def document(request: ReaderRequest, document_id: UUID) -> HttpResponse:
    try:
        access = access_document(request.reader, document_id)
    except DocumentNotFound:
        if not isinstance(request.reader, User):
            raise
        access = access_document(request.reader, document_id, trashed=True)
        return render(request, "editor/documents/trashed.html", {"access": access, "document": access.document})
    if isinstance(request.reader, User):
        shelf().record_opening(request.reader, document_id)
    context = {"access": access, "document": access.document, "page": page_data(access, request.reader)}
    return render(request, "editor/documents/document.html", context)


@require_http_methods(["POST", "DELETE"])
@signed_in
def trash(request: PageRequest, document_id: UUID) -> HttpResponse:
    """POST moves it there, DELETE takes it out again."""
    if request.method == "DELETE":
        trashing.restore(access_document(request.user, document_id, Role.OWNER, trashed=True), request.user)
        return trigger_client_event(HttpResponse(), LIST_CHANGED)
    access = access_document(request.user, document_id, Role.EDITOR)
    trashing.trash(access, request.user)
    if request.htmx.target == "toasts":
        toast = render(request, "editor/documents/_trashed_toast.html", {"document": access.document})
        return trigger_client_event(toast, LIST_CHANGED)
    messages.success(request, _("Moved to the trash."), extra_tags=reverse("document_trash", args=[document_id]))
    return HttpResponseClientRedirect("/") if request.htmx else redirect("home")


@require_POST
@signed_in
def restore(request: PageRequest, document_id: UUID) -> HttpResponse:
    trashing.restore(access_document(request.user, document_id, Role.OWNER, trashed=True), request.user)
    return redirect("document", document_id=document_id)


@require_safe
@signed_in
def trash_list(request: PageRequest) -> HttpResponse:
    listing = list_trash(request.user, request.GET.get("page"))
    return render(request, "editor/documents/trash.html", {"listing": listing})


@require_http_methods(["GET", "POST"])
@signed_in
@dialog_over("document")
def title(request: PageRequest, document_id: UUID) -> HttpResponse:
    """The dialog for renaming from the list."""
    access = access_document(request.user, document_id, Role.EDITOR, writing=True)
    form = TitleForm(request.POST if request.method == "POST" else None, initial={"title": access.document.title})
    if not form.is_valid():
        context = {"form": form, "document": access.document}
        return render(request, "editor/documents/_rename.html", context, status=422 if form.is_bound else 200)
    titles.rename(access, form.cleaned_data["title"], request.user.pk)
    project_title(document_id, form.cleaned_data["title"])
    return trigger_client_event(trigger_client_event(HttpResponse(status=204), LIST_CHANGED), CLOSE_DIALOG)
