"""What people type around a team, checked."""

from django import forms
from django.utils.translation import gettext_lazy as _


class TeamForm(forms.Form):
    name = forms.CharField(
        max_length=80,
        error_messages={
            "required": _("Give the team a name."),
            "max_length": _("A name can have %(limit_value)d characters at most."),
        },
    )
    description = forms.CharField(
        max_length=300,
        required=False,
        error_messages={"max_length": _("A description can have %(limit_value)d characters at most.")},
    )


class PersonForm(forms.Form):
    """Somebody to add: `picked` from what was offered, or else typed."""

    who = forms.CharField(
        max_length=254, required=False, error_messages={"max_length": _("That is too long for a name or an address.")}
    )
    picked = forms.CharField(max_length=254, required=False)

    def clean(self) -> None:
        super().clean()
        self.cleaned_data["text"] = self.cleaned_data.get("picked") or self.cleaned_data.get("who", "")
        if not self.cleaned_data["text"] and not self.errors:
            self.add_error("who", _("Enter a name or an e-mail address."))


class ManagerForm(forms.Form):
    is_manager = forms.BooleanField(required=False)
