"""Files in the administration: to be looked at. They go by themselves when no document shows them any more."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from editor.media.models import MediaFile, State
from editor.media.problems import count_text, size_text


@admin.register(MediaFile)
class MediaFileAdmin(admin.ModelAdmin):
    list_display = ("name", "kind", "bytes", "uploader", "documents", "state", "created_at")
    list_filter = ("kind", "state", "content_type")
    list_per_page = 50
    list_select_related = ("uploader",)
    search_fields = ("name", "uploader__email", "uses__document__title")
    search_help_text = gettext_lazy("Name, address of the uploader, or title of a document")
    ordering = ("-created_at",)
    fields = (
        *("name", "id", "kind", "content_type", "bytes", "pixels", "uploader", "documents", "state"),
        *("created_at", "confirmed_at", "sha256"),
    )
    readonly_fields = fields

    def get_queryset(self, request: HttpRequest) -> QuerySet[MediaFile]:
        files: QuerySet[MediaFile] = super().get_queryset(request)
        return files.prefetch_related("uses__document")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        kept = MediaFile.objects.exclude(state=State.GOING).aggregate(count=Count("pk"), total=Sum("size"))
        said = ngettext("{count} file, {size} together", "{count} files, {size} together", kept["count"]).format(
            count=count_text(kept["count"]), size=size_text(kept["total"] or 0)
        )
        return super().changelist_view(request, {"subtitle": said, **(extra_context or {})})

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: MediaFile | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: MediaFile | None = None) -> bool:
        return False

    @admin.display(description=gettext_lazy("size"), ordering="size")
    def bytes(self, file: MediaFile) -> str:
        return size_text(file.size)

    @admin.display
    def pixels(self, file: MediaFile) -> str:
        return _("{width} by {height}").format(width=file.width, height=file.height) if file.width else "-"

    @admin.display
    def documents(self, file: MediaFile) -> SafeString | str:
        """Those that use it; in brackets where the content doesn't show it at the moment."""
        links = [
            (
                reverse("admin:editor_document_change", args=[use.document_id]),
                f"({use.document})" if use.unused_since else str(use.document),
            )
            for use in file.uses.all()
        ]
        return format_html_join(", ", '<a href="{}">{}</a>', links) if links else "-"
