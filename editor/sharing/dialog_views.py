"""The sharing dialog: who has access, added, changed, removed. Each answer is the whole dialog as it is then."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from editor.accounts.gate import PageRequest, dialog_over, signed_in
from editor.accounts.rate_limit import TooManyAttempts, count_attempt, limited
from editor.documents import members
from editor.documents.access import access_document
from editor.documents.actions import Refused
from editor.documents.forms import words_in
from editor.documents.models import Role
from editor.sharing import people, teams
from editor.sharing.dialog import show_dialog
from editor.sharing.forms import RoleForm, ShareForm
from editor.sharing.limits import MAX_WAY
from editor.teams.people import find_known, find_teams


@require_http_methods(["GET", "POST"])
@signed_in
@dialog_over("document")
def member_list(request: PageRequest, document_id: UUID) -> HttpResponse:
    """GET shows everybody, to everybody in the document; POST adds somebody, for owners."""
    if request.method == "GET":
        return show_dialog(request, access_document(request.user, document_id))
    access = access_document(request.user, document_id, Role.OWNER)
    form = ShareForm(request.POST)
    try:
        if form.is_valid():
            count_attempt(request, "invitation")
            said = people.share(access, form.whom, form.cleaned_data["role"], request.user)
            return show_dialog(request, access, said=said)
    except Refused as refused:
        form.add_error("who", str(refused))
    except TooManyAttempts:
        form.add_error("who", _("You have added many people in a short time. Try again in an hour."))
    return show_dialog(request, access, form=form)


@require_safe
@signed_in
@limited("search")
def offered(request: PageRequest, document_id: UUID) -> HttpResponse:
    """Whom one may mean by what is typed: people one shares something with, and teams. Others are typed whole."""
    access = access_document(request.user, document_id, Role.OWNER)
    typed = words_in(request.GET, "who", MAX_WAY)
    context: dict[str, Any] = {"document": access.document, "typed": typed}
    if typed:
        has_access = access.document.memberships.values("user_id")
        known, teams_known = find_known(request.user, typed), find_teams(typed)
        inside = {request.user.pk, *has_access.values_list("user_id", flat=True)}
        context["people"] = [user for user in known if user.pk not in inside]
        shared = set(access.document.team_shares.values_list("team_id", flat=True))
        context["teams"] = [team for team in teams_known if team.pk not in shared]
        context["holders"] = [user.display_name for user in known if user.pk in inside]
        context["holders"] += [team.name for team in teams_known if team.pk in shared]
    return render(request, "editor/sharing/_offered.html", context)


@require_http_methods(["POST", "DELETE"])
@signed_in
def member(request: PageRequest, document_id: UUID, user_id: UUID) -> HttpResponse:
    """POST gives somebody another role, DELETE takes them out."""
    access = access_document(request.user, document_id, Role.OWNER)
    form = RoleForm(request.POST)
    try:
        if request.method == "DELETE":
            members.remove_member(access, user_id, request.user)
        elif form.is_valid():
            members.change_role(access, user_id, form.cleaned_data["role"], request.user)
        else:
            return show_dialog(request, access, refused=(f"person-{user_id}", _("Choose a role.")))
    except Refused as refused:
        return show_dialog(request, access, refused=(f"person-{user_id}", str(refused)))
    return show_dialog(request, access_document(request.user, document_id))


@require_http_methods(["POST", "DELETE"])
@signed_in
def team(request: PageRequest, document_id: UUID, team_id: UUID) -> HttpResponse:
    """The same for a team."""
    access = access_document(request.user, document_id, Role.OWNER)
    form = RoleForm(request.POST)
    try:
        if request.method == "DELETE":
            teams.unshare_with_team(access, team_id, request.user)
        elif form.is_valid():
            teams.change_team_role(access, team_id, form.cleaned_data["role"], request.user)
        else:
            return show_dialog(request, access, refused=(f"team-{team_id}", _("Choose a role.")))
    except Refused as refused:
        return show_dialog(request, access, refused=(f"team-{team_id}", str(refused)))
    return show_dialog(request, access_document(request.user, document_id))
