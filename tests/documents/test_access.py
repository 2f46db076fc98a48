"""The gate: absent and forbidden are the same answer."""

from uuid import uuid4

import pytest

from editor.documents.access import DocumentNotFound, access_document, visible_documents
from editor.documents.models import Role
from tests.people import make_document, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("minimum", Role)
def test_a_role_opens_what_asks_for_it_or_less(role: Role, minimum: Role) -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    document = make_document(ada, ben=(ben, role))
    if role >= minimum:
        assert access_document(ben, document.pk, minimum).rights.role == role
    else:
        with pytest.raises(DocumentNotFound):
            access_document(ben, document.pk, minimum)


def test_absent_and_forbidden_raise_the_same() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    with pytest.raises(DocumentNotFound) as absent:
        access_document(ben, uuid4())
    with pytest.raises(DocumentNotFound) as forbidden:
        access_document(ben, make_document(ada).pk)
    assert str(absent.value) == str(forbidden.value)


def test_a_deactivated_person_sees_nothing() -> None:
    ada = make_user()
    document = make_document(ada)
    ada.is_active = False
    ada.save()
    assert not visible_documents(ada).exists()
    with pytest.raises(DocumentNotFound):
        access_document(ada, document.pk)
