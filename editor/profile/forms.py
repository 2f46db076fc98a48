"""What people say about themselves."""

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from editor.accounts.models import User
from editor.media.containers import image_type
from editor.media.problems import size_text
from editor.profile.pictures import MAX_BYTES

_NO_PLACES = ("Etc/", "SystemV/", "US/", "posix/", "right/")


def time_zones() -> list[str]:
    """Those with the name of a place."""
    return sorted(name for name in available_timezones() if "/" in name and not name.startswith(_NO_PLACES))


class ProfileForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=80,
        help_text=_("As the people you write with see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language"), required=False, help_text=_("Of buttons and mails. You write in any language.")
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False, help_text=_("Dates and times are shown in it."))

    def __init__(self, person: User, data: QueryDict | None = None) -> None:
        initial = {"name": person.name, "language": person.language, "time_zone": person.time_zone}
        super().__init__(data, initial=initial)
        names = {*time_zones(), *filter(None, [person.time_zone])}
        zones = [("", "UTC"), *((name, name.replace("_", " ")) for name in sorted(names))]
        languages = [("", _("As this browser asks for")), *settings.LANGUAGES]
        self.fields["language"] = _choosing(self.fields["language"], languages)
        self.fields["time_zone"] = _choosing(self.fields["time_zone"], zones)

    def clean_name(self) -> str:
        name = " ".join(str(self.cleaned_data["name"]).split())
        if not name or not name.isprintable():
            raise forms.ValidationError(_("Write your name with letters."))
        return name


def _choosing(field: forms.Field, choices: list[tuple[str, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=field.label, help_text=field.help_text, required=False, choices=choices)


class PictureForm(forms.Form):
    picture = forms.FileField(
        label=_("Picture"), widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/gif,image/webp"})
    )

    def clean_picture(self) -> bytes:
        file = self.cleaned_data["picture"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(
                _("This picture is too large: {size} are allowed.").format(size=size_text(MAX_BYTES))
            )
        data: bytes = file.read()
        if image_type(data[:65_536]) is None:
            raise forms.ValidationError(
                _("This isn't a picture that can be shown. Choose a PNG, JPEG, GIF or WebP file.")
            )
        return data
