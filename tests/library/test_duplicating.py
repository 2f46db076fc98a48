"""Copies: of a document, of a whole branch, of its files; once, however often somebody clicks."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from pycrdt import Doc, Text

from editor.accounts.models import User
from editor.content.crdt import read_document
from editor.content.crdt_writer import write_document
from editor.content.plain_text import title_of
from editor.content.tree import Mark, Node, Run, descendants, node
from editor.documents import actions, removal, trashing
from editor.documents.access import DocumentNotFound, access_document
from editor.documents.actions import Place, Refused
from editor.documents.models import Document, Role
from editor.documents.ports import realtime
from editor.documents.projections import refresh_projection
from editor.library import duplicating
from editor.library.copied_content import read_content
from editor.library.copies import Copying, Kind
from editor.library.copy_tasks import go_on_copying, sweep_copyings
from editor.library.duplicating import Wish, copy, duplicate_place
from editor.log.models import LogEntry, Source
from editor.log.reading import read_log
from editor.media.models import FileUse, MediaFile
from editor.spaces.models import Space, SpaceMember
from tests.media.uploads import make_file
from tests.people import client_of, make_document, make_user

pytestmark = pytest.mark.django_db


def write(document: Document, user: User, title: str, *blocks: Node) -> None:
    def edit(doc: Doc[Any]) -> None:
        text: Text = doc.get("title", type=Text)
        text += title
        ids = iter(range(1_000))
        write_document(doc, node("doc", {}, blocks), lambda: f"id-{next(ids)}")

    realtime().write(document.pk, edit, user.pk, Source.SYSTEM)
    refresh_projection(document.pk)


def paragraph(text: str) -> Node:
    return node("paragraph", {}, [Run(text)])


def content(document_id: UUID) -> Doc[Any]:
    doc: Doc[Any] = Doc()
    stored = read_log(document_id)
    assert stored is not None
    for update in stored.updates:
        doc.apply_update(update)
    return doc


def duplicate(document: Document, user: User, **wish: Any) -> Document:
    """The copy of the document itself."""
    access = access_document(user, document.pk)
    done = copy(access, user, Wish(uuid4(), Kind.DUPLICATE, duplicate_place(user, document), **wish))
    return Document.objects.get(pk=done.copied.get(source=document.pk).copy_id)


def without_ids(root: Node) -> list[tuple[str, dict[str, Any], str]]:
    found = []
    for child in descendants(root):
        if isinstance(child, Run):
            found.append(("text", {mark.type: dict(mark.attributes) for mark in child.marks}, child.text))
        else:
            found.append((child.type, {key: v for key, v in child.attributes.items() if key != "id"}, ""))
    return found


def below(user: User, parent: Document, title: str) -> Document:
    document = actions.create_document(user, Place(parent_id=parent.pk))
    write(document, user, title, paragraph(title))
    return document


def branch(user: User, count: int = 2) -> Document:
    """A document with so many below it, each below the one before."""
    top = make_document(user)
    write(top, user, "Top")
    above = top
    for number in range(count):
        above = below(user, above, f"Below {number}")
    return top


def test_the_copy_has_the_same_content_under_new_ids_and_is_by_who_copied() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    document = make_document(ada, ben=(ben, Role.VIEWER))
    strange = node("chart", {"kind": "pie", "id": "x1"}, [paragraph("Inside")])
    marked = node("paragraph", {}, [Run("Bold", (Mark("bold"),)), Run(" and strange", (Mark("glow", {"hue": 3}),))])
    note = node("footnote", {"id": "n1"}, [paragraph("A note")])
    reference = node("paragraph", {}, [Run("See"), node("footnoteReference", {"footnote": "n1"})])
    write(document, ada, "Plan", marked, strange, reference, note, node("table", {}, []))
    made = duplicate(document, ben)
    old, new = content(document.pk), content(made.pk)
    assert title_of(new) == made.title == "Copy of Plan"
    before, after = read_document(old), read_document(new)
    ids = [
        {child.attributes.get("id") for child in descendants(root) if isinstance(child, Node)}
        for root in (before, after)
    ]
    assert not (ids[0] & ids[1]) - {None, "x1"}
    referred = next(
        child for child in descendants(after) if isinstance(child, Node) and child.type == "footnoteReference"
    )
    noted = next(child for child in descendants(after) if isinstance(child, Node) and child.type == "footnote")
    assert referred.attributes["footnote"] == noted.attributes["id"]
    same = [entry for entry in without_ids(before) if entry[0] != "footnoteReference"]
    assert same == [entry for entry in without_ids(after) if entry[0] != "footnoteReference"]
    assert made.created_by == ben
    assert set(LogEntry.objects.filter(document=made).values_list("author", flat=True)) == {ben.pk}
    assert access_document(ben, made.pk, Role.OWNER)
    with pytest.raises(DocumentNotFound):
        access_document(ada, made.pk)


def test_it_stands_behind_the_original_where_one_may_write_and_else_among_ones_own() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    parent = make_document(ada, ben=(ben, Role.VIEWER))
    first, second = below(ada, parent, "First"), below(ada, parent, "Second")
    made = duplicate(first, ada)
    assert made.parent_id == parent.pk
    order = Document.objects.filter(parent=parent).order_by("position", "pk").values_list("pk", flat=True)
    assert list(order) == [first.pk, made.pk, second.pk]
    assert duplicate(first, ben).parent_id is None


def test_in_a_space_it_stays_in_the_space() -> None:
    ada = make_user("Ada")
    space = Space.objects.create(name="Team")
    SpaceMember.objects.create(space=space, user=ada, role=Role.EDITOR)
    document = actions.create_document(ada, Place(space_id=space.pk))
    assert duplicate(document, ada).space_id == space.pk


def test_what_is_below_comes_along_if_one_wants_and_may_open_it() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    top = branch(ada, 2)
    child = Document.objects.get(parent=top)
    below(ada, child, "Hidden")
    actions.set_inherits(access_document(ada, Document.objects.get(title="Hidden").pk), ada, inherits=False)
    top.memberships.create(user=ben, role=Role.VIEWER)
    alone, whole = duplicate(top, ben), duplicate(top, ben, with_below=True)
    assert not Document.objects.filter(path__contains=[alone.pk]).exists()
    made = Document.objects.filter(path__contains=[whole.pk])
    assert sorted(made.values_list("title", flat=True)) == ["Below 0", "Below 1"]
    assert Document.objects.get(path=[whole.pk]).title == "Below 0"


def test_the_same_wish_twice_makes_one_copy() -> None:
    ada = make_user("Ada")
    top = branch(ada, 2)
    wish = Wish(uuid4(), Kind.DUPLICATE, with_below=True)
    first = copy(access_document(ada, top.pk), ada, wish)
    assert copy(access_document(ada, top.pk), ada, wish) == first
    assert Document.objects.filter(title="Copy of Top").count() == 1
    assert Document.objects.filter(title="Below 0").count() == 2
    with pytest.raises(DocumentNotFound):
        copy(access_document(ada, top.pk), make_user("Ben"), wish)
    Copying.objects.update(finished_at=first.created_at - duplicating.SAME_WISH)
    copy(access_document(ada, top.pk), ada, wish)
    assert Document.objects.filter(title="Copy of Top").count() == 2


def test_many_are_a_job_that_goes_on_where_it_was_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicating, "AT_ONCE", 2)
    ada = make_user("Ada")
    top = branch(ada, 4)
    copying = copy(access_document(ada, top.pk), ada, Wish(uuid4(), Kind.DUPLICATE, with_below=True))
    assert (copying.total, copying.copied.count(), copying.finished_at) == (5, 1, None)
    read, fails = read_content, iter([False, False, True])

    def cut_off(document_id: UUID) -> Any:
        if next(fails):
            raise KeyboardInterrupt
        return read(document_id)

    monkeypatch.setattr(duplicating, "read_content", cut_off)
    with pytest.raises(KeyboardInterrupt):
        go_on_copying(str(copying.pk))
    assert copying.copied.count() == 3
    monkeypatch.setattr(duplicating, "read_content", read)
    shown = client_of(ada).get(f"/copies/{copying.pk}").content.decode()
    assert "3 of 5 documents" in shown
    assert "hx-get" in shown
    Copying.objects.update(created_at="2026-01-01T00:00Z")
    sweep_copyings(0)
    assert list(Document.objects.filter(title="Below 3").values_list("created_by", flat=True)) == [ada.pk, ada.pk]
    assert not Copying.objects.exists()


def test_too_many_are_refused_before_anything_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicating, "MAX_COPIED", 3)
    ada = make_user("Ada")
    top = branch(ada, 3)
    before = Document.objects.count()
    with pytest.raises(Refused, match="3 can be copied at once"):
        duplicate(top, ada, with_below=True)
    assert Document.objects.count() == before
    assert duplicate(top, ada)


def test_nobody_makes_copies_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicating, "MAX_COPIES_PER_HOUR", 1)
    ada = make_user("Ada")
    document = make_document(ada)
    duplicate(document, ada)
    with pytest.raises(Refused, match="many copies"):
        duplicate(document, ada)


def test_the_files_of_the_text_and_the_cover_come_along_and_no_others(settings: Any) -> None:
    ada = make_user("Ada")
    document = make_document(ada)
    shown, cover, unused = (make_file(document, ada, size=10) for _ in range(3))
    foreign = make_file(make_document(make_user("Ben")), ada)
    Document.objects.filter(pk=document.pk).update(cover=cover.pk, cover_position=20, icon="rocket")
    pictures = [node("image", {"file": str(file.pk)}) for file in (shown, foreign)]
    write(document, ada, "Plan", *pictures)
    document.refresh_from_db()
    made = duplicate(document, ada)
    assert (made.cover, made.cover_position, made.icon) == (cover.pk, 20, "rocket")
    uses = FileUse.objects.filter(document=made)
    assert {use.file_id: use.unused_since for use in uses} == {shown.pk: None, cover.pk: None}
    assert MediaFile.objects.count() == 4
    assert unused.pk not in {use.file_id for use in uses}
    settings.MEDIA = {**settings.MEDIA, "document_quota_bytes": 15}
    with pytest.raises(Refused, match="no room"):
        duplicate(document, ada)


def test_a_copy_that_was_moved_to_the_trash_meanwhile_ends_with_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicating, "AT_ONCE", 0)
    ada = make_user("Ada")
    top = branch(ada, 1)
    copying = copy(access_document(ada, top.pk), ada, Wish(uuid4(), Kind.DUPLICATE, with_below=True))
    made = copying.copied.get().copy
    trashing.trash(access_document(ada, made.pk), ada)
    go_on_copying(str(copying.pk))
    copying.refresh_from_db()
    assert "deleted" in copying.problem
    assert copying.finished_at is not None
    shown = client_of(ada).get(f"/copies/{copying.pk}").content.decode()
    assert "Not everything was copied" in shown
    assert "hx-get" not in shown


def test_nor_does_one_that_was_deleted_for_good_keep_others_from_going_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicating, "AT_ONCE", 0)
    ada = make_user("Ada")
    copyings = [
        copy(access_document(ada, branch(ada, 1).pk), ada, Wish(uuid4(), Kind.DUPLICATE, with_below=True))
        for _ in range(2)
    ]
    made = copyings[0].copied.get().copy
    trashing.trash(access_document(ada, made.pk), ada)
    removal.remove(access_document(ada, made.pk, trashed=True), ada)
    Copying.objects.update(created_at=timezone.now() - timedelta(hours=1))
    sweep_copyings(0)
    deleted, other = (Copying.objects.get(pk=copying.pk) for copying in copyings)
    assert "deleted" in deleted.problem
    assert (other.problem, other.copied.count()) == ("", 2)
