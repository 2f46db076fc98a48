"""The trash as it is shown, and the two dialogs that end it."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from editor.documents import actions, trashing
from editor.documents.access import access_document
from editor.documents.actions import Place
from editor.documents.models import Document, Role
from tests.media.uploads import make_file
from tests.people import client_of, make_document, make_user

pytestmark = pytest.mark.django_db


def test_the_page_says_who_when_how_many_and_until_when(settings: Any) -> None:
    settings.TRASH_DAYS = 10
    ada, ben = make_user("Ada"), make_user("Ben")
    document = make_document(ada, "Plan", ben=(ben, Role.OWNER))
    actions.create_document(ada, Place(parent_id=document.pk))
    trashing.trash(access_document(ben, document.pk), ben)
    page = " ".join(client_of(ada).get("/trash").content.decode().split())
    goes = timezone.now() + timedelta(days=10)
    assert "Ben, just now" in page
    assert "one document below it" in page
    assert f"Deleted for good on {goes.day} {goes:%B}" in page
    own = " ".join(client_of(ada).get(f"/documents/{document.pk}/").content.decode().split())
    assert "Ben moved it there, just now." in own


def test_the_question_says_what_goes_and_counts_only_files_that_nobody_else_has() -> None:
    ada = make_user("Ada")
    document = make_document(ada, "Plan")
    below = actions.create_document(ada, Place(parent_id=document.pk))
    make_file(below, ada)
    shared = make_file(document, ada)
    shared.uses.create(document=make_document(ada))
    trashing.trash(access_document(ada, document.pk), ada)
    for url in (f"/documents/{document.pk}/deletion", "/trash/empty"):
        asked = " ".join(client_of(ada).get(url).content.decode().split())
        assert "2 documents go" in asked
        assert "One file that no other document has" in asked


def test_emptying_leaves_what_came_after_the_question() -> None:
    ada = make_user("Ada")
    client = client_of(ada)
    first, second = make_document(ada), make_document(ada)
    trashing.trash(access_document(ada, first.pk), ada)
    Document.objects.filter(pk=first.pk).update(trashed_at=timezone.now() - timedelta(hours=1))
    asked_at = timezone.now()
    trashing.trash(access_document(ada, second.pk), ada)
    Document.objects.filter(pk=second.pk).update(trashed_at=asked_at + timedelta(seconds=1))
    beyond = ("9999-12-31T23:59:59-23:00", "0001-01-01T00:00:00+14:00")
    for nonsense in ("", "tomorrow", "2026-13-40T00:00", "2026-01-01T00:00:00", *beyond):
        client.post("/trash/empty", {"until": nonsense})
    assert not Document.objects.filter(removed_at__isnull=False).exists()
    client.post("/trash/empty", {"until": asked_at.isoformat()})
    assert list(Document.objects.filter(removed_at__isnull=False)) == [first]
