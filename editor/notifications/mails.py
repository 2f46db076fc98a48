"""Notifications as a mail, in the person's language and time, as text and as HTML."""

from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr
from hashlib import sha256
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from editor.accounts.models import User
from editor.accounts.preferences import is_time_zone
from editor.notifications.kinds import KINDS
from editor.notifications.models import Mail, Notification
from editor.notifications.saying import plain_sentence
from editor.notifications.unsubscribing import Unsubscribing

MAX_IN_A_MAIL = 50
MAX_SUBJECT = 150


@dataclass(frozen=True, slots=True)
class Line:
    sentence: str
    text: str
    url: str
    at: datetime
    mute_url: str
    """No more mails about its document; empty where there is none."""


def compose(user: User, notifications: list[Notification], mail: Mail) -> EmailMultiAlternatives:
    """One mail about all of them, which the caller has seen the person may see. The newest come first."""
    language = user.language if user.language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    zone = ZoneInfo(user.time_zone if is_time_zone(user.time_zone) else settings.TIME_ZONE)
    with translation.override(language), timezone.override(zone):
        kinds = sorted({one.kind for one in notifications})
        stop_url = _absolute(Unsubscribing(user.pk, kinds).path)
        subject = _subject(notifications, mail)
        context = {
            "subject": subject,
            "language": language,
            "lines": [_line(user, one) for one in notifications[:MAX_IN_A_MAIL]],
            "more": max(0, len(notifications) - MAX_IN_A_MAIL),
            "all_url": _absolute(reverse("notifications")),
            "settings_url": _absolute(reverse("settings_notifications")),
            "stop_url": stop_url,
            "stopped": [KINDS[kind].label for kind in kinds],
        }
        text = render_to_string("editor/notifications/mail.txt", context)
        html = render_to_string("editor/notifications/mail.html", context)
    message = EmailMultiAlternatives(subject, text, to=[user.email], headers=_headers(stop_url, notifications))
    message.attach_alternative(html, "text/html")
    return message


def _headers(stop_url: str, notifications: list[Notification]) -> dict[str, str]:
    ids = sha256(b"".join(sorted(one.pk.bytes for one in notifications))).hexdigest()[:32]
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return {
        "List-Unsubscribe": f"<{stop_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Message-ID": f"<{ids}@{domain}>",
        "Auto-Submitted": "auto-generated",
    }


def _subject(notifications: list[Notification], mail: Mail) -> str:
    count = len(notifications)
    if mail == Mail.DIGEST:
        said = ngettext("Your day: {count} notification", "Your day: {count} notifications", count).format(count=count)
    elif count == 1:
        said = plain_sentence(notifications[0])
    else:
        first = plain_sentence(notifications[-1])
        said = ngettext("{first}, and {count} more", "{first}, and {count} more", count - 1).format(
            first=first, count=count - 1
        )
    return said if len(said) <= MAX_SUBJECT else said[: MAX_SUBJECT - 1] + "…"


def _line(user: User, notification: Notification) -> Line:
    document_id = notification.document_id
    return Line(
        sentence=plain_sentence(notification),
        text=" ".join(notification.text.split()),
        url=_absolute(reverse("notification", args=[notification.pk])),
        at=notification.created_at,
        mute_url=_absolute(Unsubscribing(user.pk, document_id=document_id).path) if document_id is not None else "",
    )


def _absolute(path: str) -> str:
    return settings.PUBLIC_ORIGINS[0] + path
