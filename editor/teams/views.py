"""The pages of teams. Small; what they do is in the actions."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from editor.accounts.gate import PageRequest, dialog_over, signed_in
from editor.accounts.models import User
from editor.accounts.rate_limit import may_go_on
from editor.documents.actions import Refused
from editor.teams import actions
from editor.teams.access import access_team
from editor.teams.forms import PersonForm, TeamForm
from editor.teams.limits import MAX_TEAMS_PER_HOUR
from editor.teams.lists import list_teams
from editor.teams.showing import team_context


def may_create(user: User) -> bool:
    return user.is_staff or settings.TEAM_CREATION == "everyone"


@require_http_methods(["GET", "POST"])
@signed_in
def teams(request: PageRequest) -> HttpResponse:
    """GET shows the teams, POST makes one."""
    if request.method == "GET":
        page = list_teams(request.user, request.GET.get("page"))
        return render(request, "editor/teams/list.html", {"page": page, "may_create": may_create(request.user)})
    if not may_create(request.user):
        raise PermissionDenied
    form = TeamForm(request.POST)
    if form.is_valid() and not may_go_on("create-team", request.user.pk, MAX_TEAMS_PER_HOUR, 3600):
        form.add_error(None, _("You have made many teams in a short time. Try again in an hour."))
    if form.is_valid():
        try:
            made = actions.create_team(request.user, form.cleaned_data["name"], form.cleaned_data["description"])
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            return HttpResponseClientRedirect(reverse("team", args=[made.pk]))
    return render(request, "editor/teams/_settings.html", {"form": form}, status=422)


@require_safe
@signed_in
@dialog_over("teams")
def new(request: PageRequest) -> HttpResponse:
    """The dialog for a new team."""
    if not may_create(request.user):
        raise PermissionDenied
    return render(request, "editor/teams/_settings.html", {"form": TeamForm()})


@require_safe
@signed_in
def team(request: PageRequest, team_id: UUID) -> HttpResponse:
    """A team's page. Who isn't in it sees its name."""
    access = access_team(request.user, team_id)
    return render(request, "editor/teams/team.html", team_context(access, PersonForm()))


@require_http_methods(["GET", "POST"])
@signed_in
@dialog_over("team")
def team_settings(request: PageRequest, team_id: UUID) -> HttpResponse:
    """The dialog for name and description."""
    access = access_team(request.user, team_id, managing=True)
    initial = {"name": access.team.name, "description": access.team.description}
    form = TeamForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            actions.change_team(access, request.user, form.cleaned_data["name"], form.cleaned_data["description"])
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            return HttpResponseClientRedirect(reverse("team", args=[team_id]))
    context = {"form": form, "team": access.team}
    return render(request, "editor/teams/_settings.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@signed_in
@dialog_over("team")
def delete(request: PageRequest, team_id: UUID) -> HttpResponse:
    """GET asks, saying what the team is shared with; POST deletes it."""
    access = access_team(request.user, team_id, managing=True)
    context = {"team": access.team, "documents": access.team.shares.count(), "spaces": access.team.spaces.count()}
    if request.method == "GET":
        return render(request, "editor/teams/_delete.html", context)
    try:
        actions.delete_team(access, request.user)
    except Refused as refused:
        return render(request, "editor/teams/_delete.html", {**context, "refused": str(refused)}, status=422)
    messages.success(request, _("“%(team)s” was deleted.") % {"team": access.team.name})
    return HttpResponseClientRedirect(reverse("teams"))
