"""Documents in the administration: found by title, owner or member, with their sizes, readers and log."""

from typing import Any
from uuid import UUID

from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import BaseModelFormSet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editor.accounts.models import User
from editor.audit.admin import Audited
from editor.documents.access import has_owner
from editor.documents.actions import Refused
from editor.documents.admin import RightsAdmin
from editor.documents.members import members_changed
from editor.documents.models import Document, Membership, Role
from editor.log.models import LogEntry
from editor.operations.admin.document_actions import DocumentActions
from editor.operations.admin.document_columns import (
    LockedFilter,
    OctetLength,
    TrashedFilter,
    ViolationsFilter,
    sizes_now,
    with_sizes,
)
from editor.operations.charts import bars

SHOWN_UPKEEP = 10
SHOWN_SIZES = 30


class MembersFormSet(BaseInlineFormSet):
    """Says beside the rows what saving would refuse; whether an owner can still sign in, saving alone knows."""

    def clean(self) -> None:
        super().clean()
        kept = [form.cleaned_data for form in self.forms if form.is_valid() and form.cleaned_data]
        if any(row.get("role") == Role.OWNER and not row.get("DELETE") for row in kept):
            return
        if not has_owner(self.instance.inherits_from):
            raise ValidationError(_("A document needs an owner."))


class MemberInline(admin.TabularInline):
    model = Membership
    formset = MembersFormSet
    fields = ("user", "role")
    autocomplete_fields = ("user",)
    extra = 0


