"""allauth's forms for passkeys and codes, in our words."""

from allauth.mfa.base import forms as base_forms
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.utils.translation import gettext_lazy as _

MAX_CODE, MAX_NAME = 20, 80


class _CodeForm(forms.Form):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["code"] = forms.CharField(
            label=_("Code"),
            max_length=MAX_CODE,
            widget=forms.TextInput(
                attrs={"autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false"}
            ),
        )


class AuthenticateForm(_CodeForm, base_forms.AuthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["autofocus"] = True
        self.fields["code"].help_text = _("From your authenticator app, or one of your recovery codes.")


class ReauthenticateForm(_CodeForm, base_forms.ReauthenticateForm):  # type: ignore[misc]
    pass


class ActivateTOTPForm(_CodeForm, totp_forms.ActivateTOTPForm):  # type: ignore[misc]
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("The code that the app shows")
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class _PasskeyForm(forms.Form):
    """What a passkey is said to have answered is JSON with CBOR in it, and taken apart by libraries that trust both."""

    def full_clean(self) -> None:
        try:
            super().full_clean()
        except (LookupError, RecursionError, TypeError, ValueError):
            self.add_error("credential", _("This passkey's answer can't be read."))


class PasskeyLoginForm(_PasskeyForm, webauthn_forms.LoginWebAuthnForm):  # type: ignore[misc]
    pass


class PasskeyAuthenticateForm(_PasskeyForm, webauthn_forms.AuthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class PasskeyReauthenticateForm(_PasskeyForm, webauthn_forms.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    pass


class AddPasskeyForm(_PasskeyForm, webauthn_forms.AddWebAuthnForm):  # type: ignore[misc]
    """Every passkey signs in by itself: it is kept by the device, which asks for a finger, a face or a PIN."""

    passwordless = forms.BooleanField(initial=True, widget=forms.HiddenInput)
    name = forms.CharField(
        required=False,
        max_length=MAX_NAME,
        label=_("Name"),
        help_text=_("To tell it from others, for example after the device that has it."),
    )


class RenamePasskeyForm(webauthn_forms.EditWebAuthnForm):  # type: ignore[misc]
    name = forms.CharField(max_length=MAX_NAME, label=_("Name"))
