"""Somebody without an account is invited by mail, and signs in with the provider of single sign-on."""

from collections.abc import Iterator

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from editor.accounts.models import User
from editor.documents.access import find_rights
from editor.documents.models import Document, Role
from editor.sharing.mails import send_invitation_mail
from editor.sharing.models import DocumentInvitation
from tests.accounts.provider import come_back, describe, go_and_come_back, is_signed_in, running_provider, use_provider
from tests.people import client_of, make_document, make_user

pytestmark = pytest.mark.django_db
ADDRESS = "cho@abbey.example"


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running_provider() as address:
        yield address


@pytest.fixture(autouse=True)
def provider(url: str, settings: Settings) -> None:
    cache.clear()
    settings.SIGN_UP = "invited"
    use_provider(settings, url)


@pytest.fixture
def document() -> Document:
    ada = make_user("Ada")
    document = make_document(ada, "Accounts")
    client_of(ada).post(f"/documents/{document.pk}/members", {"who": ADDRESS, "role": Role.EDITOR})
    send_invitation_mail(DocumentInvitation.objects.get().pk)
    return document


def follow_mail(client: Client) -> str:
    """Presses the button of single sign-on behind the mail's link. The provider's address."""
    link = next(word for word in mail.outbox[-1].body.split() if "/invitations/" in word)
    path = "/invitations/" + link.rpartition("/")[2]
    assert "Sign in with Abbey" in client.get(path).content.decode()
    fields = {"way": "single-sign-on", "next": "/invited/"}
    answer = client.post(path, fields, headers={"HX-Request": "true"})
    return str(answer.headers["HX-Redirect"])


def role_of(email: str, document: Document) -> Role | None:
    rights = find_rights(User.objects.get(email=email).pk, document.pk)
    return None if rights is None else rights.role


@pytest.mark.parametrize(("rule", "only"), [("invited", False), ("domains", False), ("open", False), ("invited", True)])
def test_by_the_mail_and_the_provider_one_lands_in_the_document(
    url: str, settings: Settings, document: Document, rule: str, only: bool
) -> None:
    settings.SIGN_UP, settings.SIGN_UP_DOMAINS, settings.SSO_ONLY = rule, ["elsewhere.example"], only
    describe(url, "cho", email="Cho@Abbey.example", email_verified=True, name="Cho")
    client = Client()
    back = come_back(client, follow_mail(client), "cho")
    assert back.headers["Location"] == "/invited/"
    assert client.get("/invited/").headers["Location"] == f"/documents/{document.pk}/"
    assert client.get(f"/documents/{document.pk}/").status_code == 200
    assert role_of(ADDRESS, document) == Role.EDITOR
    assert not DocumentInvitation.objects.exists()
    assert not User.objects.get(email=ADDRESS).has_usable_password()


def test_under_another_address_nobody_gets_an_account_by_it_and_both_are_named(url: str, document: Document) -> None:
    describe(url, "dan", email="dan@abbey.example", email_verified=True)
    client = Client()
    answer = come_back(client, follow_mail(client), "dan")
    assert answer.status_code == 403
    said = answer.content.decode()
    assert f"The invitation was sent to {ADDRESS}, and Abbey says that your address is dan@abbey.example" in said
    assert not User.objects.filter(email="dan@abbey.example").exists()
    assert DocumentInvitation.objects.exists()


def test_whose_other_address_has_an_account_is_asked_before_that_one_gets_the_document(
    url: str, settings: Settings, document: Document
) -> None:
    settings.SIGN_UP = "open"
    describe(url, "dan", email="dan@abbey.example", email_verified=True)
    client = Client()
    come_back(client, follow_mail(client), "dan")
    page = client.get("/invited/").content.decode()
    assert f"It was sent to {ADDRESS}. You are signed in as dan@abbey.example" in page
    assert role_of("dan@abbey.example", document) is None
    client.post("/invited/", headers={"HX-Request": "true"})
    assert role_of("dan@abbey.example", document) == Role.EDITOR


def test_an_address_that_is_not_confirmed_there_claims_nothing(url: str, document: Document) -> None:
    describe(url, "mallory", email=ADDRESS, email_verified=False)
    client = Client()
    assert come_back(client, follow_mail(client), "mallory").status_code == 403
    assert not is_signed_in(client)
    assert DocumentInvitation.objects.exists()


def test_nor_does_one_that_an_account_has_at_the_provider_later(
    url: str, settings: Settings, document: Document
) -> None:
    settings.SIGN_UP = "open"
    describe(url, "eve", email="eve@abbey.example", email_verified=True)
    go_and_come_back(Client(), "eve")
    describe(url, "eve", email=ADDRESS, email_verified=False)
    client = Client()
    go_and_come_back(client, "eve")
    assert is_signed_in(client)
    assert role_of("eve@abbey.example", document) is None
    assert DocumentInvitation.objects.exists()


def test_where_sign_up_was_closed_since_that_is_said(url: str, settings: Settings, document: Document) -> None:
    settings.SIGN_UP = "closed"
    describe(url, "cho", email=ADDRESS, email_verified=True)
    client = Client()
    answer = come_back(client, follow_mail(client), "cho")
    assert "this site takes no new ones" in answer.content.decode()
    assert DocumentInvitation.objects.exists()


def test_without_the_link_the_same_account_has_what_waits_for_its_address(url: str, document: Document) -> None:
    describe(url, "cho", email=ADDRESS, email_verified=True)
    go_and_come_back(Client(), "cho")
    assert role_of(ADDRESS, document) == Role.EDITOR
    assert Client().get("/invited/").headers["Location"].startswith("/accounts/login/")
