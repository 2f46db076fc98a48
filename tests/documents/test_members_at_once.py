"""Changes of members that happen at the same moment."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from editor.accounts.models import User
from editor.documents import members
from editor.documents.access import access_document
from editor.documents.actions import Refused
from editor.documents.models import Document, Membership, Role
from tests.people import make_document, make_user


@pytest.mark.django_db(transaction=True)
def test_two_owners_who_leave_at_once_do_not_leave_a_document_without_one() -> None:
    for _ in range(5):
        ada, ben = make_user("Ada"), make_user("Ben")
        document = make_document(ada, ben=(ben, Role.OWNER))
        barrier = Barrier(2)
        with ThreadPoolExecutor(2) as threads:
            left = list(threads.map(leave, [document] * 2, (ada, ben), [barrier] * 2))
        assert sorted(left) == [False, True]
        assert Membership.objects.filter(document=document, role=Role.OWNER).count() == 1


def leave(document: Document, user: User, barrier: Barrier) -> bool:
    """Whether the person could leave."""
    try:
        access = access_document(user, document.pk)
        barrier.wait(timeout=10)
        members.remove_member(access, user.pk, user)
    except Refused:
        return False
    finally:
        connection.close()
    return True
