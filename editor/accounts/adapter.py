"""Where allauth asks us: who may sign up, what to call a person, what ends with a session."""

from smtplib import SMTPException
from typing import Any, ClassVar

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editor.accounts.actions import changing_standing
from editor.accounts.models import User
from editor.accounts.sign_up import may_sign_up
from editor.accounts.signing_out import note_signing_out
from editor.audit.addresses import address_of
from editor.audit.recording import record

log = structlog.get_logger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": gettext_lazy("That address and password don't go together."),
        "too_many_login_attempts": gettext_lazy("Too many attempts. Wait five minutes, then try again."),
        "email_taken": gettext_lazy("There is an account with this address already. Sign in instead."),
        "incorrect_code": gettext_lazy("That code isn't right. Look again; each code works for half a minute."),
        "incorrect_password": gettext_lazy("That isn't your password."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 — allauth's signature
        return bool(settings.SIGN_UP != "closed" and not settings.SSO_ONLY)

    def clean_email(self, email: str) -> str:
        """The address in lower case, as it is kept; at sign-up only one that the rules let in."""
        email = str(super().clean_email(email)).strip().lower()
        match = getattr(self.request, "resolver_match", None)
        if match is not None and match.url_name == "account_signup" and not may_sign_up(email):
            raise ValidationError(_("This address hasn't been invited. Ask the person who runs this site."))
        return email

    def pre_login(
        self, request: HttpRequest, user: User, *, signal_kwargs: dict[str, Any] | None, **about: Any
    ) -> HttpResponse | None:
        """Where only single sign-on is allowed, no other way leads in: no password, passkey, or mailed link."""
        if settings.SSO_ONLY and "sociallogin" not in (signal_kwargs or {}):
            messages.error(request, _("Sign in with {name}.").format(name=settings.OIDC_NAME))
            return redirect("account_login")
        response: HttpResponse | None = super().pre_login(request, user, signal_kwargs=signal_kwargs, **about)
        return response

    @transaction.atomic
    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        record("account.signed_in", user, address=address_of(request), by=_method_of(request))

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        record("account.sign_in_failed", None, subject=str(credentials.get("email", "")), address=address_of(request))

    def logout(self, request: HttpRequest) -> None:
        """Ends the session and, in the same transaction, the rights of what it has open."""
        user = request.user
        if not user.is_authenticated:
            super().logout(request)
            return
        with changing_standing(user.pk):
            record("account.signed_out", user, address=address_of(request))
            super().logout(request)
        note_signing_out(request, user.pk)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """These are sent while somebody waits, since their links are secrets that no queue should keep: where the mail
        server takes none now, the person is told and can ask again.
        """
        try:
            super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError) as problem:
            log.warning("account_mail_failed", problem=type(problem).__name__)
            messages.error(self.request, _("The mail can't be sent at the moment. Try again in a few minutes."))

    def set_password(self, user: User, password: str) -> None:
        with changing_standing(user.pk):
            record("account.password_changed", user, address=address_of(self.request))
            super().set_password(user, password)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002 — allauth's signature
        return resolve_url("sign_in_ways")

    def get_user_search_fields(self) -> list[str]:
        return ["email", "name"]


def _method_of(request: HttpRequest) -> str:
    """How somebody has just shown who they are, as allauth calls it."""
    records = request.session.get("account_authentication_methods") or [{}]
    return str(records[-1].get("method", ""))
