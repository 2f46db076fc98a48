"""Where documents go, and that nobody gets a right by it that nobody gave them."""

import pytest

from editor.accounts.models import User
from editor.documents import actions, tree
from editor.documents.access import DocumentNotFound, access_document, find_rights
from editor.documents.actions import TOP, Place, Refused, move, set_inherits
from editor.documents.models import Document, Membership, Role
from editor.documents.removal import remove
from editor.documents.trashing import restore, restore_documents, trash
from editor.sharing.invitations import invite
from editor.sharing.links import Wish, set_link
from editor.sharing.models import Reach, TeamShare
from editor.teams.models import Team
from tests.groups import document_in, make_space
from tests.people import access_version, make_document, make_user, owner_access

pytestmark = pytest.mark.django_db


def below(parent: Document, writer: User, title: str = "") -> Document:
    document = actions.create_document(writer, Place(parent_id=parent.pk))
    Document.objects.filter(pk=document.pk).update(title=title)
    return document


def move_to(document: Document, user: User, place: Place, before: Document | None = None) -> None:
    move(access_document(user, document.pk), user, place, before.pk if before else None)


def role_of(user: User, document: Document) -> Role | None:
    fresh = Document.objects.get(pk=document.pk)
    rights = find_rights(user.pk, document.pk, trashed=fresh.is_trashed)
    return rights.role if rights else None


def order_in(parent: Document) -> list[Document]:
    return list(Document.objects.filter(parent=parent).order_by("position", "pk"))


def test_siblings_are_put_before_one_another_or_last() -> None:
    ada = make_user()
    top = make_document(ada)
    one, two, three = (below(top, ada) for _ in range(3))
    move_to(three, ada, Place(parent_id=top.pk), before=one)
    assert order_in(top) == [three, one, two]
    move_to(three, ada, Place(parent_id=top.pk), before=two)
    assert order_in(top) == [one, three, two]
    move_to(one, ada, Place(parent_id=top.pk))
    assert order_in(top) == [three, two, one]


def test_before_a_document_that_is_elsewhere_means_last() -> None:
    ada = make_user()
    top, other = make_document(ada), make_document(ada)
    one, two = below(top, ada), below(top, ada)
    move_to(one, ada, Place(parent_id=top.pk), before=other)
    assert order_in(top) == [two, one]


def test_a_document_is_not_moved_into_itself_or_below_itself() -> None:
    ada = make_user()
    top = make_document(ada)
    deep = below(below(top, ada), ada)
    for target in (top, deep):
        with pytest.raises(Refused, match="into itself"):
            move_to(top, ada, Place(parent_id=target.pk))


def test_depth_counts_what_comes_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tree, "MAX_DEPTH", 2)
    ada = make_user()
    top, other = make_document(ada), make_document(ada)
    middle = below(top, ada)
    with pytest.raises(Refused, match="levels deep"):
        below(below(middle, ada), ada)
    below(other, ada)
    with pytest.raises(Refused, match="levels deep"):
        move_to(other, ada, Place(parent_id=middle.pk))
    move_to(other, ada, Place(parent_id=top.pk))


def test_nobody_moves_to_where_they_may_not_write() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    mine, theirs = make_document(ben), make_document(ada, ben=(ben, Role.COMMENTER))
    space = make_space(ada, ben=(ben, Role.COMMENTER))
    trashed = make_document(ben)
    trash(owner_access(trashed, ben), ben)
    for place in (Place(parent_id=theirs.pk), Place(space_id=space.pk), Place(parent_id=trashed.pk)):
        with pytest.raises(DocumentNotFound):
            move_to(mine, ben, place)


def test_an_editor_moves_only_where_nobodys_rights_change() -> None:
    ada, ben, cho = make_user("Ada"), make_user("Ben"), make_user("Cho")
    space = make_space(ada, ben=(ben, Role.EDITOR))
    folder, document = document_in(space, ada), document_in(space, ada)
    shared = document_in(space, ada)
    Membership.objects.create(document=shared, user=cho, role=Role.VIEWER)
    before = access_version(document)
    move_to(document, ben, Place(parent_id=folder.pk))
    assert access_version(document) == before
    for place in (Place(parent_id=shared.pk), TOP):
        with pytest.raises(Refused, match="Only an owner"):
            move_to(document, ben, place)
    move_to(document, ada, Place(parent_id=shared.pk))
    assert role_of(cho, document) == Role.VIEWER
    assert access_version(document) == before + 1


@pytest.mark.parametrize("shared_by", ["a link", "an empty team", "an invitation"])
def test_nor_to_where_they_change_as_soon_as_somebody_comes(shared_by: str) -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    space = make_space(ada, ben=(ben, Role.EDITOR))
    folder, document = document_in(space, ada), document_in(space, ada)
    if shared_by == "a link":
        set_link(owner_access(folder, ada), Wish(Reach.ANYONE, Role.VIEWER), ada)
    elif shared_by == "an empty team":
        TeamShare.objects.create(document=folder, team=Team.objects.create(name="Empty"), role=Role.OWNER)
    else:
        invite(owner_access(folder, ada), "new@example.org", Role.VIEWER, ada)
    with pytest.raises(Refused, match="Only an owner"):
        move_to(document, ben, Place(parent_id=folder.pk))
    move_to(document, ada, Place(parent_id=folder.pk))


