"""A page between an action and its doing: what will happen to what, and what must be chosen first."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from editor.accounts.models import User
from editor.documents.models import Membership, Role

MAX_NAMED = 50
NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Question:
    """`action` is the name of the list's action that asks; `things` are what it would be done to."""

    action: str
    title: str
    text: str
    button: str
    things: Iterable[Any]
    is_grave: bool = False


def is_answered(request: HttpRequest) -> bool:
    return "confirmed" in request.POST


def ask(
    model_admin: admin.ModelAdmin, request: HttpRequest, question: Question, form: forms.Form | None
) -> HttpResponse:
    things = list(question.things)
    context = {
        **model_admin.admin_site.each_context(request),
        "title": question.title,
        "question": question,
        "named": things[:MAX_NAMED],
        "more": max(0, len(things) - MAX_NAMED),
        "form": form,
        "media": model_admin.media + (form.media if form else forms.Media()),
        "opts": model_admin.opts,
        "selected": request.POST.getlist("_selected_action"),
    }
    return TemplateResponse(request, "admin/editor/ask.html", context)


class PersonSelect(AutocompleteSelect):
    """With words in it while it is empty: a screen reader calls it by them."""

    def build_attrs(self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None) -> dict[str, Any]:
        attrs: dict[str, Any] = super().build_attrs(base_attrs, extra_attrs)
        return {**attrs, "data-placeholder": _("Choose a person")}


class PersonField(forms.ModelChoiceField):
    """Somebody who may sign in, found by typing."""

    def __init__(self, **options: Any) -> None:
        widget = PersonSelect(Membership._meta.get_field("user"), admin.site)
        super().__init__(User.objects.filter(is_active=True), widget=widget, **options)


class NewOwnerForm(forms.Form):
    owner = PersonField(label=_("New owner"))
    keeps = forms.ChoiceField(
        label=_("The owners until now"),
        choices=[
            (Role.EDITOR, _("can edit")),
            (Role.COMMENTER, _("can comment")),
            (Role.VIEWER, _("can view")),
            (NOTHING, _("lose the role that was theirs")),
        ],
    )

    @property
    def kept_role(self) -> Role | None:
        keeps = self.cleaned_data["keeps"]
        return None if keeps == NOTHING else Role(int(keeps))


class HeirForm(forms.Form):
    heir = PersonField(
        label=_("Hand their documents to"),
        required=False,
        help_text=_("Empty: the documents stay as they are, and nobody can share them."),
    )
