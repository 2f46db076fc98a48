"""What an administrator does to documents, each with its own word in the audit log."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from editor.accounts.models import User
from editor.documents.actions import lock_documents
from editor.documents.models import Document
from editor.documents.removal import remove_documents, together
from editor.documents.trashing import restore_documents, trash_documents
from editor.operations import upkeep
from editor.operations.admin.asking import NewOwnerForm, Question, ask, is_answered
from editor.operations.models import Upkeep
from editor.operations.ownership import change_owner


class DocumentActions(admin.ModelAdmin):
    """The list's actions. Those that only a careful person should do ask on a page of their own."""

    actions = ("lock", "unlock", "change_owner", "move_to_trash", "restore", "delete_for_good", "verify", "compact")

    def has_remove_permission(self, request: HttpRequest) -> bool:
        """What Django calls deleting is out of the question here: it would leave what others have to the document."""
        return _by(request).has_perm("editor.delete_document")

    @admin.action(permissions=["change"], description=gettext_lazy("Lock: nobody edits"))
    def lock(self, request: HttpRequest, queryset: QuerySet[Document]) -> None:
        lock_documents(_ids(queryset), _by(request), locked=True)

    @admin.action(permissions=["change"], description=gettext_lazy("Unlock"))
    def unlock(self, request: HttpRequest, queryset: QuerySet[Document]) -> None:
        lock_documents(_ids(queryset), _by(request), locked=False)

    @admin.action(permissions=["change"], description=gettext_lazy("Move to the trash"))
    def move_to_trash(self, request: HttpRequest, queryset: QuerySet[Document]) -> None:
        trash_documents(_ids(queryset), _by(request))

    @admin.action(permissions=["change"], description=gettext_lazy("Restore from the trash"))
    def restore(self, request: HttpRequest, queryset: QuerySet[Document]) -> None:
        restore_documents(_ids(queryset), _by(request))

    @admin.action(permissions=["change"], description=gettext_lazy("Change the owner …"))
    def change_owner(self, request: HttpRequest, queryset: QuerySet[Document]) -> HttpResponse | None:
        form = NewOwnerForm(request.POST if is_answered(request) else None)
        if not form.is_valid():
            text = _("The new owner may do everything with these documents, and share them.")
            title, button = _("Change the owner"), _("Change the owner")
            return ask(self, request, Question("change_owner", title, text, button, queryset), form)
        owner: User = form.cleaned_data["owner"]
        changed = change_owner(_ids(queryset), owner, _by(request), form.kept_role)
        said = ngettext("%(name)s owns %(n)d document now.", "%(name)s owns %(n)d documents now.", changed)
        self.message_user(request, said % {"name": owner.display_name, "n": changed}, messages.SUCCESS)
        return None

    @admin.action(permissions=["remove"], description=gettext_lazy("Delete for good …"))
    def delete_for_good(self, request: HttpRequest, queryset: QuerySet[Document]) -> HttpResponse | None:
        """Only out of the trash, where they have stood for everybody to see."""
        gone = together(_ids(queryset.filter(trashed_at__isnull=False)))
        if not gone.exists():
            self.message_user(request, _("Only documents in the trash can be deleted for good."), messages.WARNING)
            return None
        if not is_answered(request):
            text = _("These go with their text, their history and their files, and nothing brings them back.")
            title, button = _("Delete for good"), _("Delete for good")
            return ask(self, request, Question("delete_for_good", title, text, button, gone), None)
        removed = remove_documents(_ids(queryset), _by(request))
        said = ngettext("%(n)d document was deleted for good.", "%(n)d documents were deleted for good.", removed)
        self.message_user(request, said % {"n": removed}, messages.SUCCESS)
        return None

    @admin.action(permissions=["change"], description=gettext_lazy("Verify the log"))
    def verify(self, request: HttpRequest, queryset: QuerySet[Document]) -> None:
        self._ask_for_upkeep(request, queryset, Upkeep.What.VERIFY)

    @admin.action(permissions=["change"], description=gettext_lazy("Compact now"))
    def compact(self, request: HttpRequest, queryset: QuerySet[Document]) -> None:
        self._ask_for_upkeep(request, queryset, Upkeep.What.COMPACT)

    def _ask_for_upkeep(self, request: HttpRequest, queryset: QuerySet[Document], what: Upkeep.What) -> None:
        asked = upkeep.ask(_ids(queryset), what, _by(request))
        said = ngettext(
            "The worker looks at %(n)d document. What came of it stands on the document's page.",
            "The worker looks at %(n)d documents. What came of it stands on each one's page.",
            asked,
        )
        self.message_user(request, said % {"n": asked}, messages.SUCCESS)


def _ids(documents: QuerySet[Document]) -> list[Any]:
    return list(documents.values_list("pk", flat=True))


def _by(request: HttpRequest) -> User:
    by: Any = request.user
    return by  # type: ignore[no-any-return] # the administration's gate let nobody else in
