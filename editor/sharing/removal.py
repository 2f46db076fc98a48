"""What goes after some time."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from editor.accounts.models import Visitor
from editor.log.models import ClientOwner, LogEntry
from editor.sharing.limits import FORGOTTEN_SEEN, FORGOTTEN_UNSEEN, KEPT_EXPIRED
from editor.sharing.models import DocumentInvitation, LinkPass

_AT_ONCE = 1_000


def remove_old(now: datetime) -> None:
    """Visitors who never came back and wrote nothing, passes that are worth nothing, invitations that ran out."""
    DocumentInvitation.objects.filter(expires_at__lt=now - KEPT_EXPIRED).delete()
    LinkPass.objects.exclude(edition=F("link__edition")).delete()
    gone = list(_forgotten(now).values_list("pk", flat=True))
    for start in range(0, len(gone), _AT_ONCE):
        some = gone[start : start + _AT_ONCE]
        with transaction.atomic():
            LinkPass.objects.filter(holder_id__in=some).delete()
            Visitor.objects.filter(pk__in=some).delete()


def _forgotten(now: datetime) -> QuerySet[Visitor]:
    """An author stays, so that what they wrote has one; and so does who signed in later."""
    unseen = Q(seen_at=None, created_at__lt=now - FORGOTTEN_UNSEEN) | Q(seen_at__lt=now - FORGOTTEN_SEEN)
    wrote = [Exists(rows.objects.filter(author=OuterRef("pk"))) for rows in (ClientOwner, LogEntry)]
    return Visitor.objects.filter(unseen, ~wrote[0], ~wrote[1], user=None)
