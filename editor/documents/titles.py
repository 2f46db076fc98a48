"""Renaming a document from outside the editor: a small edit of the text that is its title."""

from typing import Any
from uuid import UUID

from pycrdt import Doc, Text

from editor.content.plain_text import TITLE, title_of
from editor.documents.access import Access, recheck
from editor.documents.models import Role
from editor.documents.ports import realtime
from editor.log.models import Source


def rename(access: Access, title: str, user_id: UUID) -> None:
    """Gives the document another title, as an edit in its log. Raises DocumentNotFound for who may not (any more)."""
    wanted = " ".join(title.split())

    def edit(doc: Doc[Any]) -> None:
        recheck(access, Role.EDITOR, writing=True)
        replace_title(doc, wanted)

    realtime().write(access.document.pk, edit, user_id, Source.BROWSER)


def replace_title(doc: Doc[Any], wanted: str) -> None:
    """Changes only what differs, so that somebody who types in the title at the same moment loses nothing."""
    title: Text = doc.get(TITLE, type=Text)
    current = str(title)
    if title_of(doc) == wanted:
        return
    if len(current.encode()) != len(title):  # something embedded: positions can't be told from the string
        title.clear()
        current = ""
    start = _common_prefix(current, wanted)
    end = _common_prefix(current[start:][::-1], wanted[start:][::-1])
    first = len(current[:start].encode())
    last = len(current[: len(current) - end].encode())
    with doc.transaction():
        if last > first:
            del title[first:last]
        if new := wanted[start : len(wanted) - end]:
            title.insert(first, new)


def _common_prefix(one: str, other: str) -> int:
    length = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        length += 1
    return length
