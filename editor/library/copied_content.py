"""What a copy of a document contains: the same blocks under ids of their own, the same files, nobody's old edits."""

import secrets
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pycrdt import Doc, Text

from editor.content.crdt import read_document
from editor.content.crdt_writer import write_document
from editor.content.plain_text import TITLE, title_of
from editor.content.survey import survey
from editor.documents.limits import MAX_TITLE_LENGTH
from editor.documents.titles import replace_title
from editor.log.reading import read_log

_ID_BYTES = 9
"""Makes twelve characters, as the editor's own ids have."""


@dataclass(frozen=True, slots=True)
class Content:
    """Made before any lock is held, because it takes time. `update` is all of the content but its title."""

    title: str
    update: bytes
    files: tuple[UUID, ...]

    def write(self, doc: Doc[Any], title: str) -> None:
        """Puts the content into an empty document."""
        doc.apply_update(self.update)
        replace_title(doc, title[:MAX_TITLE_LENGTH])


def read_content(document_id: UUID) -> Content:
    source: Doc[Any] = Doc()
    stored = read_log(document_id)
    for update in stored.updates if stored else []:
        source.apply_update(update)
    made: Doc[Any] = Doc()
    made[TITLE] = Text()
    write_document(made, read_document(source), lambda: secrets.token_urlsafe(_ID_BYTES), keep_ids=False)
    return Content(title_of(source), made.get_update(), survey(source).files)
