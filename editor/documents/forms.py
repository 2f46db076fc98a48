"""What people type around a document, checked."""

from django import forms
from django.http import QueryDict
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from editor.documents.actions import Place
from editor.documents.limits import MAX_TITLE_LENGTH
from editor.documents.models import Role

_TITLE_TOO_LONG = format_lazy(_("A title can have {count} characters at most."), count=MAX_TITLE_LENGTH)


def words_in(asked: QueryDict, name: str, most: int) -> str:
    """What somebody is typing in a field that offers things, without NUL, which Postgres doesn't take."""
    return asked.get(name, "").replace("\0", "")[:most].strip()


class PlaceForm(forms.Form):
    """A place: under `parent`, at the top of `space`, or neither."""

    parent = forms.UUIDField(required=False)
    space = forms.UUIDField(required=False)

    @property
    def place(self) -> Place:
        parent, space = self.cleaned_data["parent"], self.cleaned_data["space"]
        return Place(parent, space if parent is None else None)


class TitleForm(forms.Form):
    title = forms.CharField(
        max_length=MAX_TITLE_LENGTH,
        required=False,
        error_messages={"max_length": _TITLE_TOO_LONG},
    )


class RoleForm(forms.Form):
    role = forms.TypedChoiceField(
        choices=Role.choices,
        coerce=lambda value: Role(int(value)),
        error_messages={"invalid_choice": _("Choose a role.")},
    )
