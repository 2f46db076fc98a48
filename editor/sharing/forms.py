"""What people fill in around sharing, checked."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from editor.documents.models import Role
from editor.sharing.limits import MAX_LINK_TERM, MAX_MESSAGE, MAX_PASSWORD, MAX_WAY
from editor.sharing.links import Wish
from editor.sharing.models import Reach
from editor.sharing.people import Whom

RESTRICTED = 0
REACHES = [(RESTRICTED, _("Only people with access")), *Reach.choices]
GIVEN_BY_LINK = [choice for choice in Role.choices if choice[0] < Role.OWNER]
_CHOOSE_ROLE = {"invalid_choice": _("Choose a role."), "required": _("Choose a role.")}


class RoleForm(forms.Form):
    role = forms.TypedChoiceField(
        choices=Role.choices, coerce=lambda value: Role(int(value)), error_messages=_CHOOSE_ROLE
    )


class ShareForm(RoleForm):
    who = forms.CharField(
        max_length=MAX_WAY,
        required=False,
        error_messages={"max_length": _("That is too long for a name or an address.")},
    )
    person = forms.UUIDField(required=False)
    team = forms.UUIDField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not any(cleaned.get(name) for name in ("who", "person", "team")) and "who" not in self.errors:
            self.add_error("who", _("Enter a name or an e-mail address."))
        return cleaned

    @property
    def whom(self) -> Whom:
        cleaned = self.cleaned_data
        return Whom(cleaned["who"], cleaned["person"], cleaned["team"])


class LinkForm(forms.Form):
    """`protected` says whether there is to be a password; left empty it stays the one that there is."""

    reach = forms.TypedChoiceField(
        choices=REACHES, coerce=int, error_messages={"invalid_choice": _("Choose who may come by the link.")}
    )
    role = forms.TypedChoiceField(
        choices=GIVEN_BY_LINK, coerce=lambda value: Role(int(value)), required=False, empty_value=None
    )
    protected = forms.BooleanField(required=False)
    password = forms.CharField(
        max_length=MAX_PASSWORD,
        required=False,
        strip=False,
        error_messages={"max_length": _("A password can have 128 characters at most.")},
    )
    expires = forms.DateField(required=False, error_messages={"invalid": _("That is not a date.")})
    indexed = forms.BooleanField(required=False)

    def __init__(self, data: Any = None, *, has_password: bool = False) -> None:
        super().__init__(data)
        self._has_password = has_password

    def clean_expires(self) -> datetime | None:
        """The link works through the whole of that day."""
        day = self.cleaned_data["expires"]
        if day is None:
            return None
        today = timezone.localdate()
        if day < today:
            raise forms.ValidationError(_("Choose a day that is still to come."))
        if day > today + MAX_LINK_TERM:
            raise forms.ValidationError(_("That is too far away. Without a last day the link has no end."))
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("protected") and not cleaned.get("password") and not self._has_password:
            self.add_error("password", _("Enter a password, or switch it off."))
        return cleaned

    @property
    def wish(self) -> Wish | None:
        """None: no link at all."""
        cleaned = self.cleaned_data
        if cleaned["reach"] == RESTRICTED:
            return None
        password = (cleaned["password"] or None) if cleaned["protected"] else ""
        role = cleaned["role"] or Role.VIEWER
        return Wish(Reach(cleaned["reach"]), role, password, cleaned["expires"], cleaned["indexed"])


class RequestForm(forms.Form):
    message = forms.CharField(
        max_length=MAX_MESSAGE,
        required=False,
        error_messages={"max_length": _("A message can have 300 characters at most.")},
    )
