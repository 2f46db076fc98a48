"""Mails against a real server: how the settings reach it, and what happens when it refuses or is away."""

import runpy
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.jobs import Job
from pytest_django import Settings

from editor.accounts.models import User
from editor.documents.models import Role
from editor.notifications.models import Mail, Notification
from editor.notifications.notify import notify
from editor.notifications.tasks import mail_person
from editor.sharing.mails import MailUnavailable
from editor.sharing.models import DocumentInvitation
from editor.sharing.tasks import send_invitation
from project.local.ports import free_port
from tests.mail_server import HOST, PASSWORD, USER, Mailbox, certificate, only_with_password, running, tls
from tests.people import client_of, make_document, make_user

pytestmark = pytest.mark.django_db
SETTINGS = Path(__file__).parents[2] / "project" / "settings" / "mail.py"
LOGIN = {"EMAIL_HOST_USER": USER, "EMAIL_HOST_PASSWORD": PASSWORD}


@pytest.fixture
def port(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> int:
    port = free_port()
    use(settings, monkeypatch, EMAIL_PORT=str(port))
    return port


def use(settings: Settings, monkeypatch: pytest.MonkeyPatch, **variables: str) -> None:
    """As if the environment had these variables."""
    for name, value in {"EMAIL_HOST": HOST, **variables}.items():
        monkeypatch.setenv(name, value)
    for name, value in runpy.run_path(str(SETTINGS)).items():
        if name.startswith(("EMAIL_", "DEFAULT_FROM")):
            setattr(settings, name, value)


def tell_ben() -> User:
    ada, ben = make_user("Ada"), make_user("Ben")
    notify("shared", [ben], actor=ada, document=make_document(ada, "Plan", ben=(ben, Role.VIEWER)))
    return ben


def mail(user: User) -> None:
    mail_person(user_id=str(user.pk), mail=int(Mail.NOW))


def is_tried_again(task: Any, problem: Exception) -> bool:
    strategy: RetryStrategy = task.retry_strategy
    job = Job(id=1, queue="default", lock=None, queueing_lock=None, task_name=task.name, attempts=0)
    return strategy.get_retry_decision(exception=problem, job=job) is not None


def test_a_server_without_a_password_gets_the_mail(port: int) -> None:
    ben, mailbox = tell_ben(), Mailbox()
    with running(mailbox, port):
        mail(ben)
        mail(ben)
    (letter,) = mailbox.letters
    assert (letter["To"], letter["From"]) == (ben.email, "Scriptorium <scriptorium@localhost>")
    assert "Ada shared Plan with you" in str(letter.get_payload(0))


@pytest.mark.parametrize("way", ["EMAIL_USE_TLS", "EMAIL_USE_SSL"])
def test_tls_and_a_password_reach_it_and_a_certificate_that_nobody_signed_gets_nothing(
    way: str, port: int, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ben, mailbox, path = tell_ben(), Mailbox(), certificate(tmp_path)
    use(settings, monkeypatch, EMAIL_PORT=str(port), **{way: "true"}, **LOGIN)
    how: dict[str, Any] = {"authenticator": only_with_password}
    if way == "EMAIL_USE_TLS":
        how |= {"tls_context": tls(path), "require_starttls": True, "auth_required": True}
    else:
        how |= {"ssl_context": tls(path), "auth_require_tls": False}
    with running(mailbox, port, **how):
        with pytest.raises(OSError, match="certificate") as refused:
            mail(ben)
        assert is_tried_again(mail_person, refused.value)
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
        mail(ben)
    assert mailbox.recipients == [ben.email]


def test_while_the_server_is_down_the_job_comes_again_and_the_mail_goes_once(port: int) -> None:
    ben, mailbox = tell_ben(), Mailbox()
    with pytest.raises(ConnectionRefusedError) as down:
        mail(ben)
    assert is_tried_again(mail_person, down.value)
    assert Notification.objects.filter(recipient=ben, mailed_at=None).exists()
    with running(mailbox, port):
        mail(ben)
        mail(ben)
    assert mailbox.recipients == [ben.email]


def test_of_a_refused_address_nobody_elses_mail_is_held_up(port: int) -> None:
    ben, mailbox = tell_ben(), Mailbox()
    cho = make_user("Cho")
    notify("invitation", [cho], actor=ben, subject="Team")
    mailbox.refused.add(ben.email)
    with running(mailbox, port):
        mail(ben)
        mail(cho)
        mail(ben)
    assert mailbox.recipients == [cho.email]
    assert Notification.objects.filter(recipient=ben).exists()


def test_an_invitation_to_a_refused_address_is_tried_again_and_goes_once_when_it_is_taken(port: int) -> None:
    ada, mailbox = make_user("Ada"), Mailbox(refused={"cho@example.org"})
    document = make_document(ada)
    client_of(ada).post(f"/documents/{document.pk}/members", {"who": "cho@example.org", "role": Role.VIEWER})
    invitation = DocumentInvitation.objects.get()
    with running(mailbox, port):
        with pytest.raises(MailUnavailable) as refused:
            send_invitation(invitation_id=str(invitation.pk))
        assert is_tried_again(send_invitation, refused.value)
        mailbox.refused.clear()
        for _ in range(2):
            send_invitation(invitation_id=str(invitation.pk))
    assert mailbox.recipients == ["cho@example.org"]
    invitation.refresh_from_db()
    assert invitation.sent_at is not None
    assert invitation.sent_at <= timezone.now()


def test_a_mail_that_somebody_waits_for_says_so_when_it_cannot_be_sent(port: int) -> None:
    ada, client, mailbox = make_user("Ada", password="a password for the tests"), Client(), Mailbox()
    answer = client.post("/accounts/password/reset/", {"email": ada.email}, follow=True)
    assert "The mail can&#x27;t be sent at the moment" in answer.content.decode()
    with running(mailbox, port):
        client.post("/accounts/password/reset/", {"email": ada.email})
    assert mailbox.recipients == [ada.email]
