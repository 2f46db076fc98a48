"""The pages of spaces. Small; what they do is in the actions."""

from hashlib import sha256
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe
from django_htmx.http import HttpResponseClientRedirect

from editor.accounts.gate import PageRequest, signed_in
from editor.accounts.models import User
from editor.accounts.rate_limit import count_attempt, may_go_on
from editor.documents.actions import Place, create_document
from editor.documents.models import Role
from editor.spaces import actions
from editor.spaces.access import SpaceAccess, access_space
from editor.spaces.forms import SpaceForm
from editor.spaces.limits import MAX_SPACES_PER_HOUR
from editor.spaces.lists import list_documents, list_spaces
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
def new(request: PageRequest) -> HttpResponse:
    """The dialog for a new space."""
    if not may_create(request.user):
        raise PermissionDenied
    return _settings_dialog(request, SpaceForm(initial={"icon": "folder", "color": "gray"}))


@require_safe
@signed_in
def space(request: PageRequest, space_id: UUID) -> HttpResponse:
    access = access_space(request.user, space_id)
    return render(request, "editor/spaces/space.html", {**_documents(request, access), "access": access})


@require_http_methods(["GET", "POST"])
@signed_in
def documents(request: PageRequest, space_id: UUID) -> HttpResponse:
    """GET is the list as a partial, nothing (204) where it is still what the page shows; POST starts a document."""
    if request.method == "POST":
        access_space(request.user, space_id, Role.EDITOR)
        count_attempt(request, "document")
        made = create_document(request.user, Place(space_id=space_id))
        return redirect("document", document_id=made.pk)
    context = _documents(request, access_space(request.user, space_id))
    if request.GET.get("seen") == context["seen"]:
        return HttpResponse(status=204)
    return render(request, "editor/spaces/_documents_section.html", context)


def _documents(request: PageRequest, access: SpaceAccess) -> dict[str, object]:
    listing = list_documents(access.space, request.user, request.GET.get("page"))
    context = {"listing": listing, "access": access, "space": access.space}
    rows = render_to_string("editor/spaces/_documents.html", context, request)
    seen = sha256(rows.encode()).hexdigest()[:16]
    return {"rows": rows, "seen": seen, "space": access.space, "number": listing.page.number, "listing": listing}


@require_http_methods(["GET", "POST"])
@signed_in
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
