"""A page between an action and its doing: what will happen to what, and what must be chosen first."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from editor.accounts.models import User
from editor.documents.models import Role

MAX_NAMED = 50
MAX_OFFERED = 500
NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Question:
    """`action` is the name of the list's action that asks; `things` are what it would be done to."""

    action: str
    title: str
    text: str
    button: str
    things: Iterable[Any]


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
        "opts": model_admin.opts,
        "selected": request.POST.getlist("_selected_action"),
    }
    return TemplateResponse(request, "admin/editor/ask.html", context)


class PersonInput(forms.EmailInput):
    """Offers names and addresses while one types, by the browser's own means."""

    template_name = "admin/editor/person_input.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        offered = f"{name}-people"
        context: dict[str, Any] = super().get_context(name, value, {**(attrs or {}), "list": offered})
        return {**context, "offered": offered, "people": active_people().order_by("name", "email")[:MAX_OFFERED]}


class PersonField(forms.ModelChoiceField):
    """Somebody who may sign in, by their address."""

    widget = PersonInput

    def __init__(self, **options: Any) -> None:
        super().__init__(active_people(), to_field_name="email", **options)
        self.error_messages["invalid_choice"] = _("Nobody with this address may sign in.")

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.strip().lower() if isinstance(value, str) else value)


def active_people() -> QuerySet[User]:
    return User.objects.filter(is_active=True)


class NewOwnerForm(forms.Form):
    owner = PersonField(label=_("Address of the new owner"))
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
        label=_("Hand their documents to (address)"),
        required=False,
        help_text=_("Empty: the documents stay as they are, and nobody can share them."),
    )
