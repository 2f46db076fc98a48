"""Deleting for good what is in the trash: one document, or all of it."""

from datetime import UTC, datetime
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from editor.accounts.gate import PageRequest, dialog_over, signed_in
from editor.documents import removal
from editor.documents.access import access_document
from editor.documents.models import Document, Role
from editor.media.models import FileUse


@require_http_methods(["GET", "POST"])
@signed_in
@dialog_over("document")
def deletion(request: PageRequest, document_id: UUID) -> HttpResponse:
    """GET asks, POST deletes the document for good."""
    access = access_document(request.user, document_id, Role.OWNER, trashed=True)
    if request.method == "GET":
        going = removal.together([document_id])
        context = {"document": access.document, "documents": going.count(), "files": _files_of(going)}
        return render(request, "editor/library/_delete.html", context)
    removal.remove(access, request.user)
    messages.success(request, _("“%(title)s” is deleted for good.") % {"title": access.document})
    return HttpResponseClientRedirect(reverse("trash"))


@require_http_methods(["GET", "POST"])
@signed_in
@dialog_over("trash")
def empty(request: PageRequest) -> HttpResponse:
    """GET asks, POST deletes what was in the trash when they were asked."""
    if request.method == "GET":
        roots = list(removal.trash_of(request.user).values_list("pk", flat=True))
        going = removal.together(roots)
        context = {"documents": going.count(), "files": _files_of(going), "now": timezone.now()}
        return render(request, "editor/library/_empty_trash.html", context)
    until = _moment(request.POST.get("until", ""))
    if until is not None:
        removed = removal.empty_trash(request.user, until)
        said = ngettext("%(count)d document is deleted for good.", "%(count)d documents are deleted for good.", removed)
        messages.success(request, said % {"count": removed})
    return HttpResponseClientRedirect(reverse("trash"))


def _moment(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
        return found.astimezone(UTC) if found is not None and timezone.is_aware(found) else None
    except (ValueError, OverflowError):
        return None


def _files_of(documents: QuerySet[Document]) -> int:
    """Files that go with them, because nobody else has them."""
    ids = documents.values("pk")
    mine = FileUse.objects.filter(document__in=ids).values("file")
    elsewhere = FileUse.objects.filter(file__in=mine).exclude(document__in=ids).values("file")
    return mine.exclude(file__in=elsewhere).distinct().count()
