"""How somebody signs in, and where they are signed in."""

from hashlib import sha256

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from editor.accounts.gate import PageRequest, signed_in
from editor.accounts.second_factor import codes_left
from editor.accounts.sessions import Place, end_sessions, note_session, places_of
from editor.audit.addresses import address_of


@require_safe
@signed_in
def sign_in_ways(request: PageRequest) -> HttpResponse:
    authenticators = Authenticator.objects.filter(user=request.user).order_by("created_at")
    by_type = {one.type: one.wrap() for one in authenticators}
    recovery = by_type.get(Authenticator.Type.RECOVERY_CODES)
    shown = {
        "pending": EmailAddress.objects.filter(user=request.user, verified=False, primary=False).first(),
        "passkeys": [one for one in authenticators if one.type == Authenticator.Type.WEBAUTHN],
        "totp": by_type.get(Authenticator.Type.TOTP),
        "codes_left": None if recovery is None else codes_left(recovery),
        "is_connected": SocialAccount.objects.filter(user=request.user).exists(),
    }
    return render(request, "editor/settings/sign_in.html", shown)


@require_safe
@signed_in
def sessions(request: PageRequest) -> HttpResponse:
    note_session(request)
    places = [(place, _name_of(place)) for place in places_of(request.user, request.session.session_key)]
    return render(request, "editor/settings/sessions.html", {"places": places})


@require_POST
@signed_in
def end_session(request: PageRequest) -> HttpResponse:
    """Ends the session that is named, or without a name all but this one."""
    here = request.session.session_key
    others = [place for place in places_of(request.user, here) if not place.is_here]
    named = request.POST.get("session")
    chosen = [place.session.session_key for place in others if named in {None, _name_of(place)}]
    count = end_sessions(request.user, chosen, address_of(request))
    if count:
        said = ngettext("Signed out in {count} browser.", "Signed out in {count} browsers.", count)
        messages.success(request, said.format(count=count))
    else:
        messages.info(request, _("That browser was signed out already."))
    return redirect("settings_sessions")


def _name_of(place: Place) -> str:
    """What a page may name the session by: its key would open it."""
    return sha256(place.session.session_key.encode()).hexdigest()[:32]
