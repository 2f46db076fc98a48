"""What documents need from the concerns above them, without importing them. `editor.apps` installs it."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db.models import QuerySet
from pycrdt import Doc

from editor.accounts.models import User
from editor.port import Port


class Realtime(Protocol):
    """Reaches the pages that have a document open, and writes to its content, from synchronous code."""

    def announce_access_changed(self, document_ids: Collection[UUID]) -> None:
        """Tells every replica to read the rights in these documents again. A hint: call it after the commit."""

    def announce_event(self, document_ids: Collection[UUID], event: Mapping[str, Any]) -> None:
        """Tells every open page of the documents that something happened (a JSON object for frame 101)."""

    def write(self, document_id: UUID, edit: Callable[[Doc[Any]], None], author: UUID, source: int) -> None:
        """Lets `edit` change the document's content and commits that as one update by `author`.

        In a transaction it is committed with it. While `edit` runs the document's log head is locked, and so are the
        rights in it; what it raises leaves nothing behind.
        """


class Files(Protocol):
    """Knows the files that documents use."""

    def record_uses(self, document_id: UUID, file_ids: Collection[UUID]) -> None:
        """These are all the files that the content shows now. Ids that aren't this document's files mean nothing.

        Call it in the transaction that writes the projection of the same content.
        """


class Shelf(Protocol):
    """What people keep of documents for themselves."""

    def record_opening(self, user: User, document_id: UUID) -> None:
        """The user has opened the document's page."""


class News(Protocol):
    """Tells people what happened in documents."""

    def record_edit(
        self, document_id: UUID, author: UUID | None, edited_at: datetime, mentioned: Collection[UUID]
    ) -> None:
        """These are all the people whose names the content has now; `author` edited it last, and then.

        Call it in the transaction that writes the projection of the same content.
        """


class Acquaintances(Protocol):
    """Knows whom a person may be offered."""

    def known_by_name(self, user: User, text: str) -> QuerySet[User]:
        """Those with whom the user shares something, and whose name (or address) begins a word with the text."""


class Publications(Protocol):
    """Knows which documents everybody may read."""

    def is_published(self, document_id: UUID) -> bool:
        """Whether anybody at all may read the document, without a link of their own."""


realtime: Port[Realtime] = Port("open rooms")
files: Port[Files] = Port("files")
shelf: Port[Shelf] = Port("what people keep of documents")
news: Port[News] = Port("news")
acquaintances: Port[Acquaintances] = Port("whom a person may be offered")
publications: Port[Publications] = Port("what everybody may read")
