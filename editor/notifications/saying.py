"""Notifications as sentences."""

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from editor.notifications.kinds import KINDS
from editor.notifications.models import Notification

_NAME = '<bdi class="told-name">{}</bdi>'


def sentence(notification: Notification) -> SafeString:
    """For a page: names stand out, and keep their own direction of writing."""
    names = {name: format_html(_NAME, value) for name, value in _names(notification).items()}
    return format_html(str(KINDS[notification.kind].text), **names)


def plain_sentence(notification: Notification) -> str:
    """On one line, whatever names are in it."""
    names = {name: " ".join(value.split()) for name, value in _names(notification).items()}
    return str(KINDS[notification.kind].text).format(**names)


def _names(notification: Notification) -> dict[str, str]:
    actor = notification.actor.display_name if notification.actor is not None else notification.actor_name
    document = notification.document
    what = notification.subject if document is None else document.title or _("Untitled")
    return {"actor": actor or _("Somebody"), "what": what}
