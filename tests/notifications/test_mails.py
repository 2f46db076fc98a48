"""What is mailed, when, to whom, and how it is stopped."""

import re
from datetime import UTC, datetime, timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from editor.accounts.models import User
from editor.documents.models import Document, Membership
from editor.notifications.choices import attention_of, mails_chosen
from editor.notifications.lists import mark_read
from editor.notifications.models import Attention, Mail, Mention, Notification
from editor.notifications.notify import notify
from editor.notifications.removal import remove_old
from editor.notifications.sending import due_digests, due_now, last_digest_time, send_waiting
from editor.notifications.tasks import sweep_mails

pytestmark = pytest.mark.django_db

LATER = timedelta(minutes=3)


def soon() -> datetime:
    return timezone.now() + LATER


def sent() -> EmailMultiAlternatives:
    (message,) = mail.outbox
    assert isinstance(message, EmailMultiAlternatives)
    return message


def path_in(header: str) -> str:
    found = re.fullmatch(r"<https?://[^/]+(/notifications/unsubscribe/.+)>", header)
    assert found is not None
    return found.group(1)


def test_a_burst_is_one_mail(ada: User, ben: User, plan: Document) -> None:
    notify("shared", [ben], actor=ada, document=plan)
    assert due_now(timezone.now()) == []
    notify("mention", [ben], actor=ada, document=plan, text="Have a <look>, Ben.")
    assert due_now(soon()) == [ben.pk]
    assert send_waiting(ben.pk, Mail.NOW, soon())
    message = sent()
    assert message.to == [ben.email]
    assert message.subject == "Ada shared Plan with you, and 1 more"
    assert "Ada mentioned you in Plan" in message.body
    assert "“Have a <look>, Ben.”" in message.body
    html = str(message.alternatives[0][0])
    assert "Have a &lt;look&gt;, Ben." in html
    assert "http://127.0.0.1:8000/notifications/" in html
    assert due_now(soon()) == []
    assert not send_waiting(ben.pk, Mail.NOW, soon())


def test_what_was_read_meanwhile_is_not_mailed(ada: User, ben: User, plan: Document) -> None:
    notify("mention", [ben], actor=ada, document=plan)
    mark_read(ben)
    assert due_now(soon()) == []


def test_nothing_is_mailed_of_what_may_not_be_seen_when_it_is_sent(ada: User, ben: User, plan: Document) -> None:
    notify("mention", [ben], actor=ada, document=plan)
    Membership.objects.filter(user=ben).delete()
    assert not send_waiting(ben.pk, Mail.NOW, soon())
    assert mail.outbox == []
    assert due_now(soon()) == []


def test_nobody_is_mailed_whose_account_is_not_active(ada: User, ben: User, plan: Document) -> None:
    notify("mention", [ben], actor=ada, document=plan)
    User.objects.filter(pk=ben.pk).update(is_active=False)
    assert due_now(soon()) == []
    assert not send_waiting(ben.pk, Mail.NOW, soon())


def test_line_breaks_in_names_stay_out_of_the_subject(ada: User, ben: User) -> None:
    notify("invitation", [ben], actor=ada, subject="Design\r\nBcc: everybody@example.org")
    send_waiting(ben.pk, Mail.NOW, soon())
    assert sent().subject == "Ada added you to Design Bcc: everybody@example.org"


class Refusing(EmailBackend):
    error: Exception

    def send_messages(self, _messages: Any) -> int:
        raise self.error


@pytest.mark.parametrize(
    ("error", "comes_again"),
    [(SMTPServerDisconnected(), True), (SMTPRecipientsRefused({"ben": (550, b"nobody")}), False)],
)
def test_a_mail_that_was_not_sent_waits_unless_its_address_is_wrong(
    ada: User, ben: User, plan: Document, settings: LazySettings, error: Exception, comes_again: bool
) -> None:
    notify("mention", [ben], actor=ada, document=plan)
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    Refusing.error = error
    if comes_again:
        with pytest.raises(SMTPServerDisconnected):
            send_waiting(ben.pk, Mail.NOW, soon())
    else:
        send_waiting(ben.pk, Mail.NOW, soon())
    assert due_now(soon()) == ([ben.pk] if comes_again else [])


def test_the_same_mail_has_the_same_id_if_it_is_sent_twice(ada: User, ben: User, plan: Document) -> None:
    notify("mention", [ben], actor=ada, document=plan)
    for _ in range(2):
        send_waiting(ben.pk, Mail.NOW, soon())
        Notification.objects.update(mailed_at=None)  # as if the worker had been killed before it noted that
    first, second = (message.extra_headers["Message-ID"] for message in mail.outbox)
    assert first == second


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_ask_for_one_mail(ada: User, ben: User, plan: Document) -> None:
    notify("mention", [ben], actor=ada, document=plan)
    Notification.objects.update(created_at=timezone.now() - LATER)
    sweep_mails(0)
    sweep_mails(0)
    assert ProcrastinateJob.objects.filter(task_name="editor.notifications.tasks.mail_person").count() == 1


def test_without_a_mail_server_nothing_is_asked_for(ada: User, ben: User, settings: LazySettings) -> None:
    settings.NOTIFICATIONS = {**settings.NOTIFICATIONS, "by_mail": False}
    notify("shared", [ben], actor=ada, subject="Plan")
    Notification.objects.update(created_at=timezone.now() - LATER)
    sweep_mails(0)
    assert not ProcrastinateJob.objects.exists()


