"""Spaces in the administration. What changes here reaches open documents as it does from the spaces' own pages."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.forms import BaseModelFormSet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from editor.accounts.models import User
from editor.audit.recording import record
from editor.documents import tree
from editor.documents.actions import change_access
from editor.documents.models import Role
from editor.spaces.models import Space, SpaceMember


class SpaceMemberForm(forms.ModelForm):
    def clean(self) -> None:
        super().clean()
        if (self.cleaned_data.get("user") is None) == (self.cleaned_data.get("team") is None):
            raise ValidationError(_("A member is a person or a team."))


class SpaceMembersFormSet(BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        kept = [form.cleaned_data for form in self.forms if form.is_valid() and form.cleaned_data]
        rows = [row for row in kept if not row.get("DELETE")]
        if not any(row.get("role") == Role.OWNER and _has_people(row) for row in rows):
            raise ValidationError(_("A space needs an owner."))


def _has_people(row: dict[str, Any]) -> bool:
    user, team = row.get("user"), row.get("team")
    if user is not None:
        return bool(user.is_active)
    return team is not None and team.members.filter(user__is_active=True).exists()


class SpaceMemberInline(admin.TabularInline):
    model = SpaceMember
    form = SpaceMemberForm
    formset = SpaceMembersFormSet
    fields = ("user", "team", "role")
    autocomplete_fields = ("user", "team")
    extra = 0


@admin.register(Space)
class SpaceAdmin(admin.ModelAdmin):
    list_display = ("name", "description", "open_role", "documents", "created_by", "created_at")
    list_filter = ("open_role",)
    search_fields = ("name", "members__user__email", "members__user__name", "members__team__name")
    search_help_text = _("Name, or a person or team in it")
    ordering = ("name",)
    fields = ("name", "description", "icon", "color", "open_role", "created_by", "created_at")
    readonly_fields = ("icon", "color", "created_by", "created_at")
    inlines = (SpaceMemberInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Space]:
        inside = Count("documents", filter=Q(documents__trashed_at__isnull=True), distinct=True)
        spaces: QuerySet[Space] = super().get_queryset(request)
        return spaces.select_related("created_by").annotate(count=inside)

    def has_delete_permission(self, request: HttpRequest, obj: Space | None = None) -> bool:
        """On the space's page, by an owner: its documents go to the trash. Make yourself an owner here first."""
        return False

    def formfield_for_choice_field(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Nobody owns a space by being signed in."""
        if db_field.name == "open_role":
            kwargs["choices"] = [("", _("Nothing")), *((role.value, role.label) for role in Role if role < Role.OWNER)]
        return super().formfield_for_choice_field(db_field, request, **kwargs)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Takes the lock on rights before the rows that its formset saves."""
        with transaction.atomic():
            if request.method == "POST":
                tree.hold_tree()
            return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Space, form: Any, change: bool) -> None:
        if not change and isinstance(request.user, User):
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: BaseModelFormSet, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        space = form.instance
        if isinstance(request.user, User) and (form.has_changed() or formset.has_changed()):
            role = Role(space.open_role).label if space.open_role else None
            record("space.changed", request.user, subject=space.name, members=space.members.count(), role=role)
        change_access([space.pk])

    @admin.display(ordering="count")
    def documents(self, space: Any) -> int:
        return int(space.count)
