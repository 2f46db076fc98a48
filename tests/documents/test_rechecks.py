"""Rights are asked for again where no change of them can get in between."""

from collections.abc import Callable
from typing import Any

import pytest

from editor.accounts.models import User
from editor.documents import members, titles, trashing
from editor.documents.access import Access, DocumentNotFound, access_document
from editor.documents.models import Document, Membership, Role
from tests.people import make_document, make_user

pytestmark = pytest.mark.django_db(transaction=True)

ACTS: dict[str, Callable[[Access, User, User], Any]] = {
    "trash": lambda access, ben, eve: trashing.trash(access, ben),
    "add": lambda access, ben, eve: members.add_member(access, eve.email, Role.OWNER, ben),
    "change": lambda access, ben, eve: members.change_role(access, ben.pk, Role.OWNER, ben),
    "rename": lambda access, ben, eve: titles.rename(access, "Mine", ben.pk),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS.keys())
def test_an_owner_who_was_removed_after_the_check_does_nothing_any_more(
    act: Callable[[Access, User, User], Any],
) -> None:
    ada, ben, eve = make_user("Ada"), make_user("Ben"), make_user("Eve")
    document = make_document(ada, ben=(ben, Role.OWNER))
    checked = access_document(ben, document.pk, Role.OWNER)
    members.remove_member(access_document(ada, document.pk), ben.pk, ada)
    with pytest.raises(DocumentNotFound):
        act(checked, ben, eve)
    assert not Membership.objects.filter(document=document).exclude(user=ada).exists()
    assert not Document.objects.get(pk=document.pk).is_trashed
    assert not document.log_entries.exists()


def test_an_owner_who_is_a_viewer_now_may_still_leave() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    document = make_document(ada, ben=(ben, Role.OWNER))
    checked = access_document(ben, document.pk, Role.OWNER)
    members.change_role(access_document(ada, document.pk), ben.pk, Role.VIEWER, ada)
    members.remove_member(checked, ben.pk, ben)
    assert not Membership.objects.filter(document=document, user=ben).exists()
