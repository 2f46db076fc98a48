"""The columns derived from a document's content."""

import time
from dataclasses import replace
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pycrdt import Doc, Text, XmlElement, XmlFragment, XmlText

from editor.documents.access import access_document
from editor.documents.models import Document, DocumentLink, Role
from editor.documents.ports import news, realtime
from editor.documents.projections import AGAIN_AFTER, Projected, behind_projections, project, refresh_projection
from editor.documents.titles import rename, replace_title
from editor.log.models import LogEntry, Source
from editor.media.models import FileUse, MediaFile
from tests.people import make_document, make_user

pytestmark = pytest.mark.django_db


def state(title: str, *paragraphs: str) -> bytes:
    doc: Doc[Any] = Doc({"title": Text(title), "default": XmlFragment()})
    for paragraph in paragraphs:
        doc["default"].children.append(XmlElement("paragraph")).children.append(XmlText(paragraph))
    return doc.get_update()


def linking_to(target: Document) -> bytes:
    doc: Doc[Any] = Doc({"title": Text(), "default": XmlFragment()})
    line = doc["default"].children.append(XmlElement("paragraph")).children.append(XmlText())
    line.insert_embed(0, {"type": "documentLink", "attrs": {"document": str(target.pk), "title": "T"}})
    return doc.get_update()


def test_title_text_and_words_come_from_the_content() -> None:
    ada = make_user()
    document = make_document(ada)
    assert project(document.pk, state("Minutes", "We met.", "We ate"), 3, ada.pk)
    document.refresh_from_db()
    assert (document.title, document.text, document.word_count) == ("Minutes", "We met.\nWe ate", 4)
    assert (document.projected_number, document.edited_by) == (3, ada.pk)


@pytest.mark.parametrize("number", [3, 2])
def test_an_older_state_never_overwrites_a_newer_one(number: int) -> None:
    ada = make_user()
    document = make_document(ada)
    project(document.pk, state("New"), 3, ada.pk)
    assert not project(document.pk, state("Old"), number, ada.pk)
    document.refresh_from_db()
    assert document.title == "New"


def test_what_the_content_refers_to_is_not_written_again_while_it_is_the_same() -> None:
    source, target = make_document(make_user()), make_document(make_user("Grace"))
    first = project(source.pk, linking_to(target), 1, None)
    with CaptureQueriesContext(connection) as queries:
        second = project(source.pk, linking_to(target), 2, None, first)
    assert len([query for query in queries if query["sql"].startswith(("SELECT", "UPDATE"))]) == 2
    project(source.pk, state("Without"), 3, None, second)
    assert not DocumentLink.objects.filter(source=source).exists()


def test_what_another_replica_has_written_meanwhile_is_corrected() -> None:
    source, target = make_document(make_user()), make_document(make_user("Grace"))
    here = project(source.pk, linking_to(target), 1, None)
    project(source.pk, state("There"), 2, None)
    project(source.pk, linking_to(target), 3, None, here)
    assert DocumentLink.objects.filter(source=source, target=target).exists()


def test_watchers_are_looked_for_again_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    document = make_document(make_user())
    first = project(document.pk, state("One"), 1, None)
    assert first is not None
    monkeypatch.setattr(news(), "record_edit", lambda *_edit: told.append(1))
    second = project(document.pk, state("Two"), 2, None, first)
    assert (second, told) == (Projected(2, first.references, first.at), [])
    third = project(document.pk, state("Three"), 3, None, replace(first, number=2, at=first.at - AGAIN_AFTER))
    assert third is not None
    assert (third.at > first.at, told) == (True, [1])


def test_a_title_is_cut_and_nul_is_left_out() -> None:
    document = make_document(make_user())
    assert project(document.pk, state("x" * 700, "a\x00b"), 1, None)
    document.refresh_from_db()
    assert document.title == "x" * 500
    assert document.text == "ab"


