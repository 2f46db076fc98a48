"""The audit log in the administration: looked at, filtered, exported, and never changed."""

import csv
import io
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from editor.accounts.models import User
from editor.audit import export
from editor.audit.models import AuditEvent
from editor.audit.recording import record
from tests.people import client_of, make_user

pytestmark = pytest.mark.django_db

AUDIT = "/admin/editor/auditevent/"


@pytest.fixture
def staff() -> Client:
    return client_of(User.objects.create_superuser("boss@example.org", name="Boss"))


def exported(staff: Client, query: str = "") -> list[dict[str, str]]:
    answer: Any = staff.get(f"{AUDIT}export/{query}")
    assert answer.headers["Content-Type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))


def test_events_are_filtered_by_action_actor_and_day(staff: Client) -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    record("document.shared", ada, subject="Plan")
    record("document.trashed", ben, subject="Budget")
    AuditEvent.objects.create(action="document.shared", subject="Ancient", at=timezone.now() - timedelta(days=50))
    today = timezone.now().date().isoformat()
    for query, shown in (
        ("?action=document.shared", {"Plan", "Ancient"}),
        (f"?actor={ben.pk}", {"Budget"}),
        (f"?from={today}&to={today}", {"Plan", "Budget"}),
        ("?to=2000-01-01", set()),
        ("?from=0001-01-01&to=9999-12-31", {"Plan", "Budget", "Ancient"}),
        ("?from=nonsense&q=plan", {"Plan"}),
    ):
        page = staff.get(AUDIT + query).content.decode().partition("<tbody>")[2]
        assert {subject for subject in ("Plan", "Budget", "Ancient") if f">{subject}<" in page} == shown, query


def test_the_export_has_what_the_filters_leave_and_is_itself_in_the_log(staff: Client) -> None:
    record("document.shared", make_user("Ada"), subject="Plan", person="ben@example.org")
    record("document.trashed", make_user("Ben"), subject="Budget")
    rows = exported(staff, "?action=document.shared")
    assert [row["subject"] for row in rows] == ["Plan"]
    assert rows[0]["details"] == '{"person": "ben@example.org"}'
    event = AuditEvent.objects.get(action="audit.exported")
    assert (event.actor_name, event.subject) == ("Boss", "action=document.shared")


def test_a_long_log_is_exported_in_pieces(staff: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(export, "AT_ONCE", 3)
    for number in range(7):
        record("document.shared", None, subject=f"Plan {number}")
    rows = exported(staff, "?action=document.shared")
    assert [row["subject"] for row in rows] == [f"Plan {number}" for number in range(6, -1, -1)]


@pytest.mark.parametrize("title", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("x")'])
def test_no_cell_is_a_formula(staff: Client, title: str) -> None:
    record("document.shared", None, subject=title)
    assert exported(staff, "?action=document.shared")[0]["subject"] == f"'{title}"


def test_nothing_in_it_can_be_added_changed_or_deleted(staff: Client) -> None:
    record("document.shared", make_user())
    event = AuditEvent.objects.get()
    assert staff.get(f"{AUDIT}add/").status_code == 403
    assert staff.post(f"{AUDIT}{event.pk}/delete/", {"post": "yes"}).status_code == 403
    assert staff.post(f"{AUDIT}{event.pk}/change/", {"action": "x"}).status_code == 403
    assert staff.get(f"{AUDIT}{event.pk}/change/").status_code == 200


def test_staff_without_the_right_to_see_it_cannot_export_it() -> None:
    client = client_of(make_user("Clerk", is_staff=True))
    assert client.get(f"{AUDIT}export/").status_code == 403
    assert client.get(AUDIT).status_code == 403


def test_what_is_made_changed_and_deleted_in_the_administration_is_noted_with_its_address(staff: Client) -> None:
    staff.post("/admin/editor/user/add/", {"email": "new@example.org", "name": "New"})
    event = AuditEvent.objects.get(action="admin.added")
    assert (event.actor_name, event.subject, event.address) == ("Boss", "New", "127.0.0.1")
    staff.post("/admin/editor/invitation/add/", {"email": "ben@example.org"})
    invited = AuditEvent.objects.filter(action="admin.added").latest("pk").details["id"]
    staff.post(f"/admin/editor/invitation/{invited}/delete/", {"post": "yes"})
    assert AuditEvent.objects.get(action="admin.deleted").subject == "ben@example.org"
