"""What people type around a space, checked."""

from django import forms
from django.utils.translation import gettext_lazy as _

from editor.documents.forms import RoleForm
from editor.documents.models import Role
from editor.spaces.looks import COLORS, ICONS
from editor.teams.forms import PersonForm


class SpaceForm(forms.Form):
    name = forms.CharField(
        max_length=80,
        error_messages={
            "required": _("Give the space a name."),
            "max_length": _("A name can have %(limit_value)d characters at most."),
        },
    )
    description = forms.CharField(
        max_length=300,
        required=False,
        error_messages={"max_length": _("A description can have %(limit_value)d characters at most.")},
    )
    icon = forms.ChoiceField(
        choices=list(ICONS.items()), required=False, error_messages={"invalid_choice": _("Choose one of the icons.")}
    )
    color = forms.ChoiceField(
        choices=list(COLORS.items()), required=False, error_messages={"invalid_choice": _("Choose one of the colors.")}
    )


class MemberForm(PersonForm, RoleForm):
    """A person or a team to add, with a role."""


class OpenRoleForm(forms.Form):
    """What everybody signed in may do; nothing chosen: nothing."""

    role = forms.TypedChoiceField(
        choices=[(role.value, role.label) for role in Role if role < Role.OWNER],
        required=False,
        empty_value=None,
        coerce=lambda value: Role(int(value)),
        error_messages={"invalid_choice": _("Choose a role.")},
    )
