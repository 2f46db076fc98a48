"""What leaves the trash for good: by hand, all at once, after the term. And what doesn't."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone
from pycrdt import Doc, Text

from editor.accounts.models import User
from editor.audit.models import AuditEvent
from editor.documents import actions, removal, trashing
from editor.documents.access import DocumentNotFound, access_document, find_rights
from editor.documents.actions import Place
from editor.documents.models import Document, Membership, Role
from editor.documents.ports import realtime
from editor.documents.tasks import erase_removed, sweep_trash
from editor.log.compaction import compact
from editor.log.models import ClientOwner, LogEntry, LogHead, Snapshot, Source
from editor.media.models import FileUse, MediaFile
from tests.documents.conftest import Recording
from tests.media.uploads import make_file
from tests.people import access_version, make_document, make_user, owner_access

pytestmark = pytest.mark.django_db


def below(user: User, parent: Document, title: str = "Below") -> Document:
    document = actions.create_document(user, Place(parent_id=parent.pk))
    Document.objects.filter(pk=document.pk).update(title=title)
    document.title = title
    return document


def put_in_trash(document: Document, user: User, days: float = 0) -> None:
    trashing.trash(access_document(user, document.pk), user)
    since = timezone.now() - timedelta(days=days)
    Document.objects.filter(trashed_with=document).update(trashed_at=since)


def remove(document: Document, user: User) -> None:
    removal.remove(access_document(user, document.pk, Role.OWNER, trashed=True), user)


def written(document: Document, user: User) -> None:
    def edit(doc: Doc[Any]) -> None:
        title: Text = doc.get("title", type=Text)
        title += "Words"

    realtime().write(document.pk, edit, user.pk, Source.SYSTEM)


def exists(document: Document) -> bool:
    return Document.objects.filter(pk=document.pk).exists()


def test_everything_of_the_document_goes_and_its_files_stay_for_the_sweep() -> None:
    ada = make_user("Ada")
    document = make_document(ada, ben=(make_user("Ben"), Role.EDITOR))
    other = make_document(ada)
    file = make_file(document, ada)
    for one in (document, other):
        written(one, ada)
        compact(one.pk)
    put_in_trash(document, ada)
    remove(document, ada)
    erase_removed()
    erase_removed()
    assert not exists(document)
    for model in (LogHead, LogEntry, Snapshot, ClientOwner, Membership, FileUse):
        assert not model.objects.filter(document_id=document.pk).exists()
    assert MediaFile.objects.filter(pk=file.pk).exists()
    assert LogEntry.objects.filter(document_id=other.pk).exists()
    connection.check_constraints()


def test_from_the_first_step_on_it_is_out_of_reach_for_good(told: Recording) -> None:
    ada = make_user("Ada")
    document = make_document(ada)
    put_in_trash(document, ada)
    before = access_version(document)
    remove(document, ada)
    assert find_rights(ada.pk, document.pk, trashed=True) is None
    assert access_version(document) == before + 1
    trashing.restore_documents([document.pk], ada)
    assert Document.objects.get(pk=document.pk).is_trashed
    assert not removal.trash_of(ada).exists()


def test_what_is_below_goes_with_it_and_all_of_it_is_noted() -> None:
    ada = make_user("Ada")
    document = make_document(ada, "Top")
    child = below(ada, document)
    put_in_trash(document, ada)
    remove(document, ada)
    erase_removed()
    assert not exists(child)
    noted = AuditEvent.objects.filter(action="document.deleted").order_by("subject")
    assert [(event.subject, event.actor, event.details["below"]) for event in noted] == [
        ("Below", ada.pk, str(document.pk)),
        ("Top", ada.pk, None),
    ]


def test_what_was_moved_to_the_trash_by_itself_stays_there_and_belongs_to_its_owner() -> None:
    ada = make_user("Ada")
    document = make_document(ada, "Top")
    child = below(ada, document, "Child")
    grandchild = below(ada, child, "Grandchild")
    put_in_trash(child, ada)
    put_in_trash(document, ada)
    remove(document, ada)
    erase_removed()
    child.refresh_from_db()
    grandchild.refresh_from_db()
    assert (child.parent_id, child.path, grandchild.path) == (None, [], [child.pk])
    trashing.restore(owner_access(child, ada), ada)
    assert access_document(ada, grandchild.pk, Role.OWNER)


def test_only_an_owner_deletes_and_only_from_the_trash() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    document = make_document(ada, ben=(ben, Role.EDITOR))
    live = access_document(ada, document.pk, Role.OWNER)
    put_in_trash(document, ada)
    with pytest.raises(DocumentNotFound):
        removal.remove(access_document(ben, document.pk, trashed=True), ben)
    with pytest.raises(DocumentNotFound):
        removal.remove(live, ada)
    trashing.restore(owner_access(Document.objects.get(pk=document.pk), ada), ada)
    assert removal.remove_documents([document.pk], ada) == 0


def test_the_sweep_takes_what_was_in_the_trash_for_the_term() -> None:
    ada = make_user("Ada")
    old, new, child = make_document(ada), make_document(ada), None
    child = below(ada, old)
    put_in_trash(old, ada, days=settings.TRASH_DAYS + 0.1)
    put_in_trash(new, ada, days=settings.TRASH_DAYS - 0.1)
    for _ in range(2):
        sweep_trash(0)
        assert [exists(one) for one in (old, child, new)] == [False, False, True]
    assert AuditEvent.objects.get(action="document.deleted", document=old.pk).actor is None


def test_a_step_that_was_cut_off_is_done_by_the_next_sweep() -> None:
    ada = make_user("Ada")
    document = make_document(ada)
    put_in_trash(document, ada)
    remove(document, ada)
    assert exists(document)
    sweep_trash(0)
    assert not exists(document)


def test_emptying_takes_only_what_is_the_persons_own_and_was_there_when_they_looked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(removal, "BATCH", 2)
    ada, ben = make_user("Ada"), make_user("Ben")
    mine = [make_document(ada) for _ in range(5)]
    bens = make_document(ben, ada=(ada, Role.EDITOR))
    for document in mine:
        put_in_trash(document, ada, days=1)
    put_in_trash(bens, ben, days=1)
    seen_at = timezone.now()
    late = make_document(ada)
    put_in_trash(late, ada)
    Document.objects.filter(pk=late.pk).update(trashed_at=seen_at + timedelta(seconds=1))
    assert removal.empty_trash(ada, seen_at) == 5
    assert removal.empty_trash(ada, seen_at) == 0
    erase_removed()
    left: set[UUID] = set(Document.objects.values_list("pk", flat=True))
    assert left == {bens.pk, late.pk}
