"""Moving documents: into places, among others, with a question before it changes who may open them."""

import json
from html import unescape
from typing import Any

import pytest

from editor.accounts.models import User
from editor.documents.actions import Place
from editor.documents.models import Document, Membership, Role
from editor.library.consequences import consequence, describe
from editor.library.openings import record_opening
from editor.sharing.models import Reach, ShareLink
from tests.library.libraries import make_space, make_titled, titles, tree_of
from tests.people import client_of, make_document, make_user

pytestmark = pytest.mark.django_db


def move(user: User, document: Document, target: str = "toasts", **values: Any) -> Any:
    headers = {"HX-Request": "true", "HX-Target": target}
    return client_of(user).post(f"/documents/{document.pk}/place", values, headers=headers)


def test_a_document_goes_under_another_one_and_back_by_undo() -> None:
    ada = make_user("Ada")
    plan, notes, last = (make_titled(ada, title) for title in ("Plan", "Notes", "Last"))
    answer = move(ada, notes, parent=plan.pk)
    page = unescape(answer.content.decode())
    assert "Moved to Plan." in page
    assert "documents-changed" in answer.headers["HX-Trigger"]
    notes.refresh_from_db()
    assert notes.parent_id == plan.pk
    back = json.loads(page.split("hx-vals='")[1].split("'")[0])
    assert back["before"] == str(last.pk)
    assert move(ada, notes, **back).content == b""
    assert titles(tree_of(ada).private) == ["Plan", "Notes", "Last"]


def test_a_document_goes_before_or_behind_another_one() -> None:
    ada = make_user("Ada")
    one, two, three = (make_titled(ada, title) for title in ("1", "2", "3"))
    assert move(ada, three, before=one.pk).status_code == 204
    assert titles(tree_of(ada).private) == ["3", "1", "2"]
    move(ada, three, after=one.pk)
    assert titles(tree_of(ada).private) == ["1", "3", "2"]
    move(ada, one, after=two.pk)
    assert titles(tree_of(ada).private) == ["3", "2", "1"]


def test_ordering_one_s_own_leaves_the_documents_of_others_alone() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    one, two, his = make_titled(ada, "1"), make_titled(ada, "2"), make_titled(ben, "His")
    before = Document.objects.get(pk=his.pk).position
    move(ada, two, before=one.pk)
    assert Document.objects.get(pk=his.pk).position == before


def test_it_says_who_would_see_it_before_it_does() -> None:
    ada, ben = make_user("Ada"), make_user("Ben Ives")
    design = make_space("Design", ada=(ada, Role.OWNER), ben=(ben, Role.EDITOR))
    diary = make_titled(ada, "Diary")
    asked = move(ada, diary, space=design.pk)
    assert "Moving it here shares it with the people of Design: Ben Ives." in asked.content.decode()
    assert asked.headers["HX-Retarget"] == "#dialog"
    diary.refresh_from_db()
    assert diary.space_id is None
    assert "Moved to Design." in move(ada, diary, space=design.pk, sure="on").content.decode()
    diary.refresh_from_db()
    assert diary.space_id == design.pk


def test_it_says_who_would_lose_it_whose_role_changes_and_which_link_leads_there() -> None:
    ada, ben, cleo = make_user("Ada"), make_user("Ben"), make_user("Cleo")
    design = make_space("Design", ada=(ada, Role.OWNER), ben=(ben, Role.EDITOR), cleo=(cleo, Role.EDITOR))
    brand = make_titled(ada, "Brand", space=design)
    open_plan = make_document(ada, "Plan", cleo=(cleo, Role.VIEWER))
    ShareLink.objects.create(
        document=open_plan, reach=Reach.ANYONE, role=Role.VIEWER, digest="x", edition=open_plan.pk, created_by=ada
    )
    found = consequence(Document.objects.get(pk=brand.pk), ada, Place(parent_id=open_plan.pk))
    assert (found.gained, found.lost, found.changed) == (frozenset(), frozenset({ben.pk}), frozenset({cleo.pk}))
    lines = " ".join(describe(found, "Plan", ada))
    for words in ("No longer able to open it: Ben.", "What they may do in it changes: Cleo.", "link to “Plan”"):
        assert words in lines


