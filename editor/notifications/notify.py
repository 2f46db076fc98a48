"""Telling people that something happened. The one place where notifications are made."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import transaction

from editor.accounts.models import User, Visitor
from editor.documents.access import rights_of
from editor.documents.models import Document
from editor.notifications.kinds import KINDS
from editor.notifications.models import Attention, Mail, MailChoice, Notification
from editor.realtime.people import announce_people

MAX_SUBJECT, MAX_TEXT, MAX_NAME = 500, 500, 80


def notify(
    kind: str,
    recipients: Iterable[User | UUID],
    *,
    actor: User | Visitor | None,
    document: Document | None = None,
    subject: str = "",
    text: str = "",
    target_url: str = "",
    key: str = "",
) -> set[UUID]:
    """Tells each recipient once; returns whom. Call it in the transaction that does what it tells of.

    Left out are the actor, those whose account is not active, those who may not open the document (that is asked again
    when it is shown and when it is mailed), those who muted it, and those who were told with the same `key` before.
    `subject` names what it is about where that isn't a document, `text` is what somebody wrote with it, `target_url`
    (a path of ours) is where it leads if not to the document.
    """
    asked = {recipient if isinstance(recipient, UUID) else recipient.pk for recipient in recipients}
    asked.discard(actor.pk if actor is not None else None)
    if not (told := _without_muted(_who_may_know(asked, document), kind, document)):
        return told
    rows = [
        Notification(
            recipient_id=user_id,
            kind=kind,
            actor=actor if isinstance(actor, User) else None,
            actor_name=actor.display_name[:MAX_NAME] if actor is not None else "",
            document=document,
            subject=subject[:MAX_SUBJECT],
            text=text[:MAX_TEXT],
            target_url=target_url,
            key=key,
            mail=mail,
        )
        for user_id, mail in sorted(_mails(told, kind, document).items())
    ]
    Notification.objects.bulk_create(rows, ignore_conflicts=True)
    transaction.on_commit(lambda: _announce(kind, told))
    return told


def _announce(kind: str, user_ids: Collection[UUID]) -> None:
    documents = [{"type": "documents"}] if KINDS[kind].gives_access else []
    announce_people(user_ids, {"type": "notifications"}, *documents)


def _who_may_know(user_ids: Collection[UUID], document: Document | None) -> set[UUID]:
    active = set(User.objects.filter(pk__in=user_ids, is_active=True).values_list("pk", flat=True))
    return active if document is None or not active else active & rights_of(document.pk, active).keys()


def _without_muted(user_ids: set[UUID], kind: str, document: Document | None) -> set[UUID]:
    return user_ids if KINDS[kind].direct else user_ids - _muting(user_ids, document)


def _mails(user_ids: set[UUID], kind: str, document: Document | None) -> dict[UUID, Mail]:
    chosen = dict(MailChoice.objects.filter(user_id__in=user_ids, kind=kind).values_list("user_id", "mail"))
    muting = _muting(user_ids, document)
    return {
        user_id: Mail.OFF if user_id in muting else Mail(chosen.get(user_id, KINDS[kind].mail)) for user_id in user_ids
    }


def _muting(user_ids: set[UUID], document: Document | None) -> set[UUID]:
    muted = Attention.objects.filter(user_id__in=user_ids, document=document, level=Attention.Level.MUTE)
    return set(muted.values_list("user_id", flat=True)) if document is not None else set()
