"""The tree in the side panel: what each person sees in it, and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from editor.accounts.models import User
from editor.documents.actions import set_inherits
from editor.documents.models import Document, Membership, Role
from editor.documents.trashing import trash
from editor.library.favourites import add_favourite
from editor.sharing.models import TeamShare
from editor.spaces.models import Space
from editor.teams.models import Team
from tests.library.libraries import make_space, make_titled, titles, tree_of
from tests.people import client_of, make_document, make_user, owner_access

pytestmark = pytest.mark.django_db


def test_documents_stand_under_their_space_their_parent_private_or_shared() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    design = make_space("Design", ada=(ada, Role.OWNER))
    brand = make_titled(ada, "Brand", space=design)
    make_titled(ada, "Logo", parent=brand)
    make_titled(ada, "Diary")
    make_document(ben, "Minutes", ada=(ada, Role.VIEWER))
    make_document(ada, "Plan", ben=(ben, Role.VIEWER))
    make_document(ben, "Secret")
    tree = tree_of(ada, design, brand)
    assert titles(tree.private) == ["Diary"]
    assert titles(tree.shared) == ["Minutes", "Plan"]
    (space,) = tree.spaces
    assert titles(space.branch) == ["Brand"]
    assert space.branch is not None
    assert titles(space.branch.items[0].branch) == ["Logo"]


def test_a_document_whose_parent_is_not_seen_stands_among_the_shared() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    design = make_space("Design", ada=(ada, Role.OWNER))
    brand = make_titled(ada, "Brand", space=design)
    logo = make_titled(ada, "Logo", parent=brand)
    make_titled(ada, "Colours", parent=logo)
    Membership.objects.create(document=logo, user=ben, role=Role.EDITOR)
    tree = tree_of(ben, logo)
    assert (tree.spaces, titles(tree.private), titles(tree.shared)) == ([], [], ["Logo"])
    assert titles(tree.shared.items[0].branch) == ["Colours"]


def test_what_is_cut_off_or_in_the_trash_is_not_shown_nor_said_to_be_there() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    design = make_space("Design", ada=(ada, Role.OWNER), ben=(ben, Role.EDITOR))
    brand = make_titled(ada, "Brand", space=design)
    secret, gone = make_titled(ada, "Secret", parent=brand), make_titled(ada, "Gone", parent=brand)
    set_inherits(owner_access(secret, ada), ada, inherits=False)
    trash(owner_access(gone, ada), ada)
    (hers,), (his,) = (tree_of(user, design, brand).spaces for user in (ada, ben))
    assert hers.branch is not None
    assert his.branch is not None
    assert titles(hers.branch.items[0].branch) == ["Secret"]
    assert (his.branch.items[0].has_children, his.branch.items[0].branch) == (False, None)


def test_what_a_team_or_a_link_leads_to_is_not_private() -> None:
    ada = make_user("Ada")
    document = make_titled(ada, "Plan")
    TeamShare.objects.create(document=document, team=Team.objects.create(name="Nobody yet"), role=Role.VIEWER)
    tree = tree_of(ada)
    assert (titles(tree.private), titles(tree.shared)) == ([], ["Plan"])


def test_a_long_branch_is_cut_but_the_current_document_is_always_in_it() -> None:
    ada = make_user("Ada")
    documents = [make_titled(ada, f"{number}") for number in range(5)]
    tree = tree_of(ada, rows=3)
    assert (titles(tree.private), tree.private.is_cut) == (["0", "1", "2"], True)
    page = client_of(ada).get(f"/panel?here={documents[4].pk}").content.decode()
    assert f'id="t-{documents[4].pk}"' in page
    assert page.count('aria-current="page"') == 1


def test_favourites_stand_first_in_their_order_while_they_can_be_seen() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    given = make_document(ben, "Given", ada=(ada, Role.VIEWER))
    for document in (given, make_titled(ada, "Diary")):
        add_favourite(owner_access(document, ada), ada)
    assert titles(tree_of(ada).favourites) == ["Given", "Diary"]
    Membership.objects.filter(document=given, user=ada).delete()
    assert titles(tree_of(ada).favourites) == ["Diary"]


def test_the_browser_says_in_a_cookie_what_is_open() -> None:
    ada = make_user("Ada")
    design = make_space("Design", ada=(ada, Role.OWNER))
    brand = make_titled(ada, "Brand", space=design)
    make_titled(ada, "Logo", parent=brand)
    client = client_of(ada)
    assert "Logo" not in client.get("/trash").content.decode()
    client.cookies["tree"] = f"{design.pk.hex}.{brand.pk.hex}.private.nonsense.{'x' * 40}"
    page = client.get("/trash").content.decode()
    assert "Logo" in page
    assert client.get("/panel").status_code == 200


def test_the_way_to_the_current_document_is_open() -> None:
    ada = make_user("Ada")
    design = make_space("Design", ada=(ada, Role.OWNER))
    logo = make_titled(ada, "Logo", parent=make_titled(ada, "Brand", space=design))
    client = client_of(ada)
    assert 'id="tree"' in client.get(f"/documents/{logo.pk}/").content.decode()
    assert f'id="t-{logo.pk}"' not in client.get(f"/documents/{logo.pk}/").content.decode()
    assert f'id="t-{logo.pk}"' in client.get(f"/panel?here={logo.pk}&reveal=1").content.decode()
    client.cookies["panel"] = "open"
    assert f'id="t-{logo.pk}"' in client.get(f"/documents/{logo.pk}/").content.decode()


def test_the_tree_comes_only_when_something_changed() -> None:
    ada = make_user("Ada")
    make_titled(ada, "Diary")
    client = client_of(ada)
    page = client.get("/panel").content.decode()
    seen = page.split("seen=")[1].split('"')[0]
    assert client.get(f"/panel?seen={seen}").status_code == 204
    make_titled(ada, "Plan")
    assert client.get(f"/panel?seen={seen}").status_code == 200


def _fill(ada: User, ben: User, space: Space, parent: Document, count: int) -> None:
    """Rows of every kind, made at once; the rights are as the actions would leave them."""
    made = []
    for number in range(count):
        place = ({"space": space, "inherits_from": [space.pk]}, {"parent": parent}, {}, {})[number % 4]
        if "parent" in place:
            place |= {"path": [parent.pk], "inherits_from": [parent.pk, *parent.inherits_from], "space_id": space.pk}
        made.append(Document(title=f"{number}", position=number, created_by=ada, **place))
    Document.objects.bulk_create(made)
    Membership.objects.bulk_create(
        [Membership(document=document, user=ada, role=Role.OWNER) for document in made]
        + [Membership(document=document, user=ben, role=Role.VIEWER) for document in made[::4]]
    )


def test_the_number_of_queries_is_the_same_for_ten_documents_and_for_thousands() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    space = make_space("Design", ada=(ada, Role.OWNER))
    parent = make_titled(ada, "Brand", space=space)
    client = client_of(ada)
    client.cookies["tree"] = f"{space.pk.hex}.{parent.pk.hex}"
    client.get("/panel")
    counts = []
    for count in (10, 2_000):
        _fill(ada, ben, space, parent, count)
        with CaptureQueriesContext(connection) as queries:
            page = client.get("/panel?rows=2000").content.decode()
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert page.count('role="treeitem"') > 1_900
