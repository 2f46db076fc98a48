"""What people choose to be told, and how: by kind, and by document."""

from collections.abc import Collection, Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from editor.accounts.models import User
from editor.documents.access import visible_documents
from editor.documents.models import Document
from editor.notifications.kinds import KINDS
from editor.notifications.models import Attention, Mail, MailChoice, Notification


def mails_chosen(user: User) -> dict[str, Mail]:
    """For each kind, when the user gets a mail of it."""
    chosen = dict(MailChoice.objects.filter(user=user).values_list("kind", "mail"))
    return {name: Mail(chosen.get(name, kind.mail)) for name, kind in KINDS.items()}


@transaction.atomic
def choose_mails(user: User, chosen: Mapping[str, Mail]) -> None:
    """Holds for what waits to be mailed, too."""
    for kind, mail in chosen.items():
        MailChoice.objects.update_or_create(user=user, kind=kind, defaults={"mail": mail})
        muted = Attention.objects.filter(user=user, level=Attention.Level.MUTE).values("document_id")
        _waiting(user.pk).filter(kind=kind).exclude(document_id__in=muted).update(mail=mail)


def stop_mails(user: User, kinds: Collection[str]) -> None:
    choose_mails(user, dict.fromkeys(kinds, Mail.OFF))


def attention_of(user: User, document_id: UUID) -> Attention.Level | None:
    """None is the usual."""
    found = Attention.objects.filter(user=user, document_id=document_id).values_list("level", flat=True).first()
    return None if found is None else Attention.Level(found)


@transaction.atomic
def pay_attention(user: User, document: Document, level: Attention.Level | None) -> None:
    """A document that is muted now has nothing mailed that waits."""
    if level is None:
        Attention.objects.filter(user=user, document=document).delete()
        return
    Attention.objects.update_or_create(user=user, document=document, defaults={"level": level})
    if level == Attention.Level.MUTE:
        _waiting(user.pk).filter(document=document).update(mail=Mail.OFF)


def chosen_documents(user: User) -> QuerySet[Attention]:
    """The documents that the user watches or mutes, as far as they may open them; the newest choice first."""
    may_open = Exists(visible_documents(user).filter(pk=OuterRef("document_id")))
    chosen = Attention.objects.filter(may_open, user=user).select_related("document")
    return chosen.defer("document__text", "document__violations").order_by("-pk")


def _waiting(user_id: UUID) -> QuerySet[Notification]:
    return Notification.objects.filter(recipient_id=user_id, read_at=None, mailed_at=None)
