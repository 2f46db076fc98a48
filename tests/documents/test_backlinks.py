"""Which documents link to a document, told to whom, and kept with the projection."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pycrdt import Doc, XmlElement, XmlFragment, XmlText

from editor.accounts.models import User
from editor.documents import trashing
from editor.documents.access import access_document
from editor.documents.backlinks import linking_to
from editor.documents.models import Document, DocumentLink, Role
from editor.documents.ports import realtime
from editor.documents.projections import refresh_projection
from editor.log.models import Source
from tests.documents.conftest import Recording
from tests.people import client_of, make_document, make_user

pytestmark = pytest.mark.django_db


def write_links(document: Document, user: User, *targets: Any) -> None:
    """Makes the body a line with these links and nothing else."""

    def edit(doc: Doc[Any]) -> None:
        body: XmlFragment = doc.get("default", type=XmlFragment)
        while len(body.children):
            del body.children[0]
        line = body.children.append(XmlElement("paragraph")).children.append(XmlText())
        for target in targets:
            line.insert_embed(len(line), {"type": "documentLink", "attrs": {"document": str(target), "title": "T"}})

    realtime().write(document.pk, edit, user.pk, Source.SYSTEM)
    refresh_projection(document.pk)


def test_they_follow_the_text() -> None:
    ada = make_user("Ada")
    plan, notes, diary = (make_document(ada, title) for title in ("Plan", "Notes", "Diary"))
    write_links(notes, ada, plan.pk, diary.pk, plan.pk, notes.pk, uuid4())
    assert list(linking_to(ada, plan.pk)) == [notes]
    assert not linking_to(ada, notes.pk)
    write_links(notes, ada, diary.pk)
    assert not linking_to(ada, plan.pk)
    assert list(linking_to(ada, diary.pk)) == [notes]


def test_open_pages_of_the_target_are_told(told: Recording, django_capture_on_commit_callbacks: Any) -> None:
    ada = make_user("Ada")
    plan, notes = make_document(ada), make_document(ada)
    with django_capture_on_commit_callbacks(execute=True):
        write_links(notes, ada, plan.pk)
    assert (plan.pk, {"type": "linked"}) in told.events


def test_only_documents_that_the_reader_may_open_are_told() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    plan = make_document(ada, ben=(ben, Role.VIEWER))
    secret, shared = make_document(ada), make_document(ada, ben=(ben, Role.VIEWER))
    for document in (secret, shared):
        write_links(document, ada, plan.pk)
    assert list(linking_to(ben, plan.pk)) == [shared]
    trashing.trash(access_document(ada, shared.pk), ada)
    assert not linking_to(ben, plan.pk)


def test_the_section_asks_the_same_number_of_questions_for_one_and_for_many() -> None:
    ada = make_user("Ada")
    plan, client = make_document(ada), client_of(ada)

    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(f"/documents/{plan.pk}/mentioned-in").status_code == 200
        return len(queries)

    write_links(make_document(ada), ada, plan.pk)
    questions()  # with what is noted about a new session
    few = questions()
    for _ in range(5):
        write_links(make_document(ada), ada, plan.pk)
    assert questions() == few


def test_a_command_fills_them_in_for_documents_from_before() -> None:
    ada = make_user("Ada")
    plan, notes = make_document(ada), make_document(ada)
    write_links(notes, ada, plan.pk)
    DocumentLink.objects.all().delete()
    assert not refresh_projection(notes.pk)
    call_command("project_documents")
    assert list(linking_to(ada, plan.pk)) == [notes]
