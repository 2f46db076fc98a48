"""People in the administration: let go without losing what was theirs, and signed out wherever they are."""

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from editor.accounts.models import User
from editor.audit.models import AuditEvent
from editor.documents.access import find_rights
from editor.documents.models import Membership, Role
from editor.operations.ownership import owned_alone
from editor.spaces.models import Space, SpaceMember
from tests.operations.administration import act, boss, connect, session_of, text_of
from tests.people import client_of, make_document, make_user

pytestmark = pytest.mark.django_db

PEOPLE = "editor/user"


@pytest.fixture
def staff() -> Client:
    return client_of(boss())


def test_a_document_is_owned_alone_unless_anybody_else_owns_it_by_any_way() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    alone = make_document(ada, "Alone", ben=(ben, Role.EDITOR))
    make_document(ada, "Shared", ben=(ben, Role.OWNER))
    in_space = make_document(ada, "In a space")
    space = Space.objects.create(name="House")
    SpaceMember.objects.create(space=space, user=ben, role=Role.OWNER)
    in_space.__class__.objects.filter(pk=in_space.pk).update(space=space, inherits_from=[space.pk])
    assert list(owned_alone(ada)) == [alone]
    User.objects.filter(pk=ben.pk).update(is_active=False)
    assert {str(document) for document in owned_alone(ada)} == {"Alone", "Shared", "In a space"}


def test_who_is_deactivated_hands_over_what_only_they_own(staff: Client) -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    alone, shared = make_document(ada, "Alone"), make_document(ada, "Shared", ben=(ben, Role.OWNER))
    asked = text_of(act(staff, PEOPLE, "deactivate", ada))
    assert "Alone" in asked
    assert "Shared" not in asked
    assert User.objects.get(pk=ada.pk).is_active
    act(staff, PEOPLE, "deactivate", ada, confirmed="yes", heir=ben.email)
    assert not User.objects.get(pk=ada.pk).is_active
    assert Membership.objects.get(document=alone, user=ben).role == Role.OWNER
    assert Membership.objects.get(document=alone, user=ada).role == Role.EDITOR
    assert Membership.objects.get(document=shared, user=ada).role == Role.OWNER
    assert find_rights(ada.pk, alone.pk) is None
    actions = set(AuditEvent.objects.values_list("action", flat=True))
    assert {"account.deactivated", "document.owner_changed"} <= actions


def test_who_owns_nothing_alone_is_deactivated_without_a_question(staff: Client) -> None:
    ada = make_user("Ada")
    assert "Deactivated: 1" in text_of(act(staff, PEOPLE, "deactivate", ada))


def test_nobody_deactivates_themselves() -> None:
    me = boss()
    act(client_of(me), PEOPLE, "deactivate", me)
    assert User.objects.get(pk=me.pk).is_active


def test_documents_are_handed_over_without_deactivating(staff: Client) -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    document = make_document(ada)
    assert "This field is required" in text_of(act(staff, PEOPLE, "hand_over", ada, confirmed="yes"))
    act(staff, PEOPLE, "hand_over", ada, confirmed="yes", heir=ben.email)
    assert Membership.objects.get(document=document, user=ben).role == Role.OWNER
    assert "another owner too" in text_of(act(staff, PEOPLE, "hand_over", ada))


def test_signing_out_everywhere_ends_every_browser_of_theirs_and_nobody_elses(staff: Client) -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    browsers = [session_of(ada)[0], session_of(ada)[0], session_of(ben)[0]]
    assert [browser.get("/").status_code for browser in browsers] == [200, 200, 200]
    act(staff, PEOPLE, "sign_out", ada)
    assert [browser.get("/").status_code for browser in browsers] == [302, 302, 200]


def test_a_second_factor_is_reset(staff: Client) -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    for user in (ada, ben):
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={})
    act(staff, PEOPLE, "reset_second_factor", ada)
    assert [one.user for one in Authenticator.objects.all()] == [ben]
    assert AuditEvent.objects.get(action="account.second_factor_reset").subject == ada.email


def test_a_persons_page_says_what_is_theirs(staff: Client) -> None:
    ada = make_user("Ada")
    connect(ada, make_document(ada), "abc")
    page = text_of(staff.get(f"/admin/{PEOPLE}/{ada.pk}/change/"))
    for link in (f"document/?memberships__user={ada.pk}", f"livesession/?reader_id={ada.pk}", f"actor={ada.pk}"):
        assert link in page


def test_the_list_takes_as_many_queries_for_fifty_as_for_two(
    staff: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_document(make_user())
    staff.get(f"/admin/{PEOPLE}/")
    with CaptureQueriesContext(connection) as few:
        staff.get(f"/admin/{PEOPLE}/")
    for number in range(48):
        user = make_user(f"Person {number}")
        connect(user, make_document(user), f"connection-{number}")
    with django_assert_num_queries(len(few.captured_queries)):
        staff.get(f"/admin/{PEOPLE}/")
