"""What is done to a space, and what follows for its documents."""

from collections.abc import Callable

import pytest
from django.test import TestCase

from editor.audit.models import AuditEvent
from editor.documents import actions as documents
from editor.documents import trashing
from editor.documents.access import (
    DocumentNotFound,
    access_document,
    find_rights,
    find_space_role,
    visible_documents,
)
from editor.documents.actions import Place, Refused
from editor.documents.models import Document, Membership, Role
from editor.notifications.models import Notification
from editor.spaces import actions, members
from editor.spaces.access import SpaceNotFound, access_space, reasons, visible_spaces
from editor.spaces.models import Space
from tests.documents.conftest import Recording
from tests.groups import document_in, make_space, make_team, owning, team_in
from tests.people import access_version, make_document, make_user

pytestmark = pytest.mark.django_db


def role_in(user_id: object, document: Document) -> Role | None:
    rights = find_rights(user_id, document.pk, trashed=document.is_trashed)  # type: ignore[arg-type]  # a UUID
    return rights.role if rights else None


def test_whoever_makes_a_space_owns_it_and_nobody_else_sees_it() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    space = make_space(ada)
    assert owning(space, ada).may_share
    with pytest.raises(SpaceNotFound):
        access_space(ben, space.pk)
    assert list(visible_spaces(ben)) == []


def test_members_are_people_and_teams_and_open_pages_hear_of_it(told: Recording) -> None:
    ada, ben, cho = make_user("Ada"), make_user("Ben"), make_user("Cho")
    space, team = make_space(ada), make_team(cho, name="Design")
    document = document_in(space, ada)
    before = access_version(document)
    with TestCase.captureOnCommitCallbacks(execute=True):
        assert members.add_to_space(owning(space, ada), ben.email, Role.EDITOR, ada) == "Ben"
        assert members.add_to_space(owning(space, ada), "design", Role.COMMENTER, ada) == "Design"
    assert (role_in(ben.pk, document), role_in(cho.pk, document)) == (Role.EDITOR, Role.COMMENTER)
    assert access_version(document) == before + 2
    assert told.access_changed == [document.pk, document.pk]
    assert set(Notification.objects.values_list("recipient__name", "subject", "kind")) == {
        ("Ben", "Handbook", "invitation"),
        ("Cho", "Handbook", "invitation"),
    }
    assert reasons(space, cho) == [(Role.COMMENTER, "through Design")]
    for text in (ben.email, f"{members.TEAM_PREFIX}{team.pk}"):
        with pytest.raises(Refused, match="already"):
            members.add_to_space(owning(space, ada), text, Role.VIEWER, ada)


@pytest.mark.parametrize("text", ["nobody@example.org", "team:none", "Nothing", ""])
def test_who_is_nobody_is_refused(text: str) -> None:
    ada = make_user()
    with pytest.raises(Refused, match="no account"):
        members.add_to_space(owning(make_space(ada), ada), text, Role.VIEWER, ada)


def test_a_space_has_room_for_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    monkeypatch.setattr(members, "MAX_SPACE_MEMBERS", 1)
    with pytest.raises(Refused, match="at most"):
        members.add_to_space(owning(make_space(ada), ada), ben.email, Role.VIEWER, ada)


def test_only_an_owner_changes_a_space_and_everybody_may_leave() -> None:
    ada, ben, cho = make_user("Ada"), make_user("Ben"), make_user("Cho")
    space = make_space(ada, ben=(ben, Role.EDITOR), cho=(cho, Role.VIEWER))
    mine = owning(space, ben)
    ada_row, ben_row = (space.members.get(user=user).pk for user in (ada, ben))
    attempts: list[Callable[[], object]] = [
        lambda: members.add_to_space(mine, cho.email, Role.OWNER, ben),
        lambda: members.change_space_role(mine, ben_row, Role.OWNER, ben),
        lambda: members.remove_from_space(mine, ada_row, ben),
        lambda: members.remove_from_space(mine, 0, ben),
        lambda: members.set_open_role(mine, Role.VIEWER, ben),
        lambda: actions.change_space(mine, ben, name="Mine", description="", icon="", color=""),
        lambda: actions.delete_space(mine, ben),
    ]
    for attempt in attempts:
        with pytest.raises(SpaceNotFound):
            attempt()
    members.remove_from_space(mine, ben_row, ben)
    assert find_space_role(ben, space.pk) is None


def test_a_member_of_another_space_is_out_of_reach() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    mine, other = make_space(ada), make_space(ben)
    row = other.members.get(user=ben)
    members.change_space_role(owning(mine, ada), row.pk, Role.VIEWER, ada)
    members.remove_from_space(owning(mine, ada), row.pk, ada)
    assert find_space_role(ben, other.pk) == Role.OWNER


