"""The pages of spaces. Small; what they do is in the actions."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from editor.accounts.gate import PageRequest, dialog_over, signed_in
from editor.accounts.models import User
from editor.accounts.rate_limit import may_go_on
from editor.documents.models import Role
from editor.spaces import actions
from editor.spaces.access import access_space
from editor.spaces.forms import SpaceForm
from editor.spaces.limits import MAX_SPACES_PER_HOUR
from editor.spaces.lists import list_spaces
from editor.spaces.looks import COLORS, ICONS


def may_create(user: User) -> bool:
    return user.is_staff or settings.SPACE_CREATION == "everyone"


@require_http_methods(["GET", "POST"])
@signed_in
def spaces(request: PageRequest) -> HttpResponse:
    """GET shows the spaces, POST makes one."""
    if request.method == "GET":
        page = list_spaces(request.user, request.GET.get("page"))
        return render(request, "editor/spaces/list.html", {"page": page, "may_create": may_create(request.user)})
    if not may_create(request.user):
        raise PermissionDenied
    form = SpaceForm(request.POST)
    if form.is_valid() and not may_go_on("create-space", request.user.pk, MAX_SPACES_PER_HOUR, 3600):
        form.add_error(None, _("You have made many spaces in a short time. Try again in an hour."))
    if not form.is_valid():
        return _settings_dialog(request, form, status=422)
    made = actions.create_space(request.user, **form.cleaned_data)
    return HttpResponseClientRedirect(reverse("space", args=[made.pk]))


@require_safe
@signed_in
@dialog_over("spaces")
def new(request: PageRequest) -> HttpResponse:
    """The dialog for a new space."""
    if not may_create(request.user):
        raise PermissionDenied
    return _settings_dialog(request, SpaceForm(initial={"icon": "folder", "color": "gray"}))


@require_http_methods(["GET", "POST"])
@signed_in
@dialog_over("space")
def space_settings(request: PageRequest, space_id: UUID) -> HttpResponse:
    """The dialog for name, description, icon and color."""
    access = access_space(request.user, space_id, Role.OWNER)
    shown = access.space
    initial = {"name": shown.name, "description": shown.description, "icon": shown.icon, "color": shown.color}
    form = SpaceForm(request.POST if request.method == "POST" else None, initial=initial)
    if not form.is_valid():
        return _settings_dialog(request, form, space=shown, status=422 if form.is_bound else 200)
    actions.change_space(access, request.user, **form.cleaned_data)
    return HttpResponseClientRedirect(reverse("space", args=[space_id]))


def _settings_dialog(request: PageRequest, form: SpaceForm, *, status: int = 200, **context: object) -> HttpResponse:
    context |= {"form": form, "icons": ICONS, "colors": COLORS}
    return render(request, "editor/spaces/_settings.html", context, status=status)


@require_http_methods(["GET", "POST"])
@signed_in
@dialog_over("space")
def delete(request: PageRequest, space_id: UUID) -> HttpResponse:
    """GET asks, saying how many documents go to the trash; POST deletes the space."""
    access = access_space(request.user, space_id, Role.OWNER)
    going = actions.documents_going(access.space, request.user)
    if request.method == "GET":
        return render(request, "editor/spaces/_delete.html", {"space": access.space, "documents": going})
    actions.delete_space(access, request.user)
    said = ngettext(
        "“%(space)s” was deleted. %(count)d document is in the trash.",
        "“%(space)s” was deleted. %(count)d documents are in the trash.",
        going,
    )
    messages.success(request, said % {"space": access.space.name, "count": going})
    return HttpResponseClientRedirect(reverse("spaces"))
