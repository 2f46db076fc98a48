"""Open connections in the administration: who has what open, on which replica, and the two ways of ending that."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from editor.accounts.models import User, Visitor
from editor.audit.addresses import address_of
from editor.audit.recording import record
from editor.realtime.closing import close_connections, end_session, end_token
from editor.realtime.models import LiveSession, live_sessions


@admin.register(LiveSession)
class LiveSessionAdmin(admin.ModelAdmin):
    list_display = ("person", "document_link", "role", "kind", "since", "replica", "end")
    list_display_links = None
    list_filter = ("role", "kind", "replica")
    list_select_related = ("document", "replica")
    list_per_page = 100
    search_fields = ("document__title",)
    search_help_text = gettext_lazy("Title of the document, or name or address of the person")
    ordering = ("-since",)
    actions = ("close", "sign_out")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        people = User.objects.filter(pk=OuterRef("reader_id"))
        visitors = Visitor.objects.filter(pk=OuterRef("reader_id"), user__isnull=False)
        sessions = live_sessions().select_related("document", "replica").defer("document__text")
        return sessions.annotate(
            email=Coalesce(Subquery(people.values("email")), Subquery(visitors.values("user__email")), Value("")),
            name=Coalesce(Subquery(people.values("name")), Value("")),
        )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        found, _distinct = super().get_search_results(request, queryset, search_term)
        if search_term.strip():
            people = User.objects.filter(Q(email__icontains=search_term) | Q(name__icontains=search_term))
            found = found | queryset.filter(reader_id__in=people.values("pk"))
        return found, False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: LiveSession | None = None) -> bool:
        return obj is None and super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: LiveSession | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Live sessions"), **(extra_context or {})})

    @admin.display(description=gettext_lazy("person"))
    def person(self, session: Any) -> str:
        if not session.email:
            return _("A visitor by a link")
        if session.kind == LiveSession.Kind.VISITOR:
            return str(session.email)
        url = reverse("admin:editor_user_change", args=[session.reader_id])
        return format_html('<a href="{}">{}</a> {}', url, session.name or session.email, session.email)

    @admin.display(description=gettext_lazy("document"), ordering="document__title")
    def document_link(self, session: LiveSession) -> str:
        url = reverse("admin:editor_document_change", args=[session.document_id])
        return format_html('<a href="{}">{}</a>', url, session.document)

    @admin.display(description=gettext_lazy("end"))
    def end(self, session: LiveSession) -> str:
        """Buttons within the list's own form, each with an address of its own."""
        close = reverse("admin:editor_livesession_close", args=[session.connection])
        button = '<button type="submit" class="button" formaction="{}">{}</button>'
        closing = format_html(button, close, _("Close"))
        if not session.session_key:
            return closing
        out = reverse("admin:editor_livesession_sign_out", args=[session.connection])
        is_token = session.kind == LiveSession.Kind.TOKEN
        return format_html("{} {}", closing, format_html(button, out, _("Revoke token") if is_token else _("Sign out")))

    @admin.action(
        permissions=["change"], description=gettext_lazy("Close these connections: their pages come back by themselves")
    )
    def close(self, request: HttpRequest, queryset: QuerySet[LiveSession]) -> None:
        self._close(request, list(queryset))

    @admin.action(
        permissions=["change"],
        description=gettext_lazy("Sign these browsers out, and revoke these tokens: they have to sign in again"),
    )
    def sign_out(self, request: HttpRequest, queryset: QuerySet[LiveSession]) -> None:
        self._sign_out(request, list(queryset))

    def get_urls(self) -> list[URLPattern]:
        def wrapped(view: Any) -> Any:
            return require_POST(self.admin_site.admin_view(view))

        return [
            path("<str:connection>/close/", wrapped(self.close_view), name="editor_livesession_close"),
            path("<str:connection>/sign-out/", wrapped(self.sign_out_view), name="editor_livesession_sign_out"),
            *super().get_urls(),
        ]

    def close_view(self, request: HttpRequest, connection: str) -> HttpResponse:
        return self._end_one(request, connection, self._close)

    def sign_out_view(self, request: HttpRequest, connection: str) -> HttpResponse:
        return self._end_one(request, connection, self._sign_out)

    def _end_one(self, request: HttpRequest, connection: str, end: Any) -> HttpResponse:
        if not self.has_change_permission(request):
            return HttpResponse(status=403)
        end(request, [get_object_or_404(LiveSession, pk=connection)])
        before = request.headers.get("Referer", "")
        is_ours = url_has_allowed_host_and_scheme(before, {request.get_host()})
        return redirect(before if is_ours else reverse("admin:editor_livesession_changelist"))

    def _close(self, request: HttpRequest, sessions: list[LiveSession]) -> None:
        closed = close_connections([session.connection for session in sessions])
        for session in sessions:
            self._note(request, "session.closed", session)
        said = ngettext("%(n)d connection is being closed.", "%(n)d connections are being closed.", closed)
        self.message_user(request, said % {"n": closed}, messages.SUCCESS)

    def _sign_out(self, request: HttpRequest, sessions: list[LiveSession]) -> None:
        if not request.user.is_superuser:
            sessions = self._without_superusers(request, sessions)
        tokens = {one.session_key: one.reader_id for one in sessions if _is_by_token(one)}
        browsers = {one.session_key: one.reader_id for one in sessions if one.session_key and not _is_by_token(one)}
        for key, user_id in tokens.items():
            end_token(user_id, key)
        for key, user_id in browsers.items():
            end_session(user_id, key)
        for session in sessions:
            if session.session_key:
                self._note(request, "session.ended", session, kind=session.kind)
        if tokens:
            said = ngettext("%(n)d token was revoked.", "%(n)d tokens were revoked.", len(tokens))
            self.message_user(request, said % {"n": len(tokens)}, messages.SUCCESS)
        if browsers or not tokens:
            said = ngettext("%(n)d browser was signed out.", "%(n)d browsers were signed out.", len(browsers))
            self.message_user(request, said % {"n": len(browsers)}, messages.SUCCESS)

    def _without_superusers(self, request: HttpRequest, sessions: list[LiveSession]) -> list[LiveSession]:
        readers = {session.reader_id for session in sessions}
        above = set(User.objects.filter(pk__in=readers, is_superuser=True).values_list("pk", flat=True))
        if above:
            self.message_user(request, _("Only a superuser may do this to a superuser."), messages.WARNING)
        return [session for session in sessions if session.reader_id not in above]

    def _note(self, request: HttpRequest, action: str, session: LiveSession, **more: str) -> None:
        by: Any = request.user
        about = {"connection": session.connection, "reader": str(session.reader_id), **more}
        record(
            action,
            by,
            document=session.document_id,
            subject=str(session.document),
            address=address_of(request),
            **about,
        )


def _is_by_token(session: LiveSession) -> bool:
    return session.kind == LiveSession.Kind.TOKEN and bool(session.session_key)
