"""What people send us about notifications."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from editor.notifications.kinds import KINDS
from editor.notifications.models import Attention, Mail


class MailsForm(forms.Form):
    """One choice for each kind."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, kind in KINDS.items():
            self.fields[name] = forms.TypedChoiceField(
                label=kind.label, choices=Mail.choices, coerce=lambda value: Mail(int(value))
            )


class AttentionForm(forms.Form):
    level = forms.TypedChoiceField(
        choices=[("", _("The usual")), *Attention.Level.choices],
        coerce=lambda value: Attention.Level(int(value)),
        empty_value=None,
        required=False,
    )