def test_it_names_nothing_and_nobody_that_the_mover_does_not_know() -> None:
    ada, ben, cleo = make_user("Ada"), make_user("Ben Ives"), make_user("Cleo")
    above = make_titled(ben, "Merger")
    plan = make_titled(ben, "Plan", parent=above)
    Membership.objects.create(document=plan, user=ada, role=Role.EDITOR)
    Membership.objects.create(document=above, user=cleo, role=Role.VIEWER)
    ShareLink.objects.create(
        document=above, reach=Reach.ANYONE, role=Role.VIEWER, digest="x", edition=above.pk, created_by=ben
    )
    page = move(ada, make_titled(ada, "Diary"), parent=plan.pk).content.decode()
    assert "Moving it here shares it with the people of Plan: 2 people." in page
    assert "Anyone with the link to a document above" in page
    assert not [name for name in ("Merger", "Ben", "Cleo") if name in page]


def test_what_only_an_owner_may_do_is_refused_in_words() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    design = make_space("Design", ada=(ada, Role.OWNER), ben=(ben, Role.EDITOR))
    brand = make_titled(ada, "Brand", space=design)
    assert "Only an owner can move it there" in move(ben, brand).content.decode()
    refused = move(ben, brand, target="dialog")
    assert (refused.status_code, refused.headers["HX-Retarget"]) == (422, "#dialog")
    assert "Only an owner can move it there" in refused.content.decode()


def test_a_document_is_not_moved_into_itself_nor_where_one_may_not_write() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    plan = make_titled(ada, "Plan")
    below = make_titled(ada, "Below", parent=plan)
    read_only = make_document(ben, "Minutes", ada=(ada, Role.VIEWER))
    assert "into itself" in unescape(move(ada, plan, parent=below.pk).content.decode())
    for place in (read_only.pk, make_titled(ben, "Secret").pk, "nonsense"):
        answer = move(ada, plan, parent=place)
        assert "Moved" not in answer.content.decode()
    assert Document.objects.get(pk=plan.pk).parent_id is None


def test_places_are_found_by_name_without_the_document_itself_and_what_is_below() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    make_space("Planning", ada=(ada, Role.EDITOR))
    make_space("Plans to read", ada=(ada, Role.VIEWER))
    plan = make_titled(ada, "Plan A")
    make_titled(ada, "Plan B", parent=plan)
    make_titled(ada, "Plan C")
    make_document(ben, "Plan D", ada=(ada, Role.VIEWER))
    page = client_of(ada).get(f"/documents/{plan.pk}/place?q=plan").content.decode()
    assert [name in page for name in ("Planning", "Plan C")] == [True, True]
    assert not [name for name in ("Plan A", "Plan B", "Plan D", "Plans to read") if name in page]
    assert client_of(ada).get(f"/documents/{plan.pk}/place?q=%00").status_code == 200


def test_the_places_that_somebody_opened_last_come_first() -> None:
    ada = make_user("Ada")
    plan, opened_first, opened_last = (make_titled(ada, title) for title in ("Plan", "Winter", "Summer"))
    make_titled(ada, "Edited just now")
    for document in (opened_first, opened_last):
        record_opening(ada, document.pk)
    page = client_of(ada).get(f"/documents/{plan.pk}/place").content.decode()
    at = [page.index(f'<span class="move-name">{title}</span>') for title in ("Summer", "Winter", "Edited just now")]
    assert at == sorted(at)


def test_a_document_is_made_under_another_one_or_in_a_space() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    design = make_space("Design", ada=(ada, Role.EDITOR))
    brand = make_titled(ada, "Brand", space=design)
    for place in ({"space": design.pk}, {"parent": brand.pk}):
        assert client_of(ada).post("/documents/", place).status_code == 302
        assert client_of(ben).post("/documents/", place).status_code == 404
    assert Document.objects.filter(space=design).count() == 3
    assert not Membership.objects.filter(user=ben).exists()
