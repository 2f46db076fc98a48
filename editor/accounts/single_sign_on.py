"""Single sign-on by OpenID Connect. Whoever the provider says owns an address owns the account with that address."""

from typing import Any
from uuid import UUID

import requests
import structlog
from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST
from django_htmx.http import HttpResponseClientRedirect

from editor.accounts.actions import changing_standing
from editor.accounts.models import Token, User
from editor.accounts.sessions import forget_sessions
from editor.accounts.sign_up import INVITED_ADDRESS, may_sign_up
from editor.audit.addresses import address_of
from editor.audit.recording import record

PROVIDER = "sso"
MAX_NAME = 80

log = structlog.get_logger(__name__)


@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """Leads to the provider. By a page, since the content security policy lets no form lead to another origin."""
    if not settings.OIDC_ISSUER:
        return redirect("account_login")
    provider = SocialAdapter(request).get_provider(request, PROVIDER)
    try:
        answer: HttpResponse = provider.redirect_from_request(request)
    except (requests.RequestException, KeyError, TypeError, ValueError) as problem:
        log.warning("single_sign_on_unreachable", problem=type(problem).__name__)
        return _refuse(request, "unreachable", 502)
    if "Location" not in answer.headers:
        return answer
    if "HX-Request" in request.headers:
        return HttpResponseClientRedirect(answer.headers["Location"])
    return render(request, "socialaccount/leaving.html", {"url": answer.headers["Location"]})


class Provider(OpenIDConnectProvider):  # type: ignore[misc]
    """Takes an address for confirmed only where the provider says so plainly."""

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        addresses: list[EmailAddress] = super().extract_email_addresses(data)
        for address in addresses:
            address.email = address.email.strip().lower()
            address.verified = address.verified is True or str(address.verified).lower() == "true"
        return addresses


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Lets nobody in by an address that isn't confirmed, or that the rules for sign-up turn away."""
        if sociallogin.state.get("process") == "connect":
            raise ImmediateHttpResponse(redirect("account_login"))
        if sociallogin.account.pk is not None:
            return
        email = _confirmed_address(sociallogin)
        if email is None:
            raise ImmediateHttpResponse(self._turn_away(request, sociallogin, "unconfirmed"))
        if sociallogin.is_existing:
            _hand_to_owner(sociallogin.user.pk, email)
            sociallogin.user.refresh_from_db()
        elif not may_sign_up(email):
            raise ImmediateHttpResponse(self._turn_away(request, sociallogin, "not-invited"))
        else:
            # Somebody else meant to change to this address, and never confirmed it.
            EmailAddress.objects.filter(email__iexact=email, verified=False).delete()

    def _turn_away(self, request: HttpRequest, sociallogin: SocialLogin, why: str) -> HttpResponse:
        address = next((one.email for one in sociallogin.email_addresses), "")
        record("account.sign_in_failed", None, subject=address, address=address_of(request), by="socialaccount")
        return _refuse(request, why, 403, came_with=address)

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """The account that has the address; one that only means to change to it is somebody else's."""
        email = _confirmed_address(sociallogin)
        user = User.objects.filter(email__iexact=email).first() if email else None
        return None if user is None or email is None else (user, email)

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002 — allauth's signature
        email = _confirmed_address(sociallogin)
        return email is not None and may_sign_up(email)

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:  # noqa: ARG002 — allauth's signature
        user: User = sociallogin.user
        parts = (data.get("first_name"), data.get("last_name"))
        user.name = str(data.get("name") or " ".join(part for part in parts if part))[:MAX_NAME]
        user.email = str(data.get("email") or "").strip().lower()
        return user

    def on_authentication_error(self, request: HttpRequest, provider: Any, **about: Any) -> None:  # noqa: ARG002 — allauth's signature
        log.warning(
            "single_sign_on_failed", error=str(about.get("error")), problem=type(about.get("exception")).__name__
        )


def _confirmed_address(sociallogin: SocialLogin) -> str | None:
    return next((one.email.lower() for one in sociallogin.email_addresses if one.verified), None)


def _hand_to_owner(user_id: UUID, email: str) -> None:
    """Who made the account without confirming the address may have been anybody: what lets them in goes, and the
    owner of the address, who is here now, has the account.
    """
    if EmailAddress.objects.filter(user_id=user_id, email__iexact=email, verified=True).exists():
        return
    with changing_standing(user_id):
        user = User.objects.select_for_update(no_key=True).get(pk=user_id)
        user.set_unusable_password()
        user.save(update_fields=["password"])
        forget_sessions(user)
        for model in (Authenticator, Token, SocialAccount, EmailAddress):
            model.objects.filter(user=user).delete()
        EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)


def _refuse(request: HttpRequest, why: str, status: int, came_with: str = "") -> HttpResponse:
    invited = request.session.get(INVITED_ADDRESS, "")
    shown = {"why": why, "came_with": came_with, "invited": "" if invited == came_with else invited}
    return render(request, "socialaccount/refused.html", shown, status=status)