def test_the_last_owner_stays_and_an_empty_team_owns_nothing() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    space = make_space(ada)
    row = space.members.get(user=ada).pk
    with pytest.raises(Refused, match="needs an owner"):
        members.remove_from_space(owning(space, ada), row, ada)
    with pytest.raises(Refused, match="needs an owner"):
        members.change_space_role(owning(space, ada), row, Role.EDITOR, ada)
    team = make_team(ben)
    team.members.all().delete()
    team_in(space, team, Role.OWNER)
    with pytest.raises(Refused, match="needs an owner"):
        members.remove_from_space(owning(space, ada), row, ada)
    team.members.create(user=ben, is_manager=True)
    members.remove_from_space(owning(space, ada), row, ada)
    assert find_space_role(ben, space.pk) == Role.OWNER


def test_an_open_space_lets_everybody_in_until_it_is_closed() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    space = make_space(ada)
    document = document_in(space, ada)
    before = access_version(document)
    members.set_open_role(owning(space, ada), Role.COMMENTER, ada)
    assert role_in(ben.pk, document) == Role.COMMENTER
    assert reasons(owning(space, ben).space, ben) == [(Role.COMMENTER, "open to everybody signed in")]
    assert [found.role for found in visible_spaces(ben)] == [Role.COMMENTER]
    members.set_open_role(owning(space, ada), None, ada)
    assert role_in(ben.pk, document) is None
    assert access_version(document) == before + 2


def test_the_best_reason_counts() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    space = make_space(ada, open_role=Role.COMMENTER, ben=(ben, Role.VIEWER))
    team_in(space, make_team(ben, name="Writers"), Role.EDITOR)
    assert [role for role, _ in reasons(owning(space, ben).space, ben)] == [Role.EDITOR, Role.COMMENTER, Role.VIEWER]
    assert [found.role for found in visible_spaces(ben)] == [Role.EDITOR]


def test_documents_are_made_in_and_moved_into_and_out_of_a_space() -> None:
    ada, ben, cho = make_user("Ada"), make_user("Ben"), make_user("Cho")
    space = make_space(ada, ben=(ben, Role.EDITOR), cho=(cho, Role.VIEWER))
    with pytest.raises(DocumentNotFound):
        documents.create_document(cho, Place(space_id=space.pk))
    own = make_document(ben)
    documents.move(access_document(ben, own.pk), ben, Place(space_id=space.pk))
    assert role_in(cho.pk, own) == Role.VIEWER
    made = document_in(space, ben)
    with pytest.raises(Refused, match="Only an owner"):
        documents.move(access_document(ben, made.pk), ben, documents.TOP)
    documents.move(access_document(ada, made.pk), ada, documents.TOP)
    assert (role_in(ada.pk, made), role_in(ben.pk, made), role_in(cho.pk, made)) == (Role.OWNER, None, None)


def test_deleting_a_space_moves_its_documents_to_the_trash_of_who_deletes_it() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    space = make_space(ada, ben=(ben, Role.EDITOR))
    top = document_in(space, ben, "Top")
    below = document_in(space, ben, "Below", parent=top)
    earlier = document_in(space, ben, "Earlier")
    trashing.trash(access_document(ada, earlier.pk), ada)
    assert actions.documents_going(space, ada) == 2
    actions.delete_space(owning(space, ada), ada)
    assert not Space.objects.filter(pk=space.pk).exists()
    for document in (top, below, earlier):
        document.refresh_from_db()
        assert document.is_trashed
        assert document.space_id is None
        assert (role_in(ada.pk, document), role_in(ben.pk, document)) == (Role.OWNER, None)
    assert top.inherits_from == []
    for document in (top, earlier):
        trashing.restore(access_document(ada, document.pk, trashed=True), ada)
    assert set(visible_documents(ada)) == {top, below, earlier}
    event = AuditEvent.objects.get(action="space.deleted")
    assert event.details == {"space": str(space.pk), "documents": 2}


def test_what_others_own_and_cut_off_survives_the_space() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    space = make_space(ada, ben=(ben, Role.OWNER))
    top = document_in(space, ada, "Top")
    private = document_in(space, ben, "Private", parent=top)
    notes = document_in(space, ben, "Notes", parent=private)
    deeper = document_in(space, ben, "Deeper", parent=notes)
    for cut in (private, deeper):
        documents.set_inherits(access_document(ben, cut.pk), ben, inherits=False)
    assert actions.documents_going(space, ada) == 1
    actions.delete_space(owning(space, ada), ada)
    for document in (private, notes, deeper):
        document.refresh_from_db()
        assert not document.is_trashed
        assert document.space_id is None
        assert (role_in(ada.pk, document), role_in(ben.pk, document)) == (None, Role.OWNER)
    assert deeper.path == [private.pk, notes.pk]


def test_what_somebody_else_owns_too_stays_theirs_in_the_trash() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    space = make_space(ada)
    document = document_in(space, ada)
    Membership.objects.create(document=document, user=ben, role=Role.OWNER)
    actions.delete_space(owning(space, ada), ada)
    document.refresh_from_db()
    assert (role_in(ada.pk, document), role_in(ben.pk, document)) == (None, Role.OWNER)
