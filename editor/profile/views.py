"""Who somebody is: name, picture, language, time zone."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from editor.accounts.gate import PageRequest, signed_in
from editor.accounts.models import User
from editor.accounts.rate_limit import may_go_on
from editor.accounts.visitors import visitor_of
from editor.media import storage
from editor.media.problems import Refused, StorageUnavailable
from editor.profile.actions import replace_picture, set_picture
from editor.profile.forms import PictureForm, ProfileForm
from editor.profile.pictures import CONTENT_TYPE, key_of

PICTURES_PER_HOUR = 20


@require_safe
@signed_in
def settings_home(_request: PageRequest) -> HttpResponse:
    return redirect("settings_profile")


@require_http_methods(["GET", "POST"])
@signed_in
def profile(request: PageRequest) -> HttpResponse:
    form = ProfileForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        User.objects.filter(pk=request.user.pk).update(**form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("settings_profile")
    return _profile(request, form, PictureForm(), status=422 if form.is_bound else 200)


@require_POST
@signed_in
def picture(request: PageRequest) -> HttpResponse:
    """Sets the picture, or with `remove` takes it away."""
    if "remove" in request.POST:
        replace_picture(request.user.pk, None)
        return redirect("settings_profile")
    form = PictureForm(request.POST, request.FILES)
    if form.is_valid():
        refused = _set(request, form.cleaned_data["picture"])
        if refused is None:
            return redirect("settings_profile")
        form.add_error("picture", refused)
    return _profile(request, ProfileForm(request.user), form, status=422)


def _set(request: PageRequest, data: bytes) -> str | None:
    """Why not; None where all is well."""
    if not may_go_on("picture", request.user.pk, PICTURES_PER_HOUR, 3600):
        return _("That were many pictures. Try again in an hour.")
    try:
        set_picture(request.user.pk, data)
    except Refused as refused:
        return refused.message
    except StorageUnavailable:
        return _("Pictures can't be reached at the moment. Try again in a minute.")
    return None


def _profile(request: PageRequest, form: ProfileForm, pictures: PictureForm, status: int = 200) -> HttpResponse:
    shown = {"form": form, "pictures": pictures}
    return render(request, "editor/settings/profile.html", shown, status=status)


@require_safe
def person_picture(request: HttpRequest, user_id: UUID, picture_id: UUID) -> HttpResponse:
    """For everybody who is signed in, and for visitors of a document. A picture's id is never used again."""
    knows_us = request.user.is_authenticated or visitor_of(request) is not None
    if not knows_us or not User.objects.filter(pk=user_id, picture=picture_id).exists():
        raise Http404
    try:
        body = storage.open_object(key_of(picture_id))
    except StorageUnavailable:
        return HttpResponse(status=503)
    if body is None:
        raise Http404
    with body:
        content = b"".join(body.chunks())
    headers = {"Cache-Control": "private, max-age=31536000, immutable", "Content-Disposition": "inline"}
    return HttpResponse(content, content_type=CONTENT_TYPE, headers=headers)
