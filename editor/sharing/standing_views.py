"""What changes for the document as a whole: leaving it, handing it over, cutting it off from above, locking it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from editor.accounts.gate import PageRequest, ReaderRequest, dialog_over, known_reader, signed_in
from editor.documents.access import DocumentNotFound, access_document
from editor.documents.actions import Refused, set_inherits, set_locked
from editor.documents.models import Role
from editor.sharing import people
from editor.sharing.dialog import show_dialog
from editor.sharing.holders import find_above, list_holders, reasons_of
from editor.sharing.standing import standing_of


@require_http_methods(["GET", "POST"])
@signed_in
@dialog_over("document")
def leaving(request: PageRequest, document_id: UUID) -> HttpResponse:
    """GET says what leaving means, POST leaves."""
    access = access_document(request.user, document_id)
    if request.method == "GET":
        reasons = reasons_of(access, request.user, find_above(access.document, request.user))
        stays = [reason for reason in reasons if reason.text not in {_("given to you"), _("by the link")}]
        return render(request, "editor/sharing/leaving.html", {"document": access.document, "stays": stays})
    try:
        left = people.leave(access, request.user)
    except Refused as refused:
        return show_dialog(request, access, refused=(f"person-{request.user.pk}", str(refused)))
    if left is None:
        return HttpResponseClientRedirect("/")
    said = _("You left. You still have access by a team, a space or a document above.")
    return show_dialog(request, access_document(request.user, document_id), said=said)


@require_http_methods(["GET", "POST"])
@signed_in
@dialog_over("document")
def ownership(request: PageRequest, document_id: UUID) -> HttpResponse:
    """GET asks to whom, POST hands it over."""
    access = access_document(request.user, document_id, Role.OWNER)
    if request.method == "GET":
        everybody = list_holders(access, request.user, find_above(access.document, request.user))
        others = [one for one in everybody if one.person and one.person.is_active and one.person != request.user]
        return render(request, "editor/sharing/ownership.html", {"document": access.document, "others": others})
    try:
        person = people.hand_over(access, _uuid(request.POST.get("person", "")), request.user)
    except Refused as refused:
        return show_dialog(request, access, refused=("ownership", str(refused)))
    said = _("%(name)s owns this document now.") % {"name": person.display_name}
    return show_dialog(request, access_document(request.user, document_id), said=said)


@require_http_methods(["GET", "POST"])
@signed_in
@dialog_over("document")
def inheriting(request: PageRequest, document_id: UUID) -> HttpResponse:
    """GET says what it means, POST with `inherits` cuts the document off from above, or lets it inherit again."""
    access = access_document(request.user, document_id, Role.OWNER)
    document = access.document
    if request.method == "GET":
        above = find_above(document, request.user)
        inherited = [one for one in list_holders(access, request.user, above) if one.own_role is None]
        return render(request, "editor/sharing/inheriting.html", {"document": document, "inherited": inherited})
    inherits = request.POST.get("inherits") == "1"
    set_inherits(access, request.user, inherits=inherits)
    said = _("It inherits again.") if inherits else _("It stands by itself now.")
    return show_dialog(request, access_document(request.user, document_id), said=said)


@require_http_methods(["POST", "DELETE"])
@signed_in
def lock(request: PageRequest, document_id: UUID) -> HttpResponse:
    """POST locks, DELETE unlocks; the answer is the dialog, or the band over the text where it was asked for there."""
    set_locked(access_document(request.user, document_id, Role.OWNER), request.user, locked=request.method == "POST")
    access = access_document(request.user, document_id)
    if request.htmx.target == "standing":
        return render(request, "editor/sharing/_standing.html", standing_of(access, request.user))
    return show_dialog(request, access)


@require_safe
@known_reader
def standing(request: ReaderRequest, document_id: UUID) -> HttpResponse:
    """The band over the text: that it is locked, that somebody asks for access, that one is a guest. An open page asks
    for it at every change: one that lost its right hears of that by the socket, and gets nothing here."""
    try:
        access = access_document(request.reader, document_id)
    except DocumentNotFound:
        return HttpResponse(status=204)
    return render(request, "editor/sharing/_standing.html", standing_of(access, request.reader))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
