"""Snapshots in the administration, to look at. The log itself has a page at its document."""

from typing import Any

from django.contrib import admin
from django.db.models import BigIntegerField, Func, QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat

from editor.log.models import Snapshot


@admin.register(Snapshot)
class SnapshotAdmin(admin.ModelAdmin):
    list_display = ("document_id", "number", "size", "created_at")
    search_fields = ("document__title", "document__id")
    fields = ("document", "number", "size", "created_at")
    readonly_fields = fields
    ordering = ("-created_at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Snapshot]:
        length = Func("payload", function="octet_length", output_field=BigIntegerField())
        snapshots: QuerySet[Snapshot] = super().get_queryset(request)
        return snapshots.defer("payload").annotate(payload_bytes=length)

    @admin.display(ordering="payload_bytes")
    def size(self, snapshot: Any) -> str:
        return filesizeformat(snapshot.payload_bytes)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Snapshot | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Snapshot | None = None) -> bool:
        return False