def test_rights_of_what_is_below_follow_a_move_but_for_what_is_cut_off() -> None:
    ada, ben, cho = make_user("Ada"), make_user("Ben"), make_user("Cho")
    first = make_space(ada, ben=(ben, Role.EDITOR))
    second = make_space(ada, cho=(cho, Role.EDITOR))
    top = document_in(first, ada)
    child, cut = below(top, ada), below(top, ada)
    set_inherits(owner_access(cut, ada), ada, inherits=False)
    move_to(top, ada, Place(space_id=second.pk))
    assert [role_of(ben, document) for document in (top, child, cut)] == [None, None, None]
    assert [role_of(cho, document) for document in (top, child, cut)] == [Role.EDITOR, Role.EDITOR, None]
    assert {Document.objects.get(pk=one.pk).space_id for one in (top, child, cut)} == {second.pk}


def test_what_others_cut_off_moves_to_where_the_document_is_when_it_goes_to_the_trash() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    here, there = make_document(ada, ben=(ben, Role.OWNER)), make_document(ada, ben=(ben, Role.OWNER))
    folder = below(here, ada)
    private = below(folder, ben)
    set_inherits(access_document(ben, private.pk), ben, inherits=False)
    before = owner_access(folder, ada)
    move_to(folder, ada, Place(parent_id=there.pk))
    trash(before, ada)
    private.refresh_from_db()
    assert (private.is_trashed, private.parent_id) == (False, there.pk)


def in_a_private_folder() -> tuple[User, User, Document, Document]:
    """Ada's folder in a space of Ada's and Ben's, cut off from it; a document in it. Both are in the trash."""
    ada, ben = make_user("Ada"), make_user("Ben")
    space = make_space(ada, ben=(ben, Role.OWNER))
    folder = document_in(space, ada)
    set_inherits(owner_access(folder, ada), ada, inherits=False)
    document = below(folder, ada)
    trash(owner_access(document, ada), ada)
    trash(owner_access(folder, ada), ada)
    document.refresh_from_db()
    folder.refresh_from_db()
    return ada, ben, folder, document


def test_restoring_to_the_top_shows_nothing_to_those_who_saw_nothing() -> None:
    ada, ben, folder, document = in_a_private_folder()
    restore(owner_access(document, ada), ada)
    document.refresh_from_db()
    assert (document.parent_id, document.space_id) == (None, None)
    assert (role_of(ada, document), role_of(ben, document)) == (Role.OWNER, None)
    restore(owner_access(folder, ada), ada)
    assert role_of(ben, folder) is None


def test_nor_does_deleting_what_is_above_for_good() -> None:
    ada, ben, folder, document = in_a_private_folder()
    remove(owner_access(folder, ada), ada)
    assert (role_of(ada, document), role_of(ben, document)) == (Role.OWNER, None)


def test_what_inherits_from_its_space_is_restored_to_the_top_of_it() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    space = make_space(ada, ben=(ben, Role.VIEWER))
    folder = document_in(space, ada)
    document = below(folder, ada)
    trash(owner_access(document, ada), ada)
    trash(owner_access(folder, ada), ada)
    document.refresh_from_db()
    restore(owner_access(document, ada), ada)
    document.refresh_from_db()
    assert (document.parent_id, document.space_id) == (None, space.pk)
    assert role_of(ben, document) == Role.VIEWER


def test_what_went_to_the_trash_together_comes_back_together() -> None:
    ada = make_user()
    top = make_document(ada)
    child, earlier = below(top, ada), below(top, ada)
    trash(owner_access(earlier, ada), ada)
    trash(owner_access(top, ada), ada)
    top.refresh_from_db()
    restore(owner_access(top, ada), ada)
    found = {document.pk: document.is_trashed for document in Document.objects.all()}
    assert found == {top.pk: False, child.pk: False, earlier.pk: True}


def in_the_trash_with_what_is_above(owner: User, child_owner: User) -> tuple[Document, Document, Document]:
    top = make_document(owner)
    child = below(top, owner)
    deep = below(child, owner)
    Membership.objects.create(document=child, user=child_owner, role=Role.OWNER)
    trash(owner_access(top, owner), owner)
    for one in (top, child, deep):
        one.refresh_from_db()
    return top, child, deep


def test_what_is_restored_alone_brings_what_is_below_it() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    top, child, deep = in_the_trash_with_what_is_above(ada, ben)
    restore(owner_access(child, ben), ben)
    remove(owner_access(top, ada), ada)
    for one in (child, deep):
        one.refresh_from_db()
        assert (one.is_trashed, one.removed_at) == (False, None)
    assert (child.path, deep.path) == ([], [child.pk])


def test_nobody_loses_what_somebody_else_restores_to_the_top() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    _top, child, deep = in_the_trash_with_what_is_above(ada, ben)
    restore(owner_access(child, ben), ben)
    assert [role_of(person, one) for person in (ada, ben) for one in (child, deep)] == [Role.OWNER] * 4


def test_the_administration_does_not_get_what_it_restores() -> None:
    ada, root = make_user("Ada"), make_user("Root", is_staff=True, is_superuser=True)
    _top, child, _deep = in_the_trash_with_what_is_above(ada, ada)
    Membership.objects.filter(document=child).delete()
    restore_documents([child.pk], root)
    assert (role_of(ada, child), role_of(root, child)) == (Role.OWNER, None)


def test_what_is_restored_together_stays_where_it_was() -> None:
    ada = make_user()
    top, child, _deep = in_the_trash_with_what_is_above(ada, ada)
    restore_documents([child.pk, top.pk], ada)
    child.refresh_from_db()
    assert child.parent_id == top.pk
