"""What every template may use: icons, avatars, times in words."""

import re
from datetime import datetime, timedelta
from functools import cache
from uuid import UUID, uuid4

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from editor.accounts.colors import presence_hue
from editor.accounts.models import User
from editor.documents import removal
from editor.documents.models import Document
from editor.library.looks import ICONS

register = template.Library()


@register.simple_tag
def icon(name: str) -> SafeString:
    """A Lucide icon, drawn in the colour of the text beside it. It says nothing to screen readers."""
    return format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', _shapes(name))


@register.simple_tag
def document_icon(document: Document) -> SafeString:
    """The icon that was chosen for the document, or the usual one."""
    if document.icon and document.icon not in ICONS:
        return format_html('<span class="icon icon--emoji" aria-hidden="true">{}</span>', document.icon)
    return icon(document.icon or "file-text")


@register.simple_tag
def trash_days() -> int:
    return int(settings.TRASH_DAYS)


@register.simple_tag
def fresh_id() -> UUID:
    """For a form whose second click must be the same wish as the first."""
    return uuid4()


@register.filter
def deleted_on(document: Document) -> datetime | None:
    """When a document in the trash goes by itself."""
    return removal.deleted_on(document)


@cache
def _shapes(name: str) -> SafeString:
    source = (settings.BASE_DIR / "static" / "icons" / f"{name}.svg").read_text()
    found = re.search(r"<svg[^>]*>(.*)</svg>", source, re.DOTALL)
    if found is None:
        raise ValueError(f"static/icons/{name}.svg is not an icon")
    return mark_safe(" ".join(found.group(1).split()))  # noqa: S308 — a file of ours


@register.simple_tag
def avatar(user: User) -> SafeString:
    """The person's picture, or initials in their colour; the name stands beside it or on the control around it."""
    if user.picture is not None:
        source = reverse("person_picture", args=[user.pk, user.picture])
        return format_html('<img class="avatar" src="{}" width="28" height="28" alt="" loading="lazy">', source)
    return format_html(
        '<span class="avatar" data-hue="{}" aria-hidden="true">{}</span>',
        presence_hue(user.pk),
        initials(user.display_name),
    )


@register.filter
def initials(name: str) -> str:
    """The first letter or digit of the first word and of the last; frontend/src/ui/people.ts has the same rule."""
    letters = [letter for word in name.split() if (letter := next(filter(str.isalnum, word), ""))]
    return "".join(letters[:1] + letters[1:][-1:]).upper() or "?"


@register.filter
def by(editor: User | None, reader_id: UUID) -> str:
    """Who it was, said to `reader_id`."""
    if editor is None:
        return _("Somebody")
    return _("You") if editor.pk == reader_id else editor.display_name


@register.filter
def ago(moment: datetime) -> str:
    """How long ago, as one would say it; after a week the date."""
    now = timezone.now()
    passed = now - moment
    if passed < timedelta(minutes=1):
        return _("just now")
    if passed < timedelta(hours=1):
        return _("{count} min ago").format(count=passed // timedelta(minutes=1))
    if passed < timedelta(days=1):
        return _("{count} h ago").format(count=passed // timedelta(hours=1))
    if passed < timedelta(days=7):
        days = passed // timedelta(days=1)
        return _("yesterday") if days == 1 else _("{count} days ago").format(count=days)
    moment = timezone.localtime(moment)
    return date_format(moment, "j M" if moment.year == now.year else "j M Y")
