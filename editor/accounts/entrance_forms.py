"""allauth's forms in our words. (Not in forms.py: allauth imports that one while it builds its own.)"""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.utils.translation import gettext_lazy as _

_LABELS = {
    "login": _("E-mail address"),
    "email": _("E-mail address"),
    "password": _("Password"),
    "password1": _("Password"),
    "oldpassword": _("Your password now"),
    "password2": _("The same again"),
}
_PASSWORD_HINT = _("At least 8 characters, and none that others use too.")


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
            self.fields["password1"].label = _("New password")
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
