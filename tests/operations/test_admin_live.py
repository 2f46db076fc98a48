"""Open connections in the administration: found by document and person, closed, signed out."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from editor.accounts.models import Visitor
from editor.accounts.tokens import digest_of, find_bearer, issue_token
from editor.audit.models import AuditEvent
from editor.realtime.models import KEY_LENGTH, LiveSession
from tests.operations.administration import act, boss, connect, session_of, text_of
from tests.people import client_of, make_document, make_user

pytestmark = pytest.mark.django_db

LIVE = "/admin/editor/livesession/"


@pytest.fixture
def staff() -> Client:
    return client_of(boss())


def test_connections_are_found_by_document_and_by_person(staff: Client) -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    plan, budget = make_document(ada, "Plan"), make_document(ben, "Budget")
    connect(ada, plan, "one")
    connect(ben, budget, "two")
    for query in (f"?document={plan.pk}", f"?reader_id={ada.pk}", "?q=plan", f"?q={ada.email}"):
        page = text_of(staff.get(LIVE + query))
        assert (ada.email in page, ben.email in page) == (True, False), query


def test_a_visitor_is_called_one(staff: Client) -> None:
    document, visitor = make_document(make_user()), Visitor.objects.create()
    session = connect(make_user(), document, "one")
    LiveSession.objects.filter(pk=session.pk).update(reader_id=visitor.pk, kind="visitor")
    assert "A visitor by a link" in text_of(staff.get(LIVE))


def test_closing_marks_one_connection_and_says_so_in_the_audit_log(staff: Client) -> None:
    ada = make_user("Ada")
    document = make_document(ada, "Plan")
    connect(ada, document, "one")
    connect(ada, document, "two")
    assert staff.get(f"{LIVE}one/close/").status_code == 405
    assert staff.post(f"{LIVE}one/close/").status_code == 302
    marked = LiveSession.objects.filter(asked_to_close_at__isnull=False)
    assert [session.pk for session in marked] == ["one"]
    event = AuditEvent.objects.get(action="session.closed")
    assert (event.document, event.details["connection"]) == (document.pk, "one")


def test_signing_out_ends_that_browser_and_no_other(staff: Client) -> None:
    ada = make_user("Ada")
    document = make_document(ada, "Plan")
    (named, key), (other, _) = session_of(ada), session_of(ada)
    connect(ada, document, "one", session_key=key)
    staff.post(f"{LIVE}one/sign-out/")
    assert [browser.get("/").status_code for browser in (named, other)] == [302, 200]
    assert key not in text_of(staff.get(LIVE))


def test_many_are_closed_or_signed_out_at_once(staff: Client) -> None:
    ada = make_user("Ada")
    document = make_document(ada)
    sessions = [connect(ada, document, "one", session_of(ada)[1]), connect(ada, document, "two")]
    assert "2 connections are being closed" in text_of(act(staff, "editor/livesession", "close", *sessions))
    assert "1 browser was signed out" in text_of(act(staff, "editor/livesession", "sign_out", *sessions))


def test_an_administrator_who_may_only_look_closes_nothing() -> None:
    looker = make_user("Looker", is_staff=True)
    ada = make_user("Ada")
    connect(ada, make_document(ada), "one")
    assert client_of(looker).post(f"{LIVE}one/close/").status_code == 403
    assert not LiveSession.objects.filter(asked_to_close_at__isnull=False).exists()


def test_the_list_takes_as_many_queries_for_fifty_as_for_two(
    staff: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ada = make_user()
    connect(ada, make_document(ada), "first")
    staff.get(LIVE)
    with CaptureQueriesContext(connection) as few:
        staff.get(LIVE)
    for number in range(48):
        user = make_user(f"Person {number}")
        connect(user, make_document(user), f"connection-{number}")
    with django_assert_num_queries(len(few.captured_queries)):
        staff.get(LIVE)


def test_revoking_a_token_ends_it_and_no_other_of_the_same_person(staff: Client) -> None:
    ada = make_user("Ada")
    secret, other = issue_token(ada, "A script"), issue_token(ada, "Another")
    session = connect(ada, make_document(ada, "Plan"), "one")
    LiveSession.objects.filter(pk=session.pk).update(session_key=digest_of(secret)[:KEY_LENGTH])
    assert "Revoke token" in text_of(staff.get(LIVE))
    answer = staff.post(f"{LIVE}one/sign-out/", follow=True)
    assert "1 token was revoked." in text_of(answer)
    assert (find_bearer(secret), find_bearer(other)) == (None, ada)
    assert AuditEvent.objects.get(action="session.ended").details["kind"] == "token"


def test_a_superusers_token_is_for_superusers_alone() -> None:
    above, ada = boss(), make_user("Ada", is_staff=True)
    ada.user_permissions.set(Permission.objects.filter(codename__in=["view_livesession", "change_livesession"]))
    secret = issue_token(above, "A script")
    session = connect(above, make_document(above), "one")
    LiveSession.objects.filter(pk=session.pk).update(session_key=digest_of(secret)[:KEY_LENGTH])
    assert client_of(ada).post(f"{LIVE}one/sign-out/").status_code == 302
    assert find_bearer(secret) == above
