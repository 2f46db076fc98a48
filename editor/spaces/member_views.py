"""The dialog that says who belongs to a space, and why."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from editor.accounts.gate import PageRequest, signed_in
from editor.accounts.rate_limit import count_attempt, limited
from editor.documents.actions import Refused
from editor.documents.forms import RoleForm, words_in
from editor.documents.models import Role
from editor.spaces import members
from editor.spaces.access import SpaceAccess, SpaceNotFound, access_space, reasons
from editor.spaces.forms import MemberForm, OpenRoleForm
from editor.spaces.lists import list_members
from editor.teams.people import find_known, find_teams


@require_http_methods(["GET", "POST"])
@signed_in
def member_list(request: PageRequest, space_id: UUID) -> HttpResponse:
    """GET shows everybody, to everybody in the space; POST adds a person or a team, for owners."""
    if request.method == "GET":
        return _dialog(request, space_id)
    access = access_space(request.user, space_id, Role.OWNER)
    count_attempt(request, "invitation")
    form = MemberForm(request.POST)
    if form.is_valid():
        try:
            name = members.add_to_space(access, form.cleaned_data["text"], form.cleaned_data["role"], request.user)
        except Refused as refused:
            form.add_error("who", str(refused))
        else:
            return _dialog(request, space_id, said=_("%(name)s was added.") % {"name": name})
    return _dialog(request, space_id, form=form, status=422)


@require_http_methods(["POST", "DELETE"])
@signed_in
def member(request: PageRequest, space_id: UUID, member_id: int) -> HttpResponse:
    """POST gives a member another role, DELETE takes them out; everybody may take out themselves."""
    access = access_space(request.user, space_id)
    form = RoleForm(request.POST)
    if request.method == "POST" and not access.may_share:
        raise SpaceNotFound
    if request.method == "POST" and not form.is_valid():
        return _dialog(request, space_id, refused=(member_id, _("Choose a role.")), status=422)
    try:
        if request.method == "DELETE":
            members.remove_from_space(access, member_id, request.user)
        else:
            members.change_space_role(access, member_id, form.cleaned_data["role"], request.user)
    except Refused as refused:
        return _dialog(request, space_id, refused=(member_id, str(refused)), status=422)
    return _after(request, access)


@require_POST
@signed_in
def open_role(request: PageRequest, space_id: UUID) -> HttpResponse:
    """What everybody signed in may do."""
    access = access_space(request.user, space_id, Role.OWNER)
    form = OpenRoleForm(request.POST)
    if not form.is_valid():
        return _dialog(request, space_id, refused=("open", _("Choose a role.")), status=422)
    members.set_open_role(access, form.cleaned_data["role"], request.user)
    return _dialog(request, space_id)


@require_safe
@signed_in
@limited("search")
def people(request: PageRequest, space_id: UUID) -> HttpResponse:
    """Which people and teams could be added, by what was typed."""
    access = access_space(request.user, space_id, Role.OWNER)
    text = words_in(request.GET, "who", 80)
    inside = {member.user_id or member.team_id for member in access.space.members.all()}
    found, teams = (find_known(request.user, text), find_teams(text)) if text else ([], [])
    context = {
        "offered": [user for user in found if user.pk not in inside],
        "teams": [team for team in teams if team.pk not in inside],
        "prefix": members.TEAM_PREFIX,
    }
    return render(request, "editor/spaces/_people.html", context)


def _after(request: PageRequest, before: SpaceAccess) -> HttpResponse:
    """The dialog again; where one may do something else now, another page."""
    try:
        access = access_space(request.user, before.space.pk)
    except SpaceNotFound:
        return HttpResponseClientRedirect(reverse("spaces"))
    if access.role != before.role:
        return HttpResponseClientRedirect(reverse("space", args=[access.space.pk]))
    return _dialog(request, access.space.pk)


def _dialog(
    request: PageRequest,
    space_id: UUID,
    *,
    form: MemberForm | None = None,
    said: str = "",
    refused: tuple[int | str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    access = access_space(request.user, space_id)
    context = {
        "access": access,
        "space": access.space,
        "form": form or MemberForm(initial={"role": Role.EDITOR}),
        "members": list_members(access.space),
        "reasons": reasons(access.space, request.user),
        "roles": Role.choices,
        "open_roles": [(role.value, role.label) for role in Role if role < Role.OWNER],
        "said": said,
        "refused": refused,
    }
    return render(request, "editor/spaces/_members.html", context, status=status)
