"""Inviting addresses that have no account yet, and what becomes of it."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from editor.accounts.models import User
from editor.documents.access import find_rights
from editor.documents.models import Document, Role
from editor.sharing import arrivals
from editor.sharing.invitations import accept, accept_all, revoke
from editor.sharing.mails import send_invitation_mail
from editor.sharing.models import DocumentInvitation
from editor.sharing.secrets import invitation_secret
from tests.people import PASSWORD, client_of, make_document, make_user, owner_access

pytestmark = pytest.mark.django_db
ADDRESS = "cho@example.org"
IN_PAGE = {"HX-Request": "true"}


def invite(owner: User, document: Document, address: str = ADDRESS, role: int = 30) -> DocumentInvitation:
    answer = client_of(owner).post(f"/documents/{document.pk}/members", {"who": address, "role": role})
    assert answer.status_code == 200
    return DocumentInvitation.objects.get(document=document, email=address.lower())


def role_of(email: str, document: Document) -> Role | None:
    rights = find_rights(User.objects.get(email=email).pk, document.pk)
    return None if rights is None else rights.role


def sign_up(client: Client, address: str = ADDRESS) -> int:
    fields = {"email": address, "password1": PASSWORD, "name": "Cho"}
    return client.post("/accounts/signup/", fields).status_code


def test_the_mail_has_the_link_once_and_the_database_and_the_queue_never() -> None:
    ada = make_user("Ada")
    invitation = invite(ada, make_document(ada, "Accounts"))
    send_invitation_mail(invitation.pk)
    send_invitation_mail(invitation.pk)
    sent = [message for message in mail.outbox if message.to == [ADDRESS]]
    assert len(sent) == 1
    assert "Ada invites you to “Accounts”" in sent[0].subject
    assert f"{settings.PUBLIC_ORIGINS[0]}/invitations/{invitation_secret(invitation)}" in sent[0].body
    assert invitation_secret(invitation) not in str(DocumentInvitation.objects.values().get())


class MeanwhileRevoked(BaseEmailBackend):
    """A mail server that takes the mail only when somebody has revoked what is in it."""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        with ThreadPoolExecutor(1) as thread:
            thread.submit(revoke_all).result(timeout=30)
        return len(messages)


def revoke_all() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '5s'")
        for invitation in DocumentInvitation.objects.select_related("document", "invited_by"):
            assert invitation.invited_by is not None
            revoke(owner_access(invitation.document, invitation.invited_by), invitation.pk, invitation.invited_by)
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_nobody_who_changes_rights_waits_for_the_mail_server(settings: Settings) -> None:
    ada = make_user("Ada")
    invitation = invite(ada, make_document(ada))
    settings.EMAIL_BACKEND = f"{__name__}.MeanwhileRevoked"
    send_invitation_mail(invitation.pk)
    assert not DocumentInvitation.objects.exists()


@pytest.mark.parametrize("rule", ["open", "invited"])
def test_whoever_comes_by_the_mail_signs_up_and_has_the_document(settings: Settings, rule: str) -> None:
    settings.SIGN_UP = rule
    settings.ACCOUNT_EMAIL_VERIFICATION = "mandatory"
    ada, client = make_user("Ada"), Client()
    document = make_document(ada)
    url = f"/invitations/{invitation_secret(invite(ada, document))}"
    assert client.get(url).headers["Referrer-Policy"] == "no-referrer"
    assert "/accounts/signup/?email=cho" in client.post(url, headers=IN_PAGE).headers["HX-Redirect"]
    assert sign_up(client) == 302
    assert role_of(ADDRESS, document) == Role.EDITOR
    assert not DocumentInvitation.objects.exists()
    assert client.get(f"/documents/{document.pk}/").status_code == 200


def test_while_only_invited_people_sign_up_an_invitation_to_a_document_is_one_until_it_runs_out(
    settings: Settings,
) -> None:
    settings.SIGN_UP = "invited"
    ada = make_user("Ada")
    invitation = invite(ada, make_document(ada))
    assert sign_up(Client(), "stranger@example.org") == 200
    DocumentInvitation.objects.update(expires_at=timezone.now())
    assert sign_up(Client()) == 200
    DocumentInvitation.objects.update(expires_at=timezone.now() + timedelta(days=1))
    assert sign_up(Client()) == 302
    assert invitation.email == ADDRESS


def test_an_address_that_nobody_has_confirmed_gets_nothing_until_it_is(settings: Settings) -> None:
    settings.SIGN_UP, settings.ACCOUNT_EMAIL_VERIFICATION = "open", "none"
    ada = make_user("Ada")
    document = make_document(ada)
    invite(ada, document)
    assert sign_up(Client()) == 302
    assert role_of(ADDRESS, document) is None
    arrivals._confirmed(EmailAddress.objects.get(email=ADDRESS))
    assert role_of(ADDRESS, document) == Role.EDITOR


def test_who_has_an_account_under_another_address_accepts_with_a_click() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    document = make_document(ada)
    url = f"/invitations/{invitation_secret(invite(ada, document))}"
    client = client_of(ben)
    assert f"signed in as {ben.email}" in client.get(url).content.decode()
    assert find_rights(ben.pk, document.pk) is None
    client.post(url, headers=IN_PAGE)
    assert role_of(ben.email, document) == Role.EDITOR
    assert client.get(url).status_code == 404


def test_an_invitation_is_revoked_sent_again_and_runs_out() -> None:
    ada = make_user("Ada")
    document = make_document(ada)
    invitation = invite(ada, document)
    url = f"/invitations/{invitation_secret(invitation)}"
    beside = f"/documents/{document.pk}/invitations/{invitation.pk}"
    client = client_of(ada)
    DocumentInvitation.objects.update(expires_at=timezone.now(), sent_at=timezone.now())
    assert Client().get(url).status_code == 404
    assert "run out" in client.get(f"/documents/{document.pk}/members").content.decode()
    client.post(f"{beside}/again")
    invitation.refresh_from_db()
    assert invitation.sent_at is None
    assert Client().get(url).status_code == 200
    client.post(beside, {"role": "10"})
    assert DocumentInvitation.objects.get().role == Role.VIEWER
    client.delete(beside)
    assert Client().get(url).status_code == 404


def test_an_invitation_of_another_document_is_out_of_reach() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    theirs = invite(ben, make_document(ben))
    client_of(ada).delete(f"/documents/{make_document(ada).pk}/invitations/{theirs.pk}")
    assert DocumentInvitation.objects.filter(pk=theirs.pk).exists()


def test_a_better_role_stays_and_accepting_twice_changes_nothing() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    document = make_document(ada, ben=(ben, Role.EDITOR))
    invitation = invite(ada, document, role=10)
    accept(invitation, ben)
    accept(invitation, ben)
    accept_all(ben, [ADDRESS])
    assert role_of(ben.email, document) == Role.EDITOR


def test_nobody_is_invited_twice_nor_where_nobody_can_sign_up(settings: Settings) -> None:
    ada = make_user("Ada")
    document = make_document(ada)
    invite(ada, document)
    client, url = client_of(ada), f"/documents/{document.pk}/members"
    assert "invited already" in client.post(url, {"who": ADDRESS, "role": 10}).content.decode()
    settings.SIGN_UP = "closed"
    assert "takes no new ones" in client.post(url, {"who": "dan@example.org", "role": 10}).content.decode()
