"""The bell, the list, and the choices, as a browser gets them."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from editor.accounts.models import User
from editor.documents.models import Document, Membership, Role
from editor.notifications.choices import attention_of, mails_chosen
from editor.notifications.kinds import KINDS
from editor.notifications.models import Attention, Mail, Notification
from editor.notifications.notify import notify
from tests.people import client_of, make_document

pytestmark = pytest.mark.django_db


def test_the_badge_counts_what_is_unread_up_to_a_hundred(ada: User, ben: User) -> None:
    client = client_of(ben)
    assert "unread" not in client.get("/notifications/badge").content.decode()
    notify("shared", [ben], actor=ada, subject="Plan")
    assert ">1 unread<" in client.get("/notifications/badge").content.decode()
    Notification.objects.bulk_create(Notification(recipient=ben, kind="shared", subject="Plan") for _ in range(120))
    assert ">99+ unread<" in client.get("/notifications/badge").content.decode()


def test_opening_one_reads_it_and_leads_to_its_document(ada: User, ben: User, plan: Document) -> None:
    notify("mention", [ben], actor=ada, document=plan)
    told = Notification.objects.get()
    answer = client_of(ben).get(f"/notifications/{told.pk}/")
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/documents/{plan.pk}/")
    told.refresh_from_db()
    assert told.read_at is not None


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:1", ""])
def test_none_leads_away(ada: User, ben: User, target: str) -> None:
    notify("shared", [ben], actor=ada, subject="Plan", target_url=target)
    answer = client_of(ben).get(f"/notifications/{Notification.objects.get().pk}/")
    assert answer.headers["Location"] == "/notifications/"


def test_one_of_a_document_that_may_not_be_opened_any_more_is_absent(ada: User, ben: User, plan: Document) -> None:
    notify("mention", [ben], actor=ada, document=plan)
    Membership.objects.filter(user=ben).delete()
    client = client_of(ben)
    assert client.get(f"/notifications/{Notification.objects.get().pk}/").status_code == 404
    assert client.get(f"/notifications/{uuid4()}/").status_code == 404
    assert "Plan" not in client.get("/notifications/panel").content.decode()
    assert client.get("/notifications/badge").content == client_of(ada).get("/notifications/badge").content


def test_the_list_says_the_day(ada: User, ben: User) -> None:
    for days in (0, 1, 40):
        notify("shared", [ben], actor=ada, subject=f"Plan {days}")
        made = Notification.objects.filter(subject=f"Plan {days}")
        made.update(created_at=timezone.now() - timedelta(days=days))
    panel = client_of(ben).get("/notifications/panel").content.decode()
    assert panel.count('class="told-day"') == 3
    assert ">Today<" in panel
    assert ">Yesterday<" in panel


def test_a_long_list_has_pages_and_as_many_queries_as_a_short_one(ada: User, ben: User) -> None:
    client = client_of(ben)
    client.get("/notifications/", headers={"HX-Request": "true"})
    counts = []
    for more in (2, 70):
        for number in range(more):
            notify("shared", [ben], actor=ada, document=make_document(ada, str(number), ben=(ben, Role.VIEWER)))
        with CaptureQueriesContext(connection) as captured:
            page = client.get("/notifications/", headers={"HX-Request": "true"})
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert page.content.decode().count('class="told told--unread"') == 30
    third = client.get("/notifications/?page=3", headers={"HX-Request": "true"})
    assert third.content.decode().count('class="told told--unread"') == 12


def test_all_are_marked_as_read(ada: User, ben: User) -> None:
    notify("shared", [ben], actor=ada, subject="Plan")
    client = client_of(ben)
    answer = client.post("/notifications/read", {"until": "nonsense"}, headers={"HX-Request": "true"})
    assert (answer.status_code, "notifications-changed" in answer.headers["HX-Trigger"]) == (204, True)
    assert not Notification.objects.filter(read_at=None).exists()


def test_mails_are_chosen_by_kind(ben: User) -> None:
    client = client_of(ben)
    chosen = {name: str(Mail.OFF.value) for name in KINDS}
    assert client.post("/settings/notifications/", {**chosen, "edited": "99"}).status_code == 422
    assert client.post("/settings/notifications/", chosen).status_code == 302
    assert set(mails_chosen(ben).values()) == {Mail.OFF}


def test_a_document_is_watched_muted_and_neither(ben: User, plan: Document) -> None:
    client = client_of(ben)
    for level in (Attention.Level.WATCH, Attention.Level.MUTE, None):
        sent = "" if level is None else str(level.value)
        assert client.post(f"/documents/{plan.pk}/attention", {"level": sent}).status_code == 204
        assert attention_of(ben, plan.pk) == level
    assert client.post(f"/documents/{plan.pk}/attention", {"level": "99"}).status_code == 422
