"""Where allauth asks us: who may sign up, what to call a person, what ends with a session."""

from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from editor.accounts.actions import changing_standing
from editor.accounts.models import Invitation, User
from editor.accounts.signing_out import note_signing_out


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": "That address and password don't go together.",
        "too_many_login_attempts": "Too many attempts. Wait five minutes, then try again.",
        "email_taken": "There is an account with this address already. Sign in instead.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 — allauth's signature
        return bool(settings.SIGN_UP != "closed")

    def clean_email(self, email: str) -> str:
        """The address in lower case, as it is kept; while sign-up is by invitation, only an invited one."""
        email = str(super().clean_email(email)).strip().lower()
        if self._needs_invitation and not Invitation.objects.filter(email__iexact=email).exists():
            raise ValidationError("This address hasn't been invited. Ask the person who runs this site.")
        return email

    @property
    def _needs_invitation(self) -> bool:
        match = getattr(self.request, "resolver_match", None)
        return settings.SIGN_UP == "invited" and match is not None and match.url_name == "account_signup"

    def logout(self, request: HttpRequest) -> None:
        """Ends the session and, in the same transaction, the rights of what it has open."""
        user = request.user
        if not user.is_authenticated:
            super().logout(request)
            return
        with changing_standing(user.pk):
            super().logout(request)
        note_signing_out(request, user.pk)

    def set_password(self, user: User, password: str) -> None:
        with changing_standing(user.pk):
            super().set_password(user, password)

    def get_user_search_fields(self) -> list[str]:
        return ["email", "name"]
