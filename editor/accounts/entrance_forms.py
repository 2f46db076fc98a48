"""allauth's forms in our words. (Not in forms.py: allauth imports that one while it builds its own.)"""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms

_LABELS = {
    "login": "E-mail address",
    "email": "E-mail address",
    "password": "Password",
    "password1": "Password",
    "oldpassword": "Your password now",
    "password2": "The same again",
}
_PASSWORD_HINT = "At least 8 characters, and none that others use too."  # noqa: S105 — a hint


class PlainForm(forms.Form):
    """Labels instead of placeholders, one sentence instead of a list of rules; the name comes first."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = _LABELS.get(name, field.label)
            if name == "password1":
                field.help_text = _PASSWORD_HINT
            elif name != "name":
                field.help_text = ""
        if "password2" in self.fields:
            self.fields["password1"].label = "New password"
        self.order_fields(["name", "email"])


class LoginForm(PlainForm, allauth_forms.LoginForm):  # type: ignore[misc]
    pass


class SignupForm(PlainForm, allauth_forms.SignupForm):  # type: ignore[misc]
    pass


class ResetPasswordForm(PlainForm, allauth_forms.ResetPasswordForm):  # type: ignore[misc]
    pass


class ResetPasswordKeyForm(PlainForm, allauth_forms.ResetPasswordKeyForm):  # type: ignore[misc]
    pass


class ChangePasswordForm(PlainForm, allauth_forms.ChangePasswordForm):  # type: ignore[misc]
    pass


class SetPasswordForm(PlainForm, allauth_forms.SetPasswordForm):  # type: ignore[misc]
    pass


class AddEmailForm(PlainForm, allauth_forms.AddEmailForm):  # type: ignore[misc]
    pass


class ReauthenticateForm(PlainForm, allauth_forms.ReauthenticateForm):  # type: ignore[misc]
    pass
