"""Who belongs to a document."""

import pytest
from django.test import TestCase

from editor.accounts.actions import set_active
from editor.documents import members
from editor.documents.access import DocumentNotFound, access_document, find_rights
from editor.documents.actions import Refused
from editor.documents.models import Membership, Role
from tests.documents.conftest import Recording
from tests.people import access_version, make_document, make_user, owner_access

pytestmark = pytest.mark.django_db


def test_adding_by_address_ignores_case_and_reaches_open_pages(told: Recording) -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    document = make_document(ada)
    before = access_version(document)
    with TestCase.captureOnCommitCallbacks(execute=True):
        members.add_member(owner_access(document, ada), ben.email.upper(), Role.COMMENTER, ada)
    rights = find_rights(ben.pk, document.pk)
    assert rights is not None
    assert rights.role == Role.COMMENTER
    assert access_version(document) == before + 1
    assert told.access_changed == [document.pk]
    assert told.events == [(document.pk, {"type": "members"})]


def test_an_unknown_address_is_refused() -> None:
    ada = make_user()
    with pytest.raises(Refused, match="Nobody with this address"):
        members.add_member(owner_access(make_document(ada), ada), "nobody@example.org", Role.EDITOR, ada)


def test_a_deactivated_person_is_as_unknown_as_nobody() -> None:
    ada, ben = make_user("Ada"), make_user("Ben", is_active=False)
    with pytest.raises(Refused, match="Nobody with this address"):
        members.add_member(owner_access(make_document(ada), ada), ben.email, Role.EDITOR, ada)


def test_nobody_is_added_twice() -> None:
    ada = make_user()
    with pytest.raises(Refused, match="already"):
        members.add_member(owner_access(make_document(ada), ada), ada.email, Role.VIEWER, ada)


def test_a_document_has_room_for_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    monkeypatch.setattr(members, "MAX_MEMBERS", 1)
    with pytest.raises(Refused, match="at most"):
        members.add_member(owner_access(make_document(ada), ada), ben.email, Role.VIEWER, ada)


def test_the_last_owner_cannot_become_less_or_leave() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    document = make_document(ada, ben=(ben, Role.EDITOR))
    with pytest.raises(Refused, match="needs an owner"):
        members.change_role(owner_access(document, ada), ada.pk, Role.EDITOR, ada)
    with pytest.raises(Refused, match="needs an owner"):
        members.remove_member(owner_access(document, ada), ada.pk, ada)
    members.change_role(owner_access(document, ada), ben.pk, Role.OWNER, ada)
    members.remove_member(owner_access(document, ada), ada.pk, ada)
    assert find_rights(ada.pk, document.pk) is None


def test_everybody_may_leave_but_only_an_owner_removes_others() -> None:
    ada, ben, cho = make_user("Ada"), make_user("Ben"), make_user("Cho")
    document = make_document(ada, ben=(ben, Role.VIEWER), cho=(cho, Role.EDITOR))
    with pytest.raises(DocumentNotFound):
        members.remove_member(access_document(cho, document.pk), ben.pk, cho)
    members.remove_member(access_document(ben, document.pk), ben.pk, ben)
    assert find_rights(ben.pk, document.pk) is None


def test_removing_somebody_who_is_only_in_another_document_changes_nothing(told: Recording) -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    mine, other = make_document(ada), make_document(ben)
    with TestCase.captureOnCommitCallbacks(execute=True):
        members.remove_member(owner_access(mine, ada), ben.pk, ada)
        members.change_role(owner_access(mine, ada), ben.pk, Role.VIEWER, ada)
    assert Membership.objects.get(document=other, user=ben).role == Role.OWNER
    assert told.access_changed == []


def test_deactivating_a_person_raises_the_version_of_all_their_documents(told: Recording) -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    documents = [make_document(ada, ben=(ben, Role.EDITOR)), make_document(ben)]
    untouched = make_document(ada)
    before = [access_version(document) for document in [*documents, untouched]]
    with TestCase.captureOnCommitCallbacks(execute=True):
        set_active(ben.pk, active=False)
    after = [access_version(document) for document in [*documents, untouched]]
    assert after == [before[0] + 1, before[1] + 1, before[2]]
    assert set(told.access_changed) == {document.pk for document in documents}
    assert find_rights(ben.pk, documents[0].pk) is None
