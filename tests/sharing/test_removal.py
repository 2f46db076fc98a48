"""What sharing keeps, and for how long."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from editor.accounts.models import User, Visitor
from editor.documents.models import Document, Role
from editor.documents.ports import realtime
from editor.log.models import Source
from editor.sharing.invitations import invite
from editor.sharing.links import Wish, renew_link, set_link
from editor.sharing.models import DocumentInvitation, LinkPass, Reach, ShareLink
from editor.sharing.removal import remove_old
from editor.sharing.secrets import link_secret
from tests.people import make_document, make_user, owner_access

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> User:
    return make_user("Ada")


@pytest.fixture
def document(ada: User) -> Document:
    return make_document(ada)


@pytest.fixture
def link(ada: User, document: Document) -> ShareLink:
    return set_link(owner_access(document, ada), Wish(Reach.ANYONE, Role.EDITOR), ada)


def ago(days: float) -> datetime:
    return timezone.now() - timedelta(days=days)


def come(link: ShareLink, *, and_go_on: bool) -> Visitor:
    client = Client()
    client.get(f"/s/{link_secret(link)}")
    if and_go_on:
        client.get(f"/documents/{link.document_id}/")
    return Visitor.objects.latest("created_at")


@pytest.mark.parametrize(("goes_on", "days", "is_kept"), [(False, 0.5, True), (False, 2, False), (True, 2, True)])
def test_a_visitor_who_never_came_back_is_forgotten(link: ShareLink, goes_on: bool, days: float, is_kept: bool) -> None:
    visitor = come(link, and_go_on=goes_on)
    Visitor.objects.update(created_at=ago(days))
    remove_old(timezone.now())
    assert Visitor.objects.filter(pk=visitor.pk).exists() == is_kept
    assert LinkPass.objects.filter(holder_id=visitor.pk).exists() == is_kept


def test_a_visitor_is_forgotten_long_after_their_last_use(link: ShareLink) -> None:
    come(link, and_go_on=True)
    Visitor.objects.update(seen_at=ago(89))
    remove_old(timezone.now())
    assert Visitor.objects.exists()
    Visitor.objects.update(seen_at=ago(91))
    remove_old(timezone.now())
    assert not Visitor.objects.exists()


def test_who_wrote_something_or_has_an_account_now_stays(link: ShareLink, ada: User) -> None:
    author, known = come(link, and_go_on=False), come(link, and_go_on=False)
    realtime().write(link.document_id, lambda doc: doc["title"].insert(0, "x"), author.pk, Source.BROWSER)
    Visitor.objects.filter(pk=known.pk).update(user=ada)
    Visitor.objects.update(created_at=ago(400))
    remove_old(timezone.now())
    assert set(Visitor.objects.values_list("pk", flat=True)) == {author.pk, known.pk}


def test_passes_of_an_older_link_go(link: ShareLink, document: Document, ada: User) -> None:
    come(link, and_go_on=True)
    renew_link(owner_access(document, ada), ada)
    remove_old(timezone.now())
    assert not LinkPass.objects.exists()


def test_an_invitation_can_be_sent_again_for_a_while_after_its_end(document: Document, ada: User) -> None:
    invite(owner_access(document, ada), "cho@example.org", Role.EDITOR, ada)
    for days, is_kept in ((29, True), (31, False)):
        DocumentInvitation.objects.update(expires_at=ago(days))
        remove_old(timezone.now())
        assert DocumentInvitation.objects.exists() == is_kept
