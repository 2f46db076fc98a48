"""Signing in and out, and a forgotten password."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client, TestCase

from editor.accounts import ports
from editor.accounts.models import User
from tests.people import PASSWORD, access_version, make_document, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_earlier_attempts() -> None:
    cache.clear()


@pytest.fixture
def ada() -> User:
    ada = make_user()
    ada.set_password(PASSWORD)
    ada.save()
    return ada


def sign_in(client: Client, email: str, password: str = PASSWORD) -> str:
    return client.post("/accounts/login/", {"login": email, "password": password}, follow=True).content.decode()


def test_the_first_page_asks_to_sign_in() -> None:
    assert "Sign in" in Client().get("/", follow=True).content.decode()


def test_signing_in_leads_to_the_list_and_changes_the_session(ada: User) -> None:
    client = Client()
    client.get("/accounts/login/")
    before = client.session.session_key
    assert "Documents" in sign_in(client, ada.email.upper())
    assert client.session.session_key != before


def test_signing_in_leads_to_where_one_wanted_to_go(ada: User) -> None:
    client = Client()
    url = f"/documents/{make_document(ada).pk}/"
    client.post(client.get(url).headers["Location"], {"login": ada.email, "password": PASSWORD, "next": url})
    assert client.get(url).status_code == 200


def test_a_wrong_password_an_unknown_address_and_a_deactivated_person_get_no_session(ada: User) -> None:
    ben = make_user("Ben", is_active=False)
    ben.set_password(PASSWORD)
    ben.save()
    wrong, unknown = Client(), Client()
    texts = [sign_in(wrong, ada.email, "wrong"), sign_in(unknown, "nobody@example.org")]
    assert all("don&#x27;t go together" in text for text in texts)
    assert "turned it off" in sign_in(Client(), ben.email)


def test_too_many_attempts_are_refused_even_with_the_right_password(ada: User) -> None:
    client = Client()
    for _ in range(5):
        sign_in(client, ada.email, "wrong")
    assert "Too many attempts" in sign_in(client, ada.email)


def test_signing_out_ends_the_session_and_reaches_open_documents(ada: User) -> None:
    client = Client()
    sign_in(client, ada.email)
    document = make_document(ada)
    before = access_version(document)
    client.post("/accounts/logout/")
    assert client.get("/").status_code == 302
    assert access_version(document) == before + 1


def test_signing_out_takes_a_click(ada: User) -> None:
    client = Client()
    sign_in(client, ada.email)
    client.get("/accounts/logout/")
    assert client.get("/").status_code == 200


def test_a_new_password_by_mail_ends_the_other_sessions(ada: User) -> None:
    elsewhere, client = Client(), Client()
    sign_in(elsewhere, ada.email)
    document = make_document(ada)
    before = access_version(document)
    client.post("/accounts/password/reset/", {"email": ada.email})
    link = next(line for line in mail.outbox[0].body.splitlines() if "/password/reset/key/" in line)
    form = client.get(link, follow=True)
    with TestCase.captureOnCommitCallbacks(execute=True):
        client.post(form.request["PATH_INFO"], {"password1": "another phrase", "password2": "another phrase"})
    assert access_version(document) > before
    assert elsewhere.get("/").status_code == 302
    assert "Documents" in sign_in(Client(), ada.email, "another phrase")


def test_asking_for_a_new_password_does_not_tell_who_has_an_account(ada: User) -> None:
    answers = [Client().post("/accounts/password/reset/", {"email": email}) for email in (ada.email, "x@example.org")]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]


def test_a_partial_sends_the_whole_page_to_sign_in() -> None:
    answer = Client().get("/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == "/accounts/login/"


def test_standing_has_somebody_who_listens() -> None:
    ports.standing().changed(make_user().pk)
