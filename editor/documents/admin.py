"""Documents in the administration: found by title or owner, with their size; trash, restore, members, the log."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db.models import BigIntegerField, Func, OuterRef, QuerySet, Subquery, Sum
from django.forms import BaseModelFormSet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join

from editor.accounts.models import User
from editor.documents.actions import restore_documents, trash_documents
from editor.documents.members import members_changed
from editor.documents.models import Document, Membership, Role
from editor.log.models import LogEntry, Snapshot


class MembersFormSet(BaseInlineFormSet):
    def clean(self) -> None:
        super().clean()
        kept = [form.cleaned_data for form in self.forms if form.is_valid() and form.cleaned_data]
        if not any(row.get("role") == Role.OWNER and not row.get("DELETE") for row in kept):
            raise ValidationError("A document needs an owner.")


class MemberInline(admin.TabularInline):
    model = Membership
    formset = MembersFormSet
    fields = ("user", "role")
    autocomplete_fields = ("user",)
    extra = 0


class OctetLength(Func):
    function = "octet_length"
    output_field = BigIntegerField()


def _size(rows: QuerySet[Any]) -> Subquery:
    sizes = (
        rows.filter(document=OuterRef("pk")).order_by().values("document").annotate(size=Sum(OctetLength("payload")))
    )
    return Subquery(sizes.values("size"), output_field=BigIntegerField())


class ViolationsFilter(admin.SimpleListFilter):
    title = "violations of the schema"
    parameter_name = "violations"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Has violations"), ("no", "Has none")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Document]) -> QuerySet[Document]:
        if self.value() == "yes":
            return queryset.exclude(violations=[])
        return queryset.filter(violations=[]) if self.value() == "no" else queryset


@admin.register(Document)
class DocumentAdmin(admin.ModelAdmin):
    list_display = ("name", "owners", "log_size", "snapshot_size", "head", "edited_at", "trashed_at")
    list_filter = (("trashed_at", admin.EmptyFieldListFilter), ViolationsFilter)
    list_per_page = 50
    search_fields = ("title", "memberships__user__email", "memberships__user__name")
    search_help_text = "Title, or name or address of somebody in it"
    ordering = ("-edited_at",)
    fields = (
        "title",
        "id",
        "created_by",
        "created_at",
        "edited_at",
        "trashed_at",
        "word_count",
        "generation",
        "log",
        "schema_violations",
    )
    readonly_fields = fields
    inlines = (MemberInline,)
    actions = ("move_to_trash", "restore")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        sizes = {"log_bytes": _size(LogEntry.objects.all()), "snapshot_bytes": _size(Snapshot.objects.all())}
        documents: QuerySet[Document] = super().get_queryset(request)
        documents = documents.select_related("log_head", "created_by").defer("text", "violations")
        return documents.prefetch_related("memberships__user").annotate(**sizes)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        return False

    def save_formset(self, request: HttpRequest, form: Any, formset: BaseModelFormSet, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        members_changed(form.instance.pk)

    @admin.display(description="title", ordering="title")
    def name(self, document: Document) -> str:
        return str(document)

    @admin.display(description="owner")
    def owners(self, document: Document) -> str:
        members = document.memberships.all()
        return ", ".join(member.user.email for member in members if member.role == Role.OWNER)

    @admin.display(description="log", ordering="log_bytes")
    def log_size(self, document: Any) -> str:
        return filesizeformat(document.log_bytes or 0)

    @admin.display(description="snapshots", ordering="snapshot_bytes")
    def snapshot_size(self, document: Any) -> str:
        return filesizeformat(document.snapshot_bytes or 0)

    @admin.display(ordering="log_head__head")
    def head(self, document: Document) -> int:
        return document.log_head.head

    @admin.display
    def generation(self, document: Document) -> str:
        return str(document.log_head.generation)

    @admin.display(description="log")
    def log(self, document: Document) -> str:
        url = reverse("admin:editor_document_log", args=[document.pk])
        return format_html('<a href="{}">{} entries</a>', url, document.log_head.head)

    @admin.display(description="violations")
    def schema_violations(self, document: Document) -> str:
        """What the editor shows inert, where it stands, and what it is."""
        rows = [(found["kind"], found["place"], found["detail"]) for found in document.violations]
        if not rows:
            return "None"
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{} at {}: {}</li>", rows))

    @admin.action(description="Move to the trash")
    def move_to_trash(self, request: HttpRequest, queryset: QuerySet[Document]) -> None:
        if isinstance(request.user, User):
            trash_documents(list(queryset.values_list("pk", flat=True)), request.user)

    @admin.action(description="Restore from the trash")
    def restore(self, request: HttpRequest, queryset: QuerySet[Document]) -> None:
        if isinstance(request.user, User):
            restore_documents(list(queryset.values_list("pk", flat=True)), request.user)

    def get_urls(self) -> list[URLPattern]:
        log = path("<uuid:document_id>/log/", self.admin_site.admin_view(self.log_view), name="editor_document_log")
        return [log, *super().get_urls()]

    def log_view(self, request: HttpRequest, document_id: Any) -> HttpResponse:
        """The log's entries, without their bytes. (Their composite key keeps them out of the ordinary admin.)"""
        document = get_object_or_404(self.get_queryset(request), pk=document_id)
        entries = LogEntry.objects.filter(document=document).order_by("-number").defer("payload")
        page = Paginator(entries.annotate(size=OctetLength("payload")), 100).get_page(request.GET.get("page"))
        authors = User.objects.in_bulk({entry.author for entry in page})
        rows = [(entry, authors.get(entry.author, entry.author)) for entry in page]
        context = {
            **self.admin_site.each_context(request),
            "title": f"Log of {document}",
            "document": document,
            "page": page,
            "rows": rows,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/editor/document/log.html", context)
