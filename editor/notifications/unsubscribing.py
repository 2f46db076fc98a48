"""Stopping mails by a link that needs no sign-in: a signed text says whose mails and which, and does nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.urls import reverse

from editor.accounts.models import User
from editor.documents.models import Document
from editor.notifications.choices import pay_attention, stop_mails
from editor.notifications.kinds import KINDS
from editor.notifications.models import Attention

_SALT = "editor.notifications.unsubscribing"
MAX_TOKEN = 500


@dataclass(frozen=True, slots=True)
class Unsubscribing:
    """Of these kinds, or of one document. It works for ever: mails are kept for years."""

    user_id: UUID
    kinds: Sequence[str] = ()
    document_id: UUID | None = None

    @property
    def path(self) -> str:
        subject = {"d": self.document_id.hex} if self.document_id is not None else {"k": ",".join(self.kinds)}
        token = signing.dumps({"u": self.user_id.hex, **subject}, salt=_SALT)
        return reverse("notifications_unsubscribe", args=[token])


def read_token(token: str) -> Unsubscribing | None:
    """None: we never signed it."""
    if len(token) > MAX_TOKEN:
        return None
    try:
        said = signing.loads(token, salt=_SALT)
        document_id = UUID(said["d"]) if "d" in said else None
        kinds = [kind for kind in said.get("k", "").split(",") if kind in KINDS]
        return Unsubscribing(UUID(said["u"]), kinds, document_id)
    except (signing.BadSignature, KeyError, ValueError):
        return None


def unsubscribe(wish: Unsubscribing) -> None:
    """Doing it twice changes nothing, and neither does it where the person or the document is gone."""
    user = User.objects.filter(pk=wish.user_id).first()
    if user is None:
        return
    stop_mails(user, wish.kinds)
    document = Document.objects.filter(pk=wish.document_id).first() if wish.document_id is not None else None
    if document is not None:
        pay_attention(user, document, Attention.Level.MUTE)
