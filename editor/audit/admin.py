"""The audit log in the administration, to be looked at and exported; and what notes the administration's own doings."""

import json
from datetime import datetime, time, timedelta
from typing import Any

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from editor.audit.addresses import address_of
from editor.audit.export import stream_csv
from editor.audit.models import AuditEvent
from editor.audit.recording import record

_RECENT = timedelta(days=400)
_ALMOST_A_DAY = timedelta(days=1, microseconds=-1)  # the day after the last one that Python knows is none


class Audited(admin.ModelAdmin):
    """Notes in the audit log what is added, changed and deleted with the administration's forms."""

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        _note(request, "admin.added", obj)
        return super().log_addition(request, obj, message)

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> Any:
        if message:
            _note(request, "admin.changed", obj, change=_in_words(message))
        return super().log_change(request, obj, message)

    def log_deletions(self, request: HttpRequest, queryset: QuerySet[Any]) -> Any:
        for obj in queryset:
            _note(request, "admin.deleted", obj)
        return super().log_deletions(request, queryset)


def _note(request: HttpRequest, action: str, obj: Model, **details: str) -> None:
    by: Any = request.user
    kind = str(obj._meta.model_name)
    document = obj.pk if kind == "document" else None
    about = {"model": kind, "id": str(obj.pk), **details}
    record(action, by, document=document, subject=str(obj), address=address_of(request), **about)


def _in_words(message: Any) -> str:
    text = message if isinstance(message, str) else json.dumps(message)
    return LogEntry(change_message=text).get_change_message()


class ActionFilter(admin.SimpleListFilter):
    title = _("action")
    parameter_name = "action"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        recent = AuditEvent.objects.filter(at__gt=timezone.now() - _RECENT)
        return [(name, name) for name in recent.order_by("action").values_list("action", flat=True).distinct()]

    def queryset(self, request: HttpRequest, queryset: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
        return queryset.filter(action=self.value()) if self.value() else queryset


class DaysFilter(admin.ListFilter):
    """From a day to a day, both included."""

    title = _("days")
    template = "admin/editor/days_filter.html"

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        given = {name: params.pop(name) for name in ("from", "to") if name in params}
        self.days = {name: _day(values[-1]) for name, values in given.items()}
        self.others = [
            (name, text) for name, texts in request.GET.lists() if name not in {"from", "to"} for text in texts
        ]

    def has_output(self) -> bool:
        return True

    def expected_parameters(self) -> list[str | None]:
        return ["from", "to"]

    def choices(self, changelist: Any) -> Any:
        yield {"selected": any(self.days.values()), "first": self.days.get("from"), "last": self.days.get("to")}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        first, last = self.days.get("from"), self.days.get("to")
        if first:
            queryset = queryset.filter(at__gte=first)
        return queryset.filter(at__lte=last + _ALMOST_A_DAY) if last else queryset


def _day(text: str) -> datetime | None:
    """Its first moment; None for what is no day."""
    try:
        day = parse_date(text)
    except ValueError:
        return None
    return None if day is None else timezone.make_aware(datetime.combine(day, time.min))


@admin.register(AuditEvent)
class AuditEventAdmin(admin.ModelAdmin):
    list_display = ("at", "who", "action", "subject", "address")
    list_filter = (ActionFilter, DaysFilter)
    list_per_page = 100
    search_fields = ("actor_name", "subject", "action", "details")
    search_help_text = _("Who, what it was about, or anything in the details")
    ordering = ("-at", "-pk")
    show_full_result_count = False
    fields = ("at", "who", "action", "subject", "document", "address", "about")
    readonly_fields = fields
    change_list_template = "admin/editor/auditevent/change_list.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AuditEvent | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: AuditEvent | None = None) -> bool:
        return False

    @admin.display(description=_("who"), ordering="actor_name")
    def who(self, event: AuditEvent) -> str:
        if event.actor is None:
            return "—"
        return format_html('<a href="../auditevent/?actor={}">{}</a>', event.actor, event.actor_name or event.actor)

    @admin.display(description=_("details"))
    def about(self, event: AuditEvent) -> str:
        return format_html("<pre>{}</pre>", json.dumps(event.details, indent=2, ensure_ascii=False))

    def get_urls(self) -> list[URLPattern]:
        export = self.admin_site.admin_view(self.export)
        return [path("export/", export, name="editor_auditevent_export"), *super().get_urls()]

    def export(self, request: HttpRequest) -> HttpResponseBase:
        """What the list shows with the same filters, as CSV. That it was taken is noted too."""
        if not self.has_view_permission(request):
            return HttpResponse(status=403)
        events: QuerySet[AuditEvent] = self.get_changelist_instance(request).get_queryset(request)
        by: Any = request.user
        record("audit.exported", by, subject=request.GET.urlencode(), address=address_of(request))
        return stream_csv(request, events)
