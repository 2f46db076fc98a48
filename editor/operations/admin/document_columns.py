"""What the list of documents shows beside their own columns, all of it in the list's one query; and its filters."""

from typing import Any

from django.contrib import admin
from django.db.models import BigIntegerField, Count, Func, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editor.documents.models import Document
from editor.log.models import LogEntry, Snapshot
from editor.media.models import FileUse
from editor.operations.models import DocumentSize
from editor.realtime.models import live_sessions


class OctetLength(Func):
    function = "octet_length"
    output_field = BigIntegerField()


def with_sizes(documents: QuerySet[Document]) -> QuerySet[Any]:
    """Each with its `text_bytes`, `log_bytes`, `snapshot_bytes`, `file_bytes` and `live_count`."""
    return documents.annotate(
        text_bytes=OctetLength("text"),
        log_bytes=_sum(LogEntry.objects.all(), OctetLength("payload")),
        snapshot_bytes=_sum(Snapshot.objects.all(), OctetLength("payload")),
        file_bytes=_sum(FileUse.objects.all(), "file__size"),
        live_count=_of_document(live_sessions(), Count("pk")),
    )


def sizes_now(document: Any) -> DocumentSize:
    """As the night would measure it, of one of those; it isn't kept."""
    return DocumentSize(
        document=document,
        day=timezone.now().date(),
        text=document.text_bytes,
        log=document.log_bytes,
        snapshots=document.snapshot_bytes,
        files=document.file_bytes,
    )


def _sum(rows: QuerySet[Any], what: Any) -> Any:
    return _of_document(rows, Sum(what))


def _of_document(rows: QuerySet[Any], aggregate: Any) -> Any:
    found = rows.filter(document=OuterRef("pk")).order_by().values("document").annotate(found=aggregate)
    return Coalesce(Subquery(found.values("found"), output_field=BigIntegerField()), 0)


class ViolationsFilter(admin.SimpleListFilter):
    title = gettext_lazy("violations of the schema")
    parameter_name = "violations"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", _("Has violations")), ("no", _("Has none"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Document]) -> QuerySet[Document]:
        if self.value() == "yes":
            return queryset.exclude(violations=[])
        return queryset.filter(violations=[]) if self.value() == "no" else queryset


class PresentFilter(admin.SimpleListFilter):
    """Whether a time is set. A subclass names the column."""

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", _("Yes")), ("no", _("No"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Document]) -> QuerySet[Document]:
        if self.value() not in {"yes", "no"}:
            return queryset
        return queryset.filter(**{f"{self.parameter_name}_at__isnull": self.value() == "no"})


class TrashedFilter(PresentFilter):
    title = gettext_lazy("trash")
    parameter_name = "trashed"


class LockedFilter(PresentFilter):
    title = gettext_lazy("lock")
    parameter_name = "locked"
