"""Who is in a team: added, made a manager, removed."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from editor.accounts.gate import PageRequest, signed_in
from editor.accounts.rate_limit import limited
from editor.documents.actions import Refused
from editor.documents.forms import words_in
from editor.teams import actions
from editor.teams.access import TeamAccess, access_team
from editor.teams.forms import ManagerForm, PersonForm
from editor.teams.people import find_known
from editor.teams.showing import team_context


@require_POST
@signed_in
@limited("invitation")
def members(request: PageRequest, team_id: UUID) -> HttpResponse:
    """Adds somebody."""
    access = access_team(request.user, team_id, managing=True)
    form = PersonForm(request.POST)
    if form.is_valid():
        try:
            added = actions.add_to_team(access, form.cleaned_data["text"], request.user)
        except Refused as refused:
            form.add_error("who", str(refused))
        else:
            said = _("%(person)s was added.") % {"person": added.display_name}
            return _members(request, access, PersonForm(), said=said)
    return _members(request, access, form, status=422)


@require_http_methods(["POST", "DELETE"])
@signed_in
def member(request: PageRequest, team_id: UUID, user_id: UUID) -> HttpResponse:
    """POST makes somebody a manager or not, DELETE takes them out; everybody may take out themselves."""
    leaving = request.method == "DELETE" and user_id == request.user.pk
    access = access_team(request.user, team_id, managing=not leaving, inside=True)
    form = ManagerForm(request.POST)
    try:
        if request.method == "DELETE":
            actions.remove_from_team(access, user_id, request.user)
        elif form.is_valid():
            actions.set_manager(access, user_id, request.user, is_manager=form.cleaned_data["is_manager"])
    except Refused as refused:
        return _members(request, access, PersonForm(), refused=(user_id, str(refused)), status=422)
    if leaving or user_id == request.user.pk:
        return HttpResponseClientRedirect(reverse("teams") if leaving else reverse("team", args=[team_id]))
    return _members(request, access, PersonForm())


@require_safe
@signed_in
@limited("search")
def people(request: PageRequest, team_id: UUID) -> HttpResponse:
    """Who could be added, by what was typed."""
    access = access_team(request.user, team_id, managing=True)
    text = words_in(request.GET, "who", 80)
    found = list(find_known(request.user, text)) if text else []
    inside = set(access.team.members.filter(user__in=[user.pk for user in found]).values_list("user_id", flat=True))
    offered = [user for user in found if user.pk not in inside]
    return render(request, "editor/teams/_people.html", {"offered": offered})


def _members(
    request: PageRequest,
    access: TeamAccess,
    form: PersonForm,
    *,
    said: str = "",
    refused: tuple[UUID, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {**team_context(access, form), "said": said, "refused": refused}
    return render(request, "editor/teams/_members.html", context, status=status)
