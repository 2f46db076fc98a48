"""Who stands behind a connection: read again whenever rights may have changed."""

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from editor.accounts.models import Token, User
from editor.accounts.tokens import issue_token
from editor.collab.peer import PeerRights
from editor.collab.protocol import CloseCode
from editor.documents.models import Membership, Role
from editor.realtime.principals import Principal, find_principal, read_rights
from tests.people import client_of, make_document, make_user

pytestmark = pytest.mark.django_db


def by_session(client: Client) -> Principal | None:
    morsel = client.cookies.get(settings.SESSION_COOKIE_NAME)
    return find_principal({b"cookie": f"{settings.SESSION_COOKIE_NAME}={morsel.value if morsel else ''}".encode()})


def by_token(secret: str) -> Principal | None:
    return find_principal({b"authorization": f"Bearer {secret}".encode()})


def answer(document: Any, principal: Principal) -> PeerRights | CloseCode:
    return read_rights(document.pk, [principal])[0][principal]


@pytest.fixture
def ada() -> User:
    return make_user("Ada")


def test_a_session_stands_for_its_user_until_it_ends(ada: User) -> None:
    document = make_document(ada)
    client = client_of(ada)
    principal = by_session(client)
    assert principal is not None
    assert principal.reader == ada
    rights = answer(document, principal)
    assert isinstance(rights, PeerRights)
    assert rights.may_write
    assert rights.valid_until is not None
    client.logout()
    assert answer(document, principal) is CloseCode.NOT_SIGNED_IN


def test_an_expired_session_stands_for_nobody(ada: User) -> None:
    client = client_of(ada)
    Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
    assert by_session(client) is None


def test_a_new_password_ends_the_sessions_of_before(ada: User) -> None:
    document = make_document(ada)
    principal = by_session(client_of(ada))
    assert principal is not None
    ada.set_password("a new one altogether")
    ada.save()
    assert answer(document, principal) is CloseCode.NOT_SIGNED_IN


def test_somebody_deactivated_is_not_signed_in_any_more(ada: User) -> None:
    document = make_document(ada)
    of_session, of_token = by_session(client_of(ada)), by_token(issue_token(ada, "script"))
    assert of_session is not None
    assert of_token is not None
    User.objects.filter(pk=ada.pk).update(is_active=False)
    assert answer(document, of_session) is CloseCode.NOT_SIGNED_IN
    assert answer(document, of_token) is CloseCode.NOT_SIGNED_IN


def test_a_token_stands_for_its_user_until_it_is_deleted_or_ends(ada: User) -> None:
    document = make_document(ada)
    principal = by_token(issue_token(ada, "script"))
    assert principal is not None
    assert principal.kind == "token"
    assert isinstance(answer(document, principal), PeerRights)
    Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert answer(document, principal) is CloseCode.NOT_SIGNED_IN


@pytest.mark.parametrize("cookie", ["", "session", "session=", "session=forged", 'session="\x00"', "=;=;session=a;;"])
def test_no_cookie_and_forged_ones_stand_for_nobody(cookie: str) -> None:
    assert find_principal({b"cookie": cookie.encode()}) is None


@pytest.mark.parametrize("header", ["Bearer", "Bearer ", "Bearer scr_forged", "Basic YTpi", "bearer \xff"])
def test_forged_tokens_stand_for_nobody(header: str) -> None:
    assert find_principal({b"authorization": header.encode("latin-1"), b"cookie": b""}) is None


def test_a_stranger_gets_the_same_answer_as_for_a_document_that_does_not_exist(ada: User) -> None:
    document = make_document(ada)
    principal = by_session(client_of(make_user("Eve")))
    assert principal is not None
    assert answer(document, principal) is CloseCode.NOT_FOUND
    document.delete()
    assert answer(document, principal) is CloseCode.NOT_FOUND


def test_the_number_of_queries_does_not_grow_with_the_peers(
    ada: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    document = make_document(ada)
    principals = [by_session(client_of(ada)), by_token(issue_token(ada, "script"))]
    for number in range(8):
        user = make_user(f"Person {number}")
        Membership.objects.create(document=document, user=user, role=Role.VIEWER)
        principals.append(by_session(client_of(user)))
    found = [principal for principal in principals if principal is not None]
    assert len(found) == 10
    with django_assert_num_queries(4):
        answers, _ = read_rights(document.pk, found)
    assert sum(isinstance(rights, PeerRights) and rights.may_write for rights in answers.values()) == 2


def test_a_session_without_a_user_stands_for_nobody() -> None:
    client = Client()
    session = client.session
    session["cart"] = 1
    session.save()
    assert SESSION_KEY not in session
    assert by_session(client) is None


@pytest.mark.parametrize("before", ['foo={"a":1}', "a=b c", "x[1]=2", "na@me=1", "=;;"])
def test_somebody_elses_cookie_does_not_hide_the_session(ada: User, before: str) -> None:
    key = client_of(ada).cookies[settings.SESSION_COOKIE_NAME].value
    found = find_principal({b"cookie": f"{before}; {settings.SESSION_COOKIE_NAME}={key}".encode()})
    assert found is not None
    assert found.reader == ada
