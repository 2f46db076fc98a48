"""The sign-up form."""

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from editor.accounts.models import User


class SignupForm(forms.Form):
    """What sign-up asks for beside the address and the password."""

    name = forms.CharField(
        max_length=80,
        label=_("Your name"),
        help_text=_("As the people you write with will see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name", "autofocus": True}),
    )

    def signup(self, request: HttpRequest, user: User) -> None:  # noqa: ARG002 — allauth's signature
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])
