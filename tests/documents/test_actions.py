"""Creating, trashing and restoring documents."""

import pytest
from django.test import TestCase

from editor.documents.access import DocumentNotFound, access_document, find_rights
from editor.documents.actions import create_document
from editor.documents.models import Role
from editor.documents.trashing import restore, trash
from tests.documents.conftest import Recording
from tests.people import access_version, make_document, make_user, owner_access

pytestmark = pytest.mark.django_db


def test_a_new_document_has_a_log_head_and_its_maker_as_owner() -> None:
    ada = make_user()
    document = create_document(ada)
    rights = find_rights(ada.pk, document.pk)
    assert rights is not None
    assert rights.role == Role.OWNER
    assert document.log_head.head == 0


def test_trashing_takes_the_document_from_everybody_and_is_announced_after_the_commit(told: Recording) -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    document = make_document(ada, ben=(ben, Role.EDITOR))
    before = access_version(document)
    with TestCase.captureOnCommitCallbacks(execute=True):
        trash(owner_access(document, ada), ada)
        assert told.access_changed == []
    assert told.access_changed == [document.pk]
    assert access_version(document) == before + 1
    assert find_rights(ada.pk, document.pk) is None
    assert find_rights(ben.pk, document.pk) is None
    with pytest.raises(DocumentNotFound):
        access_document(ben, document.pk)


def test_restoring_gives_everybody_their_rights_back(told: Recording) -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    document = make_document(ada, ben=(ben, Role.EDITOR))
    trash(owner_access(document, ada), ada)
    document.refresh_from_db()
    before = access_version(document)
    with TestCase.captureOnCommitCallbacks(execute=True):
        restore(owner_access(document, ada), ada)
    rights = find_rights(ben.pk, document.pk)
    assert rights is not None
    assert rights.role == Role.EDITOR
    assert access_version(document) == before + 1
    assert told.access_changed == [document.pk]


def test_only_an_owner_may_trash() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    document = make_document(ada, ben=(ben, Role.EDITOR))
    with pytest.raises(DocumentNotFound):
        trash(access_document(ben, document.pk), ben)
