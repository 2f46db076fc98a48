"""Teams in the administration. What changes here reaches open documents as it does from the teams' own pages."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.forms import BaseModelFormSet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editor.accounts.models import User
from editor.audit.recording import record
from editor.documents.actions import change_access
from editor.documents.admin import RightsAdmin
from editor.teams.actions import keeping_owners, shared_nodes
from editor.teams.models import Team, TeamMember


class TeamMemberInline(admin.TabularInline):
    model = TeamMember
    fields = ("user", "is_manager")
    autocomplete_fields = ("user",)
    extra = 0


@admin.register(Team)
class TeamAdmin(RightsAdmin):
    list_display = ("name", "description", "people", "created_by", "created_at")
    search_fields = ("name", "members__user__email", "members__user__name")
    search_help_text = gettext_lazy("Name, or name or address of somebody in it")
    ordering = ("name",)
    fields = ("name", "description", "created_by", "created_at", "page")
    readonly_fields = ("created_by", "created_at", "page")
    inlines = (TeamMemberInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Team]:
        teams: QuerySet[Team] = super().get_queryset(request)
        return teams.select_related("created_by").annotate(count=Count("members", distinct=True))

    def has_delete_permission(self, request: HttpRequest, obj: Team | None = None) -> bool:
        """On the team's page, which says what would be lost and sees to it that everything keeps an owner."""
        return False

    def save_model(self, request: HttpRequest, obj: Team, form: Any, change: bool) -> None:
        if not change and isinstance(request.user, User):
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    def save_formset(self, request: HttpRequest, form: Any, formset: BaseModelFormSet, change: bool) -> None:
        with keeping_owners(form.instance):
            super().save_formset(request, form, formset, change)
        if isinstance(request.user, User) and formset.has_changed():
            record("team.changed", request.user, subject=form.instance.name, people=form.instance.members.count())
        change_access(shared_nodes(form.instance))

    @admin.display(ordering="count")
    def people(self, team: Any) -> int:
        return int(team.count)

    @admin.display
    def page(self, team: Team) -> str:
        return format_html('<a href="{}">{}</a>', reverse("team", args=[team.pk]), _("Open the team"))
