"""What the page of search asks beside the words, and what can be chosen there."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from editor.accounts.models import User
from editor.documents.access import granted_nodes, visible_documents
from editor.search.limits import MAX_QUERY_LENGTH, MAX_RECENT_AUTHORS
from editor.search.statement import Filters
from editor.spaces.models import Space


class SearchForm(forms.Form):
    """All of it is in the address: a search can be kept as a bookmark."""

    q = forms.CharField(
        label=_("Words"),
        required=False,
        max_length=MAX_QUERY_LENGTH,
        strip=False,
        error_messages={"max_length": _("Search for %(limit_value)d characters at most.")},
    )
    space = forms.ModelChoiceField(
        label=_("Space"), queryset=Space.objects.none(), required=False, empty_label=_("All")
    )
    author = forms.ModelChoiceField(
        label=_("Made or edited by"), queryset=User.objects.none(), required=False, empty_label=_("Anyone")
    )
    since = forms.DateField(label=_("Edited from"), required=False, widget=forms.DateInput({"type": "date"}))
    until = forms.DateField(label=_("Edited until"), required=False, widget=forms.DateInput({"type": "date"}))
    trash = forms.BooleanField(label=_("In the trash"), required=False)
    templates = forms.BooleanField(label=_("Templates too"), required=False)

    def __init__(self, data: QueryDict, user: User) -> None:
        super().__init__(data, auto_id="search-%s", label_suffix="")
        self.fields["space"].queryset = Space.objects.filter(pk__in=granted_nodes(user)).order_by("name")  # type: ignore[attr-defined] # a model choice
        self.fields["author"].queryset = _authors(user)  # type: ignore[attr-defined] # a model choice
        self.fields["author"].label_from_instance = _named  # type: ignore[attr-defined] # a model choice

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and since > until:
            self.add_error("until", _("This day is before the first one."))
        return cleaned

    @property
    def has_filters(self) -> bool:
        return any(self.data.get(name) for name in self.fields if name != "q")

    @property
    def filters(self) -> Filters:
        chosen = self.cleaned_data
        until: date | None = chosen["until"]
        return Filters(
            space_id=chosen["space"] and chosen["space"].pk,
            author_id=chosen["author"] and chosen["author"].pk,
            since=_start_of(chosen["since"]),
            until=_start_of(until + timedelta(days=1)) if until and until < date.max else None,
            trashed=chosen["trash"],
            templates=chosen["templates"],
        )


def _start_of(day: date | None) -> datetime | None:
    return None if day is None else datetime.combine(day, time.min, UTC)


def _named(person: User) -> str:
    return person.display_name


def _authors(user: User) -> QuerySet[User]:
    """The reader, and who made or last edited what was edited last of all that they may open."""
    recent = visible_documents(user).order_by("-edited_at").values_list("created_by", "edited_by")
    people = {person for pair in recent[:MAX_RECENT_AUTHORS] for person in pair if person is not None}
    return User.objects.filter(Q(pk=user.pk) | Q(pk__in=people)).order_by("name", "email")
