"""What allauth's passkeys and codes need to know of us."""

from typing import Any, ClassVar

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editor.accounts.models import User
from editor.accounts.sealing import Unreadable, seal, unseal
from editor.audit.addresses import address_of
from editor.audit.recording import record


class KeyLost(ValidationError, PermissionDenied):
    """In a form it stands beside the code; a page that can't do without it is refused."""


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages: ClassVar = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("That code isn't right. Look again; each code works for half a minute."),
    }

    def get_totp_issuer(self) -> str:
        return "Scriptorium"

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        try:
            return unseal(encrypted_text)
        except Unreadable as problem:
            raise KeyLost(
                _("The key of this site has changed, so it can't check codes. Ask the person who runs it.")
            ) from problem

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": "Scriptorium"}

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002 — allauth's signature
        count = Authenticator.objects.filter(user=user, type=type).count()
        return _("Passkey") if count == 0 else _("Passkey {number}").format(number=count + 1)


def codes_left(recovery: RecoveryCodes) -> int:
    try:
        return len(recovery.get_unused_codes())
    except KeyLost:
        return 0


def note_failure(sender: object, request: HttpRequest, user: User, **_about: Any) -> None:  # noqa: ARG001 — a signal's signature
    """Somebody who knows the password gave a wrong code."""
    record("account.sign_in_failed", user, address=address_of(request), by="mfa")


def note_added(sender: object, request: HttpRequest, user: User, authenticator: Authenticator, **_about: Any) -> None:  # noqa: ARG001 — a signal's signature
    record("account.second_factor_added", user, address=address_of(request), what=str(authenticator.type))


def note_removed(sender: object, request: HttpRequest, user: User, authenticator: Authenticator, **_about: Any) -> None:  # noqa: ARG001 — a signal's signature
    record("account.second_factor_removed", user, address=address_of(request), what=str(authenticator.type))