@pytest.mark.parametrize(
    ("now", "zone", "expected"),
    [
        (datetime(2026, 5, 4, 8, 0, tzinfo=UTC), "", datetime(2026, 5, 4, 8, tzinfo=UTC)),
        (datetime(2026, 5, 4, 7, 59, tzinfo=UTC), "UTC", datetime(2026, 5, 3, 8, tzinfo=UTC)),
        (datetime(2026, 5, 4, 12, tzinfo=UTC), "America/New_York", datetime(2026, 5, 4, 12, tzinfo=UTC)),
        (datetime(2026, 5, 4, 12, tzinfo=UTC), "Asia/Kathmandu", datetime(2026, 5, 4, 2, 15, tzinfo=UTC)),
        (datetime(2026, 3, 29, 6, tzinfo=UTC), "Europe/Paris", datetime(2026, 3, 29, 6, tzinfo=UTC)),  # summer begins
        (datetime(2026, 5, 4, 12, tzinfo=UTC), "Nowhere/Else", datetime(2026, 5, 4, 8, tzinfo=UTC)),
    ],
)
def test_the_summary_comes_at_eight_in_the_persons_time(now: datetime, zone: str, expected: datetime) -> None:
    assert last_digest_time(now, zone) == expected


def test_the_summary_has_what_waited_since_the_last_one(ada: User, ben: User, plan: Document) -> None:
    at_nine = datetime(2026, 5, 4, 9, tzinfo=UTC)
    notify("edited", [ben], actor=ada, document=plan)
    Notification.objects.update(created_at=at_nine)
    assert due_digests(at_nine + timedelta(hours=12)) == []
    next_day = at_nine + timedelta(hours=23)
    assert due_digests(next_day) == [ben.pk]
    send_waiting(ben.pk, Mail.DIGEST, next_day)
    assert sent().subject == "Your day: 1 notification"
    assert due_digests(next_day) == []


def test_a_mail_is_in_the_language_of_its_reader(ada: User, ben: User, plan: Document) -> None:
    User.objects.filter(pk=ben.pk).update(language="fr", time_zone="Europe/Paris")
    notify("mention", [ben], actor=ada, document=plan)
    Notification.objects.update(created_at=datetime(2026, 5, 4, 23, 30, tzinfo=UTC))
    send_waiting(ben.pk, Mail.NOW, datetime(2026, 5, 4, 23, 40, tzinfo=UTC))
    message = sent()
    assert '<html lang="fr"' in str(message.alternatives[0][0])
    assert "5 mai 2026, 01:30" in message.body


def test_one_click_stops_the_mails_of_that_kind_without_a_sign_in(ada: User, ben: User, plan: Document) -> None:
    notify("mention", [ben], actor=ada, document=plan)
    send_waiting(ben.pk, Mail.NOW, soon())
    headers = sent().extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = path_in(headers["List-Unsubscribe"])
    client = Client(enforce_csrf_checks=True)
    page = client.get(path)
    assert page.status_code == 200
    assert "Plan" not in page.content.decode()
    assert mails_chosen(ben)["mention"] == Mail.NOW
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    chosen = mails_chosen(ben)
    assert (chosen["mention"], chosen["shared"]) == (Mail.OFF, Mail.NOW)


def test_a_link_of_the_mail_mutes_the_document(ada: User, ben: User, plan: Document) -> None:
    notify("mention", [ben], actor=ada, document=plan)
    send_waiting(ben.pk, Mail.NOW, soon())
    html = str(sent().alternatives[0][0])
    found = re.search(r'href="[^"]+(/notifications/unsubscribe/[^"]+)"[^>]*>No more mails about this document', html)
    assert found is not None
    assert "Plan" not in Client().get(found.group(1)).content.decode()
    Client().post(found.group(1))
    assert attention_of(ben, plan.pk) == Attention.Level.MUTE


@pytest.mark.parametrize("damage", [lambda token: token[:-1], lambda token: "x" + token, lambda _: "a" * 3_000])
def test_a_link_that_was_tampered_with_is_none(ada: User, ben: User, plan: Document, damage: Any) -> None:
    notify("mention", [ben], actor=ada, document=plan)
    send_waiting(ben.pk, Mail.NOW, soon())
    start, token = path_in(sent().extra_headers["List-Unsubscribe"]).rsplit("/", 1)
    assert Client().post(f"{start}/{damage(token)}").status_code == 404


def test_what_is_old_goes(ada: User, ben: User, plan: Document) -> None:
    for _ in range(3):
        notify("mention", [ben], actor=ada, document=plan)
    now = timezone.now()
    long_read, lately_read, unread = Notification.objects.order_by("pk")
    Notification.objects.filter(pk=long_read.pk).update(read_at=now - timedelta(days=91))
    Notification.objects.filter(pk=lately_read.pk).update(read_at=now - timedelta(days=89))
    Mention.objects.create(document=plan, user=ben, gone_at=now - timedelta(days=2))
    Mention.objects.create(document=plan, user=ada)
    remove_old(now)
    assert set(Notification.objects.all()) == {lately_read, unread}
    assert [mention.user for mention in Mention.objects.all()] == [ada]