@admin.register(Document)
class DocumentAdmin(DocumentActions, RightsAdmin, Audited):
    list_display = (
        *("name", "owners", "space", "state", "text_size", "log_size", "snapshot_size", "file_size"),
        *("live", "edited"),
    )
    list_filter = (TrashedFilter, LockedFilter, ViolationsFilter, "is_template", "space")
    list_per_page = 50
    search_fields = ("title", "memberships__user__email", "memberships__user__name")
    search_help_text = gettext_lazy("Title, id, or name or address of somebody in it")
    ordering = ("-edited_at",)
    fields = (
        *(
            "title",
            "id",
            "space",
            "parent",
            "state",
            "created_by",
            "created_at",
            "edited_at",
            "trashed_by",
            "locked_by",
        ),
        *("word_count", "live_sessions", "log", "generation", "schema_violations", "sizes", "upkeep", "audit"),
    )
    readonly_fields = fields
    inlines = (MemberInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Document]:
        documents: QuerySet[Document] = super().get_queryset(request).filter(removed_at__isnull=True)
        documents = documents.select_related("log_head", "created_by", "space").defer("text", "violations")
        return with_sizes(documents.prefetch_related("memberships__user"))

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        try:
            return queryset.filter(pk=UUID(search_term.strip())), False
        except ValueError:
            return super().get_search_results(request, queryset, search_term)

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest) -> bool:
        """A person's page links to their documents."""
        return lookup == "memberships__user" or super().lookup_allowed(lookup, value, request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Document | None = None) -> bool:
        return False

    def save_formset(self, request: HttpRequest, form: Any, formset: BaseModelFormSet, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        document: Document = form.instance
        if formset.has_changed() and not has_owner([document.pk, *document.inherits_from]):
            raise Refused(_("A document needs an owner."))
        members_changed(document.pk)

    # -- In the list -------------------------------------------------------------------------------------------------

    @admin.display(description=gettext_lazy("title"), ordering="title")
    def name(self, document: Document) -> str:
        return str(document)

    @admin.display(description=gettext_lazy("owner"))
    def owners(self, document: Document) -> str:
        members = document.memberships.all()
        return ", ".join(member.user.email for member in members if member.role == Role.OWNER)

    @admin.display(description=gettext_lazy("state"))
    def state(self, document: Document) -> str:
        states = {_("in the trash"): document.trashed_at, _("locked"): document.locked_at}
        return ", ".join(word for word, since in states.items() if since) or "—"

    @admin.display(description=gettext_lazy("text"), ordering="text_bytes")
    def text_size(self, document: Any) -> str:
        return filesizeformat(document.text_bytes)

    @admin.display(description=gettext_lazy("log"), ordering="log_bytes")
    def log_size(self, document: Any) -> str:
        return filesizeformat(document.log_bytes)

    @admin.display(description=gettext_lazy("snapshots"), ordering="snapshot_bytes")
    def snapshot_size(self, document: Any) -> str:
        return filesizeformat(document.snapshot_bytes)

    @admin.display(description=gettext_lazy("files"), ordering="file_bytes")
    def file_size(self, document: Any) -> str:
        return filesizeformat(document.file_bytes)

    @admin.display(description=gettext_lazy("open now"), ordering="live_count")
    def live(self, document: Any) -> str:
        return self.live_sessions(document) if document.live_count else "—"

    @admin.display(description=gettext_lazy("edited"), ordering="edited_at")
    def edited(self, document: Document) -> str:
        return f"{document.edited_at:%Y-%m-%d %H:%M}"

    # -- On a document's page ----------------------------------------------------------------------------------------

    @admin.display(description=gettext_lazy("open now"))
    def live_sessions(self, document: Any) -> str:
        url = reverse("admin:editor_livesession_changelist")
        return format_html('<a href="{}?document={}">{}</a>', url, document.pk, document.live_count)

    @admin.display
    def generation(self, document: Document) -> str:
        return str(document.log_head.generation)

    @admin.display(description=gettext_lazy("log"))
    def log(self, document: Document) -> str:
        url = reverse("admin:editor_document_log", args=[document.pk])
        return format_html('<a href="{}">{} entries</a>', url, document.log_head.head)

    @admin.display(description=gettext_lazy("audit log"))
    def audit(self, document: Document) -> str:
        url = reverse("admin:editor_auditevent_changelist")
        return format_html('<a href="{}?document={}">{}</a>', url, document.pk, _("What was done with it"))

    @admin.display(description=gettext_lazy("violations"))
    def schema_violations(self, document: Document) -> str:
        """What the editor shows inert, where it stands, and what it is."""
        rows = [(found["kind"], found["place"], found["detail"]) for found in document.violations]
        if not rows:
            return _("None")
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{} at {}: {}</li>", rows))

    @admin.display(description=gettext_lazy("sizes"))
    def sizes(self, document: Any) -> str:
        now = sizes_now(document)
        days = [now, *document.sizes.exclude(day=now.day).order_by("-day")[: SHOWN_SIZES - 1]]
        chart = bars(_("Size by day, in bytes"), [(day.day.isoformat(), day.together) for day in reversed(days)])
        return render_to_string("admin/editor/document/sizes.html", {"document": document, "chart": chart})

    @admin.display(description=gettext_lazy("verified and compacted"))
    def upkeep(self, document: Any) -> str:
        asked = list(document.upkeep.select_related("asked_by").order_by("-asked_at")[:SHOWN_UPKEEP])
        return render_to_string("admin/editor/document/upkeep.html", {"asked": asked})

    def get_urls(self) -> list[URLPattern]:
        log = path("<uuid:document_id>/log/", self.admin_site.admin_view(self.log_view), name="editor_document_log")
        return [log, *super().get_urls()]

    def log_view(self, request: HttpRequest, document_id: UUID) -> HttpResponse:
        """The log's entries, without their bytes. (Their composite key keeps them out of the ordinary admin.)"""
        document = get_object_or_404(self.get_queryset(request), pk=document_id)
        if not self.has_view_permission(request, document):
            raise PermissionDenied
        entries = LogEntry.objects.filter(document=document).order_by("-number").defer("payload")
        page = Paginator(entries.annotate(size=OctetLength("payload")), 100).get_page(request.GET.get("page"))
        authors = User.objects.in_bulk({entry.author for entry in page})
        rows = [(entry, authors.get(entry.author, entry.author)) for entry in page]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Log of {document}").format(document=document),
            "document": document,
            "page": page,
            "rows": rows,
            "opts": self.opts,
        }
        return TemplateResponse(request, "admin/editor/document/log.html", context)