def test_what_breaks_the_schema_is_noted_and_forgotten_when_it_is_mended() -> None:
    document = make_document(make_user())
    doc: Doc[Any] = Doc({"title": Text(), "default": XmlFragment()})
    text = doc["default"].children.append(XmlElement("paragraph", {"id": "p1"})).children.append(XmlText())
    text.insert(0, "click\x00", {"link": {"href": "javascript:alert(1)\x00"}})
    doc["default"].children.append(XmlElement("script"))
    project(document.pk, doc.get_update(), 1, None)
    document.refresh_from_db()
    assert [(found["place"], found["kind"]) for found in document.violations] == [
        ("p1", "forbidden link"),
        ("1", "unknown node"),
    ]
    project(document.pk, state("Mended", "Text"), 2, None)
    document.refresh_from_db()
    assert document.violations == []


def test_the_files_that_the_content_shows_are_in_use() -> None:
    document = make_document(make_user())
    shown, forgotten = (MediaFile.objects.create(name=name, size=1, content_type="image/png") for name in "ab")
    for file in (shown, forgotten):
        FileUse.objects.create(document=document, file=file)
    doc: Doc[Any] = Doc({"default": XmlFragment()})
    doc["default"].children.append(XmlElement("image", {"file": str(shown.pk)}))
    doc["default"].children.append(XmlElement("image", {"file": "not an id"}))
    project(document.pk, doc.get_update(), 1, None)
    used = FileUse.objects.filter(document=document, unused_since=None)
    assert [use.file_id for use in used] == [shown.pk]


def test_a_large_document_is_projected_in_time() -> None:
    document = make_document(make_user())
    doc: Doc[Any] = Doc({"default": XmlFragment()})
    with doc.transaction():
        for _ in range(4_000):
            paragraph = doc["default"].children.append(XmlElement("paragraph"))
            paragraph.children.append(XmlText("Twenty-five characters and on. " * 8))
    whole = doc.get_update()
    started = time.process_time()
    assert project(document.pk, whole, 1, None)
    assert time.process_time() - started < 5


def test_a_document_that_is_gone_is_no_error() -> None:
    assert not project(uuid4(), state("Nobody's"), 1, None)


def test_renaming_is_an_edit_in_the_log_that_the_sweep_projects() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    document = make_document(ada, ben=(ben, Role.EDITOR))
    rename(access_document(ben, document.pk), "  Minutes\nof   May ", ben.pk)
    entry = LogEntry.objects.get(document=document)
    assert (entry.author, entry.number) == (ben.pk, 1)
    assert behind_projections() == [document.pk]
    assert refresh_projection(document.pk)
    assert behind_projections() == []
    document.refresh_from_db()
    assert document.title == "Minutes of May"
    assert document.edited_by == ben.pk
    assert not refresh_projection(document.pk)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("", "New"),
        ("Old", ""),
        ("Größe", "Größte"),
        ("aaa", "aa"),
        ("日本", "日本語"),
        ("one two", "two one"),
        ("x", "x"),
    ],
)
def test_a_title_is_replaced_whatever_its_bytes(old: str, new: str) -> None:
    doc: Doc[Any] = Doc({"title": Text(old)})
    replace_title(doc, new)
    assert str(doc["title"]) == new


def test_renaming_keeps_what_somebody_else_types_in_the_title_at_that_moment() -> None:
    one: Doc[Any] = Doc({"title": Text("Minutes of April")})
    other: Doc[Any] = Doc({"title": Text()})
    other.apply_update(one.get_update())
    other["title"].insert(0, "The ")
    replace_title(one, "Minutes of May")
    one.apply_update(other.get_update())
    assert str(one["title"]) == "The Minutes of May"


def test_an_edit_that_changes_nothing_is_not_in_the_log() -> None:
    ada = make_user()
    document = make_document(ada)
    realtime().write(document.pk, lambda _doc: None, ada.pk, Source.SYSTEM)
    assert not LogEntry.objects.filter(document=document).exists()
