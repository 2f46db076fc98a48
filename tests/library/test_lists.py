"""Recent, private and favourite documents, and where a document is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editor.accounts.models import User
from editor.documents.models import Document, Membership, Role
from editor.library.branches import View, read_tree
from editor.library.lists import list_documents
from editor.library.models import Favourite, Opening
from editor.library.whereabouts import ways_to
from editor.sharing.links import Wish, set_link
from editor.sharing.models import LinkPass, Reach
from tests.library.libraries import make_space, make_titled, titles, tree_of
from tests.people import client_of, make_document, make_user, owner_access

pytestmark = pytest.mark.django_db


def listed(user: User, shown: str) -> list[str]:
    return [row.document.title for row in list_documents(user, shown, None).rows]


def test_recent_is_what_was_opened_the_last_first_and_can_still_be_opened() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    given = make_document(ben, "Given", ada=(ada, Role.VIEWER))
    one, two = make_titled(ada, "1"), make_titled(ada, "2")
    client = client_of(ada)
    for document in (one, two, given, one):
        client.get(f"/documents/{document.pk}/")
    assert listed(ada, "recent") == ["1", "Given", "2"]
    assert Opening.objects.filter(user=ada).count() == 3
    Membership.objects.filter(user=ada, document=given).delete()
    assert listed(ada, "recent") == ["1", "2"]


def test_private_is_what_nobody_else_is_in_wherever_it_stands() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    mine, both = make_space("Mine", ada=(ada, Role.OWNER)), make_space("Both", ada=(ada, Role.OWNER))
    make_titled(ada, "In my space", space=mine)
    make_titled(ada, "In ours", space=both)
    shared = make_document(ada, "Shared", ben=(ben, Role.VIEWER))
    make_titled(ada, "Below the shared", parent=shared)
    make_titled(ada, "Diary")
    both.members.create(user=ben, role=Role.VIEWER)
    assert listed(ada, "private") == ["Diary", "In my space"]


def test_what_is_open_to_everybody_signed_in_is_listed_once_it_was_opened_with_what_is_below_it() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    plan = make_titled(ada, "Plan")
    make_titled(ada, "Below", parent=plan)
    set_link(owner_access(plan, ada), Wish(Reach.SIGNED_IN, Role.EDITOR), ada)
    given = make_titled(ada, "Given", parent=plan)
    Membership.objects.create(document=given, user=ben, role=Role.VIEWER)
    assert [listed(ben, shown) for shown in ("all", "shared")] == [["Given"], ["Given"]]
    assert titles(tree_of(ben).shared) == ["Given"]
    client_of(ben).get(f"/documents/{plan.pk}/")
    assert [sorted(listed(ben, shown)) for shown in ("all", "shared")] == [["Below", "Given", "Plan"]] * 2
    tree = tree_of(ben, plan)
    assert titles(tree.shared) == ["Plan"]
    assert titles(tree.shared.items[0].branch) == ["Below", "Given"]


def test_whoever_looks_at_what_is_open_to_everybody_sees_where_they_are() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    plan = make_titled(ada, "Plan")
    below = make_titled(ada, "Below", parent=plan)
    set_link(owner_access(plan, ada), Wish(Reach.SIGNED_IN, Role.VIEWER), ada)
    tree = read_tree(ben, View(opened=frozenset({plan.pk}), here=frozenset({plan.pk, below.pk}), current=below.pk))
    assert titles(tree.shared) == ["Plan"]
    assert titles(tree.shared.items[0].branch) == ["Below"]


def test_who_came_by_a_link_for_anyone_has_the_document_in_their_lists() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    plan = make_titled(ada, "Plan")
    link = set_link(owner_access(plan, ada), Wish(Reach.ANYONE, Role.VIEWER), ada)
    assert listed(ben, "all") == []
    LinkPass.objects.create(link=link, holder_id=ben.pk, edition=link.edition)  # before they signed in
    assert listed(ben, "all") == listed(ben, "shared") == titles(tree_of(ben).shared) == ["Plan"]


def test_a_star_is_set_ordered_and_taken_away() -> None:
    ada = make_user("Ada")
    one, two, three = (make_titled(ada, title) for title in ("1", "2", "3"))
    client = client_of(ada)
    for document in (one, two, three):
        assert 'aria-pressed="true"' in client.post(f"/documents/{document.pk}/favourite").content.decode()
    assert listed(ada, "favourites") == ["1", "2", "3"]
    client.post(f"/documents/{three.pk}/favourite", {"before": one.pk})
    client.post(f"/documents/{one.pk}/favourite", {"before": "nonsense"})
    assert listed(ada, "favourites") == ["3", "2", "1"]
    assert 'aria-pressed="false"' in client.delete(f"/documents/{two.pk}/favourite").content.decode()
    assert listed(ada, "favourites") == ["3", "1"]


def test_there_is_an_end_to_favourites(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("editor.library.favourites.MAX_FAVOURITES", 1)
    ada = make_user("Ada")
    one, two = make_titled(ada, "1"), make_titled(ada, "2")
    client = client_of(ada)
    client.post(f"/documents/{one.pk}/favourite")
    assert "1 favourites at most" in client.post(f"/documents/{two.pk}/favourite").content.decode()
    assert Favourite.objects.filter(user=ada).count() == 1


def test_the_way_to_a_document_has_only_what_its_reader_sees() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    design = make_space("Design", ada=(ada, Role.OWNER))
    brand = make_titled(ada, "Brand", space=design)
    logo = make_titled(ada, "Logo", parent=brand)
    colours = Document.objects.get(pk=make_titled(ada, "Colours", parent=logo).pk)
    Membership.objects.create(document=logo, user=ben, role=Role.VIEWER)
    hers, his = ([crumb.title for crumb in ways_to([colours], user)[colours.pk]] for user in (ada, ben))
    assert (hers, his) == (["Design", "Brand", "Logo"], ["Logo"])
    assert "Brand" in client_of(ada).get(f"/documents/{colours.pk}/breadcrumb").content.decode()


@pytest.mark.parametrize("shown", ["all", "recent", "mine", "shared", "private", "favourites"])
def test_no_list_asks_more_for_more_rows(shown: str) -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    design = make_space("Design", ada=(ada, Role.OWNER))
    counts = []
    for count in (2, 15):
        for number in range(count):
            documents = [make_titled(ada, f"{number}"), make_document(ben, "Given", ada=(ada, Role.EDITOR))]
            documents.append(make_titled(ada, "Below", parent=make_titled(ada, "Above", space=design)))
            for document in documents:
                Opening.objects.create(user=ada, document=document)
                Favourite.objects.create(user=ada, document=document)
        with CaptureQueriesContext(connection) as queries:
            list_documents(ada, shown, None)
        counts.append(len(queries))
    assert counts[0] == counts[1]
