"""The worker's jobs in the administration: what waits, what failed and why, and another try."""

import json
from datetime import timedelta
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import ConnectorException

from editor.audit.addresses import address_of
from editor.audit.recording import record
from editor.operations.models import JobFailure

SILENT_WORKER = timedelta(seconds=60)
MAX_SHOWN_ARGUMENTS = 200


def stalled() -> Q:
    """Jobs whose worker has died: they say that they are being done, and nobody does them."""
    silent = Q(worker__isnull=True) | Q(worker__last_heartbeat__lt=timezone.now() - SILENT_WORKER)
    return Q(status="doing") & silent


class TroubleFilter(admin.SimpleListFilter):
    title = gettext_lazy("trouble")
    parameter_name = "trouble"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("failed", _("Failed")), ("stalled", _("Left by a dead worker"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() == "failed":
            return queryset.filter(status="failed")
        return queryset.filter(stalled()) if self.value() == "stalled" else queryset


admin.site.unregister(ProcrastinateJob)


@admin.register(ProcrastinateJob)
class JobAdmin(admin.ModelAdmin):
    list_display = ("task", "arguments", "status", "attempts", "scheduled_at", "queue_name", "problem")
    list_filter = (TroubleFilter, "status", "queue_name", "task_name")
    list_per_page = 50
    search_fields = ("task_name", "args")
    ordering = ("-pk",)
    show_full_result_count = False
    fields = (
        "id",
        "task_name",
        "arguments_in_full",
        "status",
        "attempts",
        "scheduled_at",
        "queue_name",
        "history",
        "error",
    )
    readonly_fields = fields
    actions = ("retry", "cancel")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        jobs: QuerySet[Any] = super().get_queryset(request)
        last = JobFailure.objects.filter(job_id=OuterRef("pk")).order_by("-at").values("error")[:1]
        annotated: QuerySet[Any] = jobs.select_related("worker").annotate(last_error=Subquery(last))
        return annotated

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(
            request, {"title": _("Jobs"), "subtitle": queue_lengths(), **(extra_context or {})}
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """For the list's actions only: a job's fields are procrastinate's."""
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("task"), ordering="task_name")
    def task(self, job: ProcrastinateJob) -> str:
        return job.task_name.rpartition(".")[2].replace("_", " ")

    @admin.display(description=gettext_lazy("arguments"))
    def arguments(self, job: ProcrastinateJob) -> str:
        text = ", ".join(f"{name}={value}" for name, value in job.args.items())
        return text if len(text) <= MAX_SHOWN_ARGUMENTS else f"{text[:MAX_SHOWN_ARGUMENTS]}…"

    @admin.display(description=gettext_lazy("arguments"))
    def arguments_in_full(self, job: ProcrastinateJob) -> str:
        return format_html("<pre>{}</pre>", json.dumps(job.args, indent=2, ensure_ascii=False))

    @admin.display(description=gettext_lazy("problem"))
    def problem(self, job: Any) -> str:
        """The last line of the last error."""
        return (job.last_error or "").strip().rpartition("\n")[2][:MAX_SHOWN_ARGUMENTS]

    @admin.display(description=gettext_lazy("error"))
    def error(self, job: Any) -> str:
        return format_html("<pre>{}</pre>", job.last_error) if job.last_error else "—"

    @admin.display(description=gettext_lazy("history"))
    def history(self, job: Any) -> str:
        events = job.procrastinateevent_set.order_by("at").values_list("type", "at")
        return "\n".join(f"{at:%Y-%m-%d %H:%M:%S} {kind.replace('_', ' ')}" for kind, at in events)

    @admin.action(
        permissions=["change"], description=gettext_lazy("Try again: those that failed or were left by a dead worker")
    )
    def retry(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        jobs = list(queryset.filter(Q(status="failed") | stalled()))
        tried = sum(self._do(request, job, "job.retried", _retry) for job in jobs)
        said = ngettext("%(n)d job is tried again.", "%(n)d jobs are tried again.", tried) % {"n": tried}
        self.message_user(request, said, messages.SUCCESS if tried else messages.WARNING)

    @admin.action(permissions=["change"], description=gettext_lazy("Cancel: those that wait"))
    def cancel(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        jobs = list(queryset.filter(status="todo"))
        cancelled = sum(self._do(request, job, "job.cancelled", _cancel) for job in jobs)
        said = ngettext("%(n)d job was cancelled.", "%(n)d jobs were cancelled.", cancelled) % {"n": cancelled}
        self.message_user(request, said, messages.SUCCESS if cancelled else messages.WARNING)

    def _do(self, request: HttpRequest, job: Any, action: str, deed: Any) -> bool:
        by: Any = request.user
        try:
            with transaction.atomic():
                deed(job)
                record(action, by, subject=job.task_name, address=address_of(request), job=job.pk)
        except ConnectorException:
            text = _("Job %(id)d can't be: the same is waiting already, or it has changed meanwhile.") % {"id": job.pk}
            self.message_user(request, text, messages.WARNING)
            return False
        return True


def _retry(job: Any) -> None:
    app.job_manager.retry_job_by_id(job.pk, timezone.now(), job.priority, job.queue_name, job.lock)


def _cancel(job: Any) -> None:
    app.job_manager.cancel_job_by_id(job.pk)


def queue_lengths() -> str:
    """How many jobs wait, in each queue; and how many have failed."""
    waiting = ProcrastinateJob.objects.filter(status="todo").values_list("queue_name").annotate(count=Count("pk"))
    failed = ProcrastinateJob.objects.filter(status="failed").count()
    parts = [
        _("%(n)d waiting in %(queue)s") % {"n": count, "queue": name} for name, count in waiting.order_by("queue_name")
    ]
    return ", ".join([*parts, ngettext("%(n)d failed", "%(n)d failed", failed) % {"n": failed}])
