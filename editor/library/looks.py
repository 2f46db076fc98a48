"""What a document can look like: an icon (one of ours, or an emoji), and a picture across the top."""

import re
import unicodedata
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from editor.documents.access import Access, DocumentNotFound
from editor.documents.actions import Refused, announce, hold_rights
from editor.documents.models import Document, Role
from editor.media.models import FileUse, Kind, MediaFile, State

ICONS = {
    "file-text": gettext_lazy("Document"),
    "book-open": gettext_lazy("Book"),
    "notebook-pen": gettext_lazy("Notebook"),
    "scroll-text": gettext_lazy("Scroll"),
    "feather": gettext_lazy("Feather"),
    "pencil-line": gettext_lazy("Pencil"),
    "list-checks": gettext_lazy("Checklist"),
    "calendar-days": gettext_lazy("Calendar"),
    "clock": gettext_lazy("Clock"),
    "target": gettext_lazy("Target"),
    "flag": gettext_lazy("Flag"),
    "map": gettext_lazy("Map"),
    "compass": gettext_lazy("Compass"),
    "globe": gettext_lazy("Globe"),
    "house": gettext_lazy("House"),
    "users": gettext_lazy("People"),
    "handshake": gettext_lazy("Handshake"),
    "message-circle": gettext_lazy("Speech bubble"),
    "megaphone": gettext_lazy("Megaphone"),
    "mail": gettext_lazy("Letter"),
    "briefcase": gettext_lazy("Briefcase"),
    "scale": gettext_lazy("Scales"),
    "coins": gettext_lazy("Coins"),
    "chart-line": gettext_lazy("Chart"),
    "table-2": gettext_lazy("Table"),
    "code-xml": gettext_lazy("Code"),
    "bug": gettext_lazy("Bug"),
    "wrench": gettext_lazy("Wrench"),
    "rocket": gettext_lazy("Rocket"),
    "flask-conical": gettext_lazy("Flask"),
    "graduation-cap": gettext_lazy("Cap"),
    "lightbulb": gettext_lazy("Light bulb"),
    "palette": gettext_lazy("Palette"),
    "image": gettext_lazy("Picture"),
    "music": gettext_lazy("Music"),
    "heart": gettext_lazy("Heart"),
    "star": gettext_lazy("Star"),
    "leaf": gettext_lazy("Leaf"),
    "sun": gettext_lazy("Sun"),
    "coffee": gettext_lazy("Coffee"),
}
POSITIONS = range(0, 101, 10)
MAX_EMOJI_LENGTH = 16

_KEYCAP = re.compile("[0-9#*]\ufe0f?\u20e3")
_JOINER = "\u200d"
_SIGNS = {"So", "Sm", "Po", "Pd"}
_BESIDE = {"Mn", "Me", "Sk", "Cf"}


def is_emoji(text: str) -> bool:
    """One sign that is seen as a picture: with its colour of skin, joined to others, or a flag of two letters."""
    if _KEYCAP.fullmatch(text):
        return True
    if not text or len(text) > MAX_EMOJI_LENGTH or text.isascii():
        return False
    kinds = [unicodedata.category(sign) for sign in text]
    if kinds[0] not in _SIGNS or not set(kinds) <= _SIGNS | _BESIDE:
        return False
    begins = [
        place for place, kind in enumerate(kinds) if kind in _SIGNS and (place == 0 or text[place - 1] != _JOINER)
    ]
    return len(begins) == 1 or (len(text) == 2 and all("\U0001f1e6" <= sign <= "\U0001f1ff" for sign in text))


@transaction.atomic
def set_icon(access: Access, icon: str) -> None:
    """Empty for the usual one. Raises Refused, and DocumentNotFound for who may not write."""
    if icon and icon not in ICONS and not is_emoji(icon):
        raise Refused(_("That can’t be an icon. Choose one of these, or a single emoji."))  # noqa: RUF001 — as it is set
    _hold(access)
    Document.objects.filter(pk=access.document.pk).update(icon=icon)
    announce(access.document.pk, {"type": "look"})


@transaction.atomic
def set_cover(access: Access, file_id: UUID | None) -> None:
    """A picture that was uploaded into the document, or none. Raises Refused, DocumentNotFound."""
    files = MediaFile.objects.select_for_update(no_key=True)
    file = None if file_id is None else files.filter(pk=file_id).first()
    document = _hold(access)
    uses = FileUse.objects.filter(document=access.document)
    if file_id is not None and (file is None or not uses.filter(file=file).exists()):
        raise DocumentNotFound
    if file is not None and (file.kind != Kind.IMAGE or file.state != State.READY):
        raise Refused(_("Only a picture can be a cover."))
    before, document.cover, document.cover_position = document.cover, file_id, 50
    document.save(update_fields=["cover", "cover_position"])
    uses.filter(file_id=file_id).update(unused_since=None)
    # Where the text shows it too, the sweep of files finds that out before anything is given up.
    if before != file_id:
        uses.filter(file_id=before).update(unused_since=timezone.now())
    announce(document.pk, {"type": "look"})


@transaction.atomic
def set_cover_position(access: Access, position: int) -> None:
    """Which part of the picture is shown: 0 is its top, 100 its bottom."""
    _hold(access)
    nearest = min(POSITIONS, key=lambda one: abs(one - position))
    Document.objects.filter(pk=access.document.pk).update(cover_position=nearest)
    announce(access.document.pk, {"type": "look"})


def _hold(access: Access) -> Document:
    """Its row before its rights, as who moves it or puts it in the trash takes them. Raises DocumentNotFound."""
    document = (
        Document.objects.select_for_update(no_key=True).filter(pk=access.document.pk, removed_at__isnull=True).first()
    )
    if document is None:
        raise DocumentNotFound
    hold_rights(access, Role.EDITOR, writing=True)
    return document
