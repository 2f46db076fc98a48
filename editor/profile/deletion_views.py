"""Asks what happens to the documents, and ends the account."""

from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from editor.accounts.gate import PageRequest, signed_in
from editor.accounts.models import User
from editor.accounts.rate_limit import may_go_on
from editor.accounts.signing_out import note_signing_out
from editor.audit.addresses import address_of
from editor.documents.actions import Refused
from editor.documents.models import Membership
from editor.profile import deletion

MAX_SHOWN = 200
MAX_PEOPLE = 50
ATTEMPTS_PER_HOUR = 20
_SAME, _TRASH = "same", "trash"


@require_http_methods(["GET", "POST"])
@signed_in
@reauthentication_required(app="allauth.account")  # type: ignore[untyped-decorator]  # allauth has no types
def delete_account(request: PageRequest) -> HttpResponse:
    refused = ""
    if request.method == "POST":
        refused = _try(request)
        if not refused:
            return redirect("account_login")
    alone = deletion.owned_alone(request.user)
    shown = {
        "alone": alone,
        "documents": [(one, request.POST.get(f"document-{one.pk}", _SAME)) for one in alone.documents[:MAX_SHOWN]],
        "more": max(0, len(alone.documents) - MAX_SHOWN),
        "people": _people_around(request.user),
        "fate": request.POST.get("fate", "hand-over"),
        "heir": request.POST.get("heir", ""),
        "refused": refused,
        "has_password": request.user.has_usable_password(),
    }
    return render(request, "editor/settings/delete.html", shown, status=422 if refused else 200)


def _try(request: PageRequest) -> str:
    """Why not; empty once the account is gone."""
    if not may_go_on("delete_account", request.user.pk, ATTEMPTS_PER_HOUR, 3600):
        return _("Too many attempts. Try again in an hour.")
    if request.POST.get("confirm", "").strip().lower() != request.user.email.lower():
        return _("That isn't your e-mail address, so nothing was deleted.")
    rest = request.POST.get("heir", "").strip().lower() if request.POST.get("fate") != _TRASH else deletion.TO_TRASH
    alone = deletion.owned_alone(request.user)
    if request.POST.get("fate") != _TRASH and not rest and (alone.spaces or alone.documents):
        return _("Write the e-mail address of who gets your documents, or choose the trash.")
    user = User.objects.get(pk=request.user.pk)
    try:
        deletion.delete_account(user, _heirs(request.POST), rest, address_of(request))
    except Refused as refused:
        return str(refused)
    logout(request)
    note_signing_out(request, user.pk)
    messages.success(request, _("Your account is deleted."))
    return ""


def _heirs(posted: QueryDict) -> dict[UUID, str]:
    """What was chosen for single documents; ids that aren't the person's are asked for by nobody."""
    heirs: dict[UUID, str] = {}
    for name, value in posted.items():
        if name.startswith("document-") and isinstance(value, str) and value != _SAME:
            try:
                heirs[UUID(name.removeprefix("document-"))] = deletion.TO_TRASH if value == _TRASH else value.lower()
            except ValueError:
                continue
    return heirs


def _people_around(user: User) -> list[User]:
    """Those who have a document together with the user, to choose from."""
    documents = Membership.objects.filter(user=user).values("document")
    around = User.objects.filter(memberships__document__in=documents, is_active=True).exclude(pk=user.pk)
    return list(around.distinct().order_by("name", "email")[:MAX_PEOPLE])
