"""What others have cut off below a document stays theirs when the document goes to the trash."""

import pytest

from editor.accounts.models import User
from editor.documents.access import access_document
from editor.documents.actions import Place, create_document, set_inherits
from editor.documents.models import Document, Membership, Role
from editor.documents.trashing import trash
from tests.people import make_document, make_user, owner_access

pytestmark = pytest.mark.django_db


def test_it_moves_up_with_what_is_below_it_and_the_rest_goes() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    top = make_document(ada, ben=(ben, Role.EDITOR))
    trashed = create_document(ada, Place(parent_id=top.pk))
    kept = _cut_off(create_document(ada, Place(parent_id=trashed.pk)), ben)
    below_kept = _cut_off(create_document(ben, Place(parent_id=kept.pk)), ben)
    trash(owner_access(trashed, ada), ada)
    found = {document.pk: document for document in Document.objects.all()}
    assert found[trashed.pk].is_trashed
    assert not found[kept.pk].is_trashed
    assert not found[below_kept.pk].is_trashed
    assert (found[kept.pk].parent_id, found[below_kept.pk].parent_id) == (top.pk, kept.pk)
    assert found[below_kept.pk].path == [top.pk, kept.pk]
    assert access_document(ben, below_kept.pk).rights.role == Role.OWNER


def _cut_off(document: Document, owner: User) -> Document:
    """Cut off, and nobody's but this owner's."""
    Membership.objects.create(document=document, user=owner, role=Role.OWNER)
    set_inherits(access_document(owner, document.pk), owner, inherits=False)
    return document
