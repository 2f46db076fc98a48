"""The columns derived from a document's content."""

from typing import Any
from uuid import uuid4

import pytest
from pycrdt import Doc, Text, XmlElement, XmlFragment, XmlText

from editor.documents.access import access_document
from editor.documents.models import Role
from editor.documents.ports import realtime
from editor.documents.projections import behind_projections, project, refresh_projection
from editor.documents.titles import rename, replace_title
from editor.log.models import LogEntry, Source
from tests.people import make_document, make_user

pytestmark = pytest.mark.django_db


def state(title: str, *paragraphs: str) -> bytes:
    doc: Doc[Any] = Doc({"title": Text(title), "default": XmlFragment()})
    for paragraph in paragraphs:
        doc["default"].children.append(XmlElement("paragraph")).children.append(XmlText(paragraph))
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


def test_a_title_is_cut_and_nul_is_left_out() -> None:
    document = make_document(make_user())
    assert project(document.pk, state("x" * 700, "a\x00b"), 1, None)
    document.refresh_from_db()
    assert document.title == "x" * 500
    assert document.text == "ab"


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
