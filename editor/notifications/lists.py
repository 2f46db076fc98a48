"""The notifications that a person sees. What is about a document that they may not open now isn't among them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from editor.accounts.models import User
from editor.documents.access import visible_documents
from editor.notifications.kinds import KINDS
from editor.notifications.models import Notification
from editor.notifications.saying import sentence

PER_PAGE = 30
IN_THE_PANEL = 20
MOST_COUNTED = 100


@dataclass(frozen=True, slots=True)
class Row:
    notification: Notification
    sentence: SafeString
    day: str


@dataclass(frozen=True, slots=True)
class Listing:
    rows: list[Row]
    page: Page[Notification]


def visible_notifications(user: User) -> QuerySet[Notification]:
    """The newest first."""
    may_open = Exists(visible_documents(user).filter(pk=OuterRef("document_id")))
    seen = Notification.objects.filter(Q(document=None) | may_open, recipient=user, kind__in=KINDS)
    return seen.select_related("actor", "document").defer("document__text", "document__violations").order_by("-id")


def count_unread(user: User) -> int:
    """How many, up to a hundred."""
    return visible_notifications(user).filter(read_at=None)[:MOST_COUNTED].count()


def latest(user: User) -> list[Row]:
    return _rows(visible_notifications(user)[:IN_THE_PANEL])


def list_notifications(user: User, number: str | None) -> Listing:
    page = Paginator(visible_notifications(user), PER_PAGE).get_page(number)
    return Listing(_rows(page), page)


def mark_read(user: User, notification_id: UUID | None = None, *, until: UUID | None = None) -> None:
    """One of the user's notifications, or all of them (up to the one that their list begins with)."""
    unread = Notification.objects.filter(recipient=user, read_at=None)
    if notification_id is not None:
        unread = unread.filter(pk=notification_id)
    if until is not None:
        unread = unread.filter(pk__lte=until)
    unread.update(read_at=timezone.now())


def _rows(notifications: Iterable[Notification]) -> list[Row]:
    today = timezone.localdate()
    return [Row(one, sentence(one), _day(timezone.localtime(one.created_at).date(), today)) for one in notifications]


def _day(day: date, today: date) -> str:
    if day == today:
        return _("Today")
    if (today - day).days == 1:
        return _("Yesterday")
    return date_format(day, "DATE_FORMAT")
