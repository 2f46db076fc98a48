"""Search finds what its reader may open, whatever gives that right, and nothing else."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from editor.accounts.models import User
from editor.documents.access import access_document, visible_documents
from editor.documents.actions import set_inherits
from editor.documents.models import Document, Role
from editor.documents.trashing import trash
from editor.search.finding import search
from editor.sharing.models import LinkPass, Reach, ShareLink, TeamShare
from editor.spaces.models import Space, SpaceMember
from editor.teams.models import Team, TeamMember
from tests.people import make_document, make_user
from tests.search.written import titles, write

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["little", "much", "very many grants"])
def reach(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """However much somebody reaches: each has a way of its own through the database."""
    if request.param != "little":
        monkeypatch.setattr("editor.search.finding.MAX_NAMED", -1)
    if request.param == "very many grants":
        monkeypatch.setattr("editor.search.statement.MAX_NAMED", -1)


def put(document: Document, *, space: Space | None = None, parent: Document | None = None) -> None:
    above = [parent.pk, *parent.inherits_from] if parent is not None else [space.pk] if space is not None else []
    path = [] if parent is None else [*parent.path, parent.pk]
    Document.objects.filter(pk=document.pk).update(space=space, parent=parent, path=path, inherits_from=above)


def give(how: str, document: Document, reader: User) -> None:
    """Lets the reader view the document in one way."""
    team = Team.objects.create(name=f"Team {uuid4()}")
    TeamMember.objects.create(team=team, user=reader)
    space = Space.objects.create(name="Space", open_role=Role.VIEWER if how == "open space" else None)
    if how == "person":
        document.memberships.create(user=reader, role=Role.VIEWER)
    elif how == "team":
        TeamShare.objects.create(document=document, team=team, role=Role.VIEWER)
    elif how in ("space", "team in space", "open space"):
        put(document, space=space)
        if how != "open space":
            who = {"user": reader} if how == "space" else {"team": team}
            SpaceMember.objects.create(space=space, role=Role.VIEWER, **who)
    elif how == "parent":
        parent = make_document(make_user("Other"), "Above", reader=(reader, Role.VIEWER))
        put(document, parent=parent)
    else:
        link(how, document, reader)


def link(how: str, document: Document, reader: User) -> None:
    edition = uuid4()
    made = ShareLink.objects.create(
        document=document,
        reach=Reach.SIGNED_IN if how == "link for all" else Reach.ANYONE,
        role=Role.VIEWER,
        digest=uuid4().hex,
        edition=edition,
        expires_at=timezone.now() - timedelta(seconds=1) if how == "link that ended" else None,
    )
    if how != "link for all":
        LinkPass.objects.create(link=made, holder_id=reader.pk, edition=edition)


WAYS = ["person", "team", "space", "team in space", "open space", "parent", "link for all", "link that was opened"]


@pytest.mark.usefixtures("reach")
@pytest.mark.parametrize("how", WAYS)
def test_what_gives_a_right_gives_it_to_search_too(how: str) -> None:
    owner, reader, stranger = make_user("Owner"), make_user("Reader"), make_user("Stranger")
    document = write(owner, "Sycamore", "under the willow")
    assert titles(reader, "sycamore") == titles(reader, "") == []
    give(how, document, reader)
    for typed in ("sycamore", "willow", "ycamor", "illo", '"the willow"'):
        assert titles(reader, typed) == ["Sycamore"], typed
    assert set(titles(reader, "")) == set(visible_documents(reader).values_list("title", flat=True))
    if how not in ("open space", "link for all"):
        assert titles(stranger, "sycamore") == titles(stranger, "willow") == titles(stranger, "") == []


@pytest.mark.usefixtures("reach")
def test_what_is_over_or_cut_off_is_not_found() -> None:
    owner, reader = make_user("Owner"), make_user("Reader")
    ended, cut = write(owner, "Ended willow"), write(owner, "Cut willow")
    give("link that ended", ended, reader)
    give("space", cut, reader)
    assert titles(reader, "willow") == ["Cut willow"]
    set_inherits(access_document(owner, cut.pk), owner, inherits=False)
    assert titles(reader, "willow") == []
    assert set(titles(owner, "willow")) == {"Ended willow", "Cut willow"}


@pytest.mark.usefixtures("reach")
def test_the_trash_is_searched_where_it_is_asked_for_by_who_may_restore() -> None:
    owner, reader = make_user("Owner"), make_user("Reader")
    document = write(owner, "Willow")
    document.memberships.create(user=reader, role=Role.EDITOR)
    assert titles(reader, "willow") == ["Willow"]
    trash(access_document(owner, document.pk), owner)
    assert titles(owner, "willow") == titles(reader, "willow") == []
    assert titles(owner, "willow", trashed=True) == ["Willow"]
    assert titles(reader, "willow", trashed=True) == []
    Document.objects.filter(pk=document.pk).update(removed_at=timezone.now())
    assert titles(owner, "willow", trashed=True) == []


@pytest.mark.usefixtures("reach")
def test_who_is_deactivated_finds_nothing() -> None:
    ada = make_user("Ada")
    write(ada, "Willow")
    ada.is_active = False
    ada.save()
    assert titles(ada, "willow") == []


def test_what_others_have_fills_no_page_and_hints_at_nothing() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    for number in range(30):
        write(ben, f"Willow {number}")
    assert search(ada, "willow").has_more is False
    write(ada, "My willow", days_ago=400)
    found = search(ada, "willow", size=1)
    assert [hit.title for hit in found.hits] == ["My willow"]
    assert not found.has_more
