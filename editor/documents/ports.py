"""What documents need from the concerns above them, without importing them. `editor.apps` installs it."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db.models import QuerySet
from pycrdt import Doc

from editor.accounts.models import User


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


class _Missing:
    def __getattr__(self, name: str) -> Any:
        raise RuntimeError("a port of the documents is not filled: editor.apps has not installed it")


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


_installed: Realtime = _Missing()
_publications: Publications = _Missing()
_files: Files = _Missing()
_shelf: Shelf = _Missing()
_news: News = _Missing()
_acquaintances: Acquaintances = _Missing()


def set_realtime(realtime: Realtime) -> None:
    global _installed  # noqa: PLW0603 — set once, when Django starts
    _installed = realtime


def realtime() -> Realtime:
    return _installed


def set_files(files: Files) -> None:
    global _files  # noqa: PLW0603 — set once, when Django starts
    _files = files


def files() -> Files:
    return _files


def set_shelf(shelf: Shelf) -> None:
    global _shelf  # noqa: PLW0603 — set once, when Django starts
    _shelf = shelf


def shelf() -> Shelf:
    return _shelf


def set_news(news: News) -> None:
    global _news  # noqa: PLW0603 — set once, when Django starts
    _news = news


def news() -> News:
    return _news


def set_publications(publications: Publications) -> None:
    global _publications  # noqa: PLW0603 — set once, when Django starts
    _publications = publications


def publications() -> Publications:
    return _publications


def set_acquaintances(acquaintances: Acquaintances) -> None:
    global _acquaintances  # noqa: PLW0603 — set once, when Django starts
    _acquaintances = acquaintances


def acquaintances() -> Acquaintances:
    return _acquaintances
