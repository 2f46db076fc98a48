"""Asking for access, and the owners' answer."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from editor.accounts.gate import PageRequest, signed_in
from editor.accounts.rate_limit import limited
from editor.documents.access import access_document
from editor.documents.models import Role
from editor.sharing import requests
from editor.sharing.dialog import show_dialog
from editor.sharing.forms import RequestForm, RoleForm


@require_POST
@signed_in
@limited("access-request")
def ask(request: PageRequest, document_id: UUID) -> HttpResponse:
    """The same answer whatever there is."""
    form = RequestForm(request.POST)
    if not form.is_valid():
        return render(request, "editor/sharing/_ask.html", {"form": form}, status=422)
    requests.ask(document_id, request.user, form.cleaned_data["message"])
    return render(request, "editor/sharing/_ask.html", {"was_asked": True})


@require_http_methods(["POST", "DELETE"])
@signed_in
def answer(request: PageRequest, document_id: UUID, request_id: UUID) -> HttpResponse:
    """POST allows with a role, DELETE declines."""
    access = access_document(request.user, document_id, Role.OWNER)
    if request.method == "DELETE":
        requests.decline(access, request_id, request.user)
        return show_dialog(request, access, said=_("Declined. They aren't told."))
    form = RoleForm(request.POST)
    role = form.cleaned_data["role"] if form.is_valid() else Role.VIEWER
    person = requests.allow(access, request_id, role, request.user)
    said = _("%(name)s has access now.") % {"name": person.display_name} if person else _("That was answered already.")
    return show_dialog(request, access, said=said)
