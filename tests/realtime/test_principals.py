"""Who stands behind a connection: read again whenever rights may have changed."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.models import Session
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from editor.accounts.models import Token, User, Visitor
from editor.accounts.tokens import issue_token
from editor.accounts.visitors import COOKIE, keep_visitor
from editor.collab.outbox import Outbox
from editor.collab.peer import Peer, PeerRights
from editor.collab.protocol import CloseCode
from editor.documents.models import Document, Membership, Role
from editor.realtime.log_connections import log_conninfo
from editor.realtime.look_ups import Entrance, LookUps
from editor.realtime.principals import Claim, Principal, claims_of
from tests.people import PASSWORD, client_of, make_document, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def look_up(*claims: Claim, document: UUID | None = None) -> Entrance | None:
    async def find() -> Entrance | None:
        look_ups = LookUps(log_conninfo())
        try:
            return await look_ups.find(claims, document)
        finally:
            await look_ups.close()

    return asyncio.run(find())


def find_principal(headers: Mapping[bytes, bytes]) -> Principal | None:
    found = look_up(*claims_of(headers))
    return None if found is None else found.principal


def session_cookie(client: Client) -> bytes:
    morsel = client.cookies.get(settings.SESSION_COOKIE_NAME)
    return f"{settings.SESSION_COOKIE_NAME}={morsel.value if morsel else ''}".encode()


def visitor_cookie(visitor: Visitor) -> bytes:
    response = HttpResponse()
    keep_visitor(response, visitor)
    return f"{COOKIE}={response.cookies[COOKIE].value}".encode()


def by_session(client: Client) -> Principal | None:
    return find_principal({b"cookie": session_cookie(client)})


def by_token(secret: str) -> Principal | None:
    return find_principal({b"authorization": f"Bearer {secret}".encode()})


def answers(document: Document, *principals: Principal) -> list[PeerRights | CloseCode]:
    """What they may do now, as a room asks for it."""
    peers = [
        Peer(one.reader.pk, PeerRights(may_write=False, access_version=0), Outbox(1), {}, principal=one)
        for one in principals
    ]

    async def read() -> list[PeerRights | CloseCode]:
        look_ups = LookUps(log_conninfo())
        try:
            found = await look_ups.read(document.pk, peers)
            return [found[peer] for peer in peers]
        finally:
            await look_ups.close()

    return asyncio.run(read())


def answer(document: Document, principal: Principal) -> PeerRights | CloseCode:
    [found] = answers(document, principal)
    return found


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


def test_a_renewed_encoding_of_the_password_ends_nothing(ada: User) -> None:
    ada.password = make_password(PASSWORD, hasher="pbkdf2_sha256")
    ada.save()
    document = make_document(ada)
    principal = by_session(client_of(ada))
    assert principal is not None
    assert ada.check_password(PASSWORD)
    assert isinstance(answer(document, principal), PeerRights)


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


def test_everybody_in_a_document_gets_their_own_answer(ada: User) -> None:
    document = make_document(ada)
    principals = [by_session(client_of(ada)), by_token(issue_token(ada, "script"))]
    for number in range(130):  # more than one statement takes
        user = make_user(f"Person {number}")
        Membership.objects.create(document=document, user=user, role=Role.VIEWER)
        principals.append(by_token(issue_token(user, "script")))
    principals.append(by_session(client_of(make_user("Eve"))))
    found = answers(document, *(principal for principal in principals if principal is not None))
    roles = [rights.role if isinstance(rights, PeerRights) else rights for rights in found]
    assert roles == [Role.OWNER, Role.OWNER, *[Role.VIEWER] * 130, CloseCode.NOT_FOUND]


def test_a_document_in_the_trash_is_nobodys(ada: User) -> None:
    document = make_document(ada)
    principal = by_session(client_of(ada))
    assert principal is not None
    Document.objects.filter(pk=document.pk).update(trashed_at=timezone.now())
    assert answer(document, principal) is CloseCode.NOT_FOUND


def test_what_a_handshake_may_do_comes_with_whose_it_is(ada: User) -> None:
    document = make_document(ada)
    found = look_up(*claims_of({b"cookie": session_cookie(client_of(ada))}), document=document.pk)
    assert found is not None
    assert found.principal.reader == ada
    assert isinstance(found.rights, PeerRights)
    assert found.rights.role == Role.OWNER
    assert found.generation == document.log_head.generation


def test_a_session_is_worth_nothing_to_whom_it_does_not_belong(ada: User) -> None:
    eve = make_user("Eve")
    key = client_of(ada).cookies[settings.SESSION_COOKIE_NAME].value
    assert look_up(Claim("session", key, eve.pk)) is None
    found = look_up(Claim("session", key, ada.pk))
    assert found is not None
    assert found.principal.reader == ada


def test_a_session_that_somebody_else_signed_is_worth_nothing(ada: User) -> None:
    client = client_of(ada)
    session = Session.objects.get()
    data, _, _ = session.session_data.rpartition(":")
    Session.objects.update(session_data=f"{data}:{'A' * 43}")
    assert by_session(client) is None


def test_a_visitor_is_known_by_the_cookie_and_noted_as_seen_once_a_day() -> None:
    visitor = Visitor.objects.create()
    found = find_principal({b"cookie": visitor_cookie(visitor)})
    assert found is not None
    assert (found.kind, found.reader, found.reader.display_name) == ("visitor", visitor, "Guest")
    seen = Visitor.objects.get().seen_at
    assert seen is not None
    find_principal({b"cookie": visitor_cookie(visitor)})
    assert Visitor.objects.get().seen_at == seen
    Visitor.objects.update(seen_at=seen - timedelta(days=2))
    find_principal({b"cookie": visitor_cookie(visitor)})
    assert Visitor.objects.filter(seen_at__gte=seen).exists()
    cookie = visitor_cookie(visitor)
    visitor.delete()
    assert find_principal({b"cookie": cookie}) is None


def test_who_was_a_visitor_and_signed_in_is_who_is_signed_in(ada: User) -> None:
    visitor = Visitor.objects.create(user=ada)
    client = client_of(ada)
    both = {b"cookie": session_cookie(client) + b"; " + visitor_cookie(visitor)}
    assert find_principal(both) == by_session(client)
    client.logout()
    found = find_principal(both)
    assert found is not None
    assert (found.kind, found.reader.display_name) == ("visitor", "Ada")


def test_a_token_is_not_helped_by_a_session(ada: User) -> None:
    headers = {b"authorization": b"Bearer scr_forged", b"cookie": session_cookie(client_of(ada))}
    assert find_principal(headers) is None


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
