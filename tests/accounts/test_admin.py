"""The administration of people and documents."""

import pytest
from django.test import Client, TestCase

from editor.accounts.models import Invitation, Token, User
from editor.accounts.tokens import find_bearer, issue_token
from editor.documents.access import find_rights
from editor.documents.models import Membership, Role
from editor.documents.ports import realtime
from editor.documents.titles import replace_title
from editor.log.models import Source
from tests.people import access_version, client_of, make_document, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff() -> Client:
    return client_of(User.objects.create_superuser("admin@example.org", name="Admin"))


def test_the_administration_asks_for_staff_with_our_own_page_to_sign_in() -> None:
    assert "/accounts/login/" in Client().get("/admin/login/").headers["Location"]
    assert client_of(make_user()).get("/admin/login/").status_code == 403
    assert client_of(make_user()).get("/admin/").status_code == 302


@pytest.mark.parametrize("model", ["user", "document", "invitation", "token", "snapshot"])
def test_every_list_opens_and_searches(staff: Client, model: str) -> None:
    ada = make_user()
    make_document(ada, "Minutes")
    issue_token(ada, "backup")
    answer = staff.get(f"/admin/editor/{model}/", {"q": "ada"})
    assert answer.status_code == 200


def test_a_document_is_found_by_its_title_and_by_its_owner(staff: Client) -> None:
    ada = make_user()
    make_document(ada, "Minutes")
    make_document(make_user("Ben"), "Budget")
    for query in ("minut", ada.email):
        page = staff.get("/admin/editor/document/", {"q": query}).content.decode()
        assert ("Minutes" in page, "Budget" in page) == (True, False)


def test_documents_that_violate_the_schema_are_found_and_tell_what_is_wrong(staff: Client) -> None:
    ada = make_user()
    violating, clean = make_document(ada, "Odd"), make_document(ada, "Plain")
    violating.violations = [{"place": "p1", "kind": "unknown node", "detail": "<script>alert(1)</script>"}]
    violating.save()
    for answer, shown in (("yes", violating), ("no", clean)):
        page = staff.get("/admin/editor/document/", {"violations": answer}).content.decode()
        assert [str(one.pk) in page for one in (violating, clean)] == [one is shown for one in (violating, clean)]
    page = staff.get(f"/admin/editor/document/{violating.pk}/change/").content.decode()
    assert "unknown node at p1: &lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert(1)" not in page


def test_the_log_is_shown_without_its_bytes(staff: Client) -> None:
    ada = make_user()
    document = make_document(ada)
    realtime().write(document.pk, lambda doc: replace_title(doc, "Minutes"), ada.pk, Source.SYSTEM)
    page = staff.get(f"/admin/editor/document/{document.pk}/log/").content.decode()
    assert "System" in page
    assert "Ada" in page
    assert staff.get(f"/admin/editor/document/{document.pk}/change/").status_code == 200


def test_deactivating_takes_rights_and_sessions(staff: Client) -> None:
    ada = make_user()
    document = make_document(ada)
    open_page = client_of(ada)
    before = access_version(document)
    chosen = {"action": "deactivate", "_selected_action": [str(ada.pk)], "confirmed": "yes"}
    staff.post("/admin/editor/user/", chosen)
    assert access_version(document) == before + 1
    assert find_rights(ada.pk, document.pk) is None
    assert open_page.get("/").status_code == 302


def test_a_user_is_made_by_address_and_cannot_be_deleted(staff: Client) -> None:
    staff.post("/admin/editor/user/add/", {"email": "New@Example.org", "name": "New"})
    user = User.objects.get(email="new@example.org")
    assert not user.has_usable_password()
    assert staff.get(f"/admin/editor/user/{user.pk}/delete/").status_code == 403


def test_members_changed_in_the_administration_reach_open_pages(staff: Client) -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    document = make_document(ada)
    owner = Membership.objects.get(document=document)
    before = access_version(document)
    rows = {
        "memberships-TOTAL_FORMS": 2,
        "memberships-INITIAL_FORMS": 1,
        "memberships-0-id": owner.pk,
        "memberships-0-document": document.pk,
        "memberships-0-user": ada.pk,
        "memberships-0-role": 40,
        "memberships-1-document": document.pk,
        "memberships-1-user": ben.pk,
        "memberships-1-role": 30,
    }
    with TestCase.captureOnCommitCallbacks(execute=True):
        staff.post(f"/admin/editor/document/{document.pk}/change/", rows)
    rights = find_rights(ben.pk, document.pk)
    assert rights is not None
    assert rights.role == Role.EDITOR
    assert access_version(document) == before + 1
    no_owner = {**rows, "memberships-TOTAL_FORMS": 1, "memberships-0-role": 10}
    assert "needs an owner" in staff.post(f"/admin/editor/document/{document.pk}/change/", no_owner).content.decode()


def test_trash_and_restore(staff: Client) -> None:
    ada = make_user()
    document = make_document(ada)
    for action, expected in (("move_to_trash", True), ("restore", False)):
        staff.post("/admin/editor/document/", {"action": action, "_selected_action": [str(document.pk)]})
        document.refresh_from_db()
        assert document.is_trashed is expected


def test_a_token_is_shown_once_and_taken_back(staff: Client) -> None:
    ada = make_user()
    page = staff.post("/admin/editor/token/add/", {"user": ada.pk, "name": "script"}, follow=True).content.decode()
    secret = page[page.index("scr_") :].split("<")[0].strip()
    assert find_bearer(secret) == ada
    staff.post(f"/admin/editor/token/{Token.objects.get().pk}/delete/", {"post": "yes"})
    assert find_bearer(secret) is None


def test_an_invitation_is_kept_in_lower_case(staff: Client) -> None:
    staff.post("/admin/editor/invitation/add/", {"email": "Ben@Example.org"})
    assert Invitation.objects.get().email == "ben@example.org"
