"""A document as a fresh load of its log has it."""

from typing import Any
from uuid import UUID

from channels.db import database_sync_to_async
from pycrdt import Doc, Text, XmlFragment

from editor.log.reading import read_log


@database_sync_to_async
def stored_document(document: UUID) -> Doc[Any]:
    doc: Doc[Any] = Doc()
    doc["title"], doc["default"] = Text(), XmlFragment()
    stored = read_log(document)
    for update in stored.updates if stored else ():
        doc.apply_update(update)
    return doc


async def text_in_postgres(document: UUID) -> str:
    """The title."""
    return str((await stored_document(document))["title"])
