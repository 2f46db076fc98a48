"""What the sync core needs from outside. Adapters in `editor.realtime`, in-memory twins in the tests; one contract."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import Protocol
from uuid import UUID

DocumentId = UUID
Author = UUID  # opaque here


class Source(IntEnum):
    """How an edit came in; the numbers stand in the log."""

    BROWSER = 1
    API = 2
    IMPORT = 3
    RESTORE = 4
    SYSTEM = 5


@dataclass(frozen=True, slots=True)
class Entry:
    """An update that waits to be committed.

    `new_clients` are the Yjs client ids that it adds structs for; each belongs to the first author who wrote with it.
    `access_version` is the version that the author's right to write was read at; an append never commits under
    another one. `valid_until` (aware) is when that right ends by itself, judged by the log's clock.
    """

    payload: bytes
    author: Author
    source: Source
    schema: int
    new_clients: frozenset[int]
    access_version: int
    valid_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A committed update."""

    number: int
    payload: bytes
    author: Author


@dataclass(frozen=True, slots=True)
class Head:
    """Where a document's log stands now."""

    head: int
    access_version: int
    generation: UUID


@dataclass(frozen=True, slots=True)
class Stored:
    """A document as the log has it: a snapshot up to `snapshot_number` (0 and None: there is none) and all rows after.

    `owners` says who owns each client id that ever wrote here.
    """

    head: Head
    snapshot_number: int
    snapshot: bytes | None
    tail: Sequence[Row]
    owners: Mapping[int, Author]


@dataclass(frozen=True, slots=True)
class Appended:
    """The entries were committed under `first` … `first + count - 1`, in their order."""

    first: int
    count: int


@dataclass(frozen=True, slots=True)
class StaleAccess:
    """Nothing was appended: the rights have changed since they were read, or one has ended by time. Check again."""

    access_version: int


@dataclass(frozen=True, slots=True)
class ForeignClients:
    """Nothing was appended: these client ids belong to somebody else than the entry's author."""

    owners: Mapping[int, Author]


@dataclass(frozen=True, slots=True)
class Behind:
    """Nothing was appended: `expected_head` was given and the log has gone on to `head`. Read, judge again, retry."""

    head: int


@dataclass(frozen=True, slots=True)
class Gone:
    """Nothing was appended: there is no such document, or it is of another generation now."""

    generation: UUID | None


Outcome = Appended | StaleAccess | ForeignClients | Behind | Gone


class LogUnavailable(Exception):
    """The log can't be reached. Nothing was appended."""


class OutcomeUnknown(LogUnavailable):
    """The log broke off in the middle of an append: it is committed, or it is not, or it will be in a moment.

    Read the log, judge what waits against it, and append again only with `expected_head`.
    """


class Log(Protocol):
    async def load(self, document: DocumentId) -> Stored | None:
        """Everything that is needed to open the document, of one moment; None: there is no such document."""

    async def turn(self) -> None:
        """Returns when an append would be written at once: what comes until then had better be part of it."""

    async def append(
        self, document: DocumentId, generation: UUID, entries: Sequence[Entry], *, expected_head: int | None = None
    ) -> Outcome:
        """Commits all of the entries, durably and under consecutive numbers, or none.

        One call per document may be in flight at a time. Entries of one call may differ in author; those that share a
        client id must share the author. Raises LogUnavailable or OutcomeUnknown.
        """

    async def read(self, document: DocumentId, after: int, limit: int = 1_000) -> Sequence[Row]:
        """The rows after a number, in order, at most `limit`. Raises LogUnavailable."""

    async def heads(self, documents: Collection[DocumentId]) -> Mapping[DocumentId, Head]:
        """Where each of these logs stands; what is gone is absent. Raises LogUnavailable."""


@dataclass(frozen=True, slots=True)
class Announcement:
    """What the bus carries about a document, from one replica (`sender`) to all. May be lost, doubled, reordered."""

    document: DocumentId
    sender: str


@dataclass(frozen=True, slots=True)
class Committed(Announcement):
    """Rows `first` … `last` of a generation were committed; `rows` has all of them if they are small, else nothing."""

    generation: UUID
    first: int
    last: int
    rows: Sequence[Row] = ()


@dataclass(frozen=True, slots=True)
class PresenceChanged(Announcement):
    """An awareness update whose identities the sender has written. `wants_reply`: tell the newcomer who is with you."""

    update: bytes
    wants_reply: bool = False


@dataclass(frozen=True, slots=True)
class AccessChanged(Announcement):
    """Somebody's rights may have changed: read them again."""


@dataclass(frozen=True, slots=True)
class EventHappened(Announcement):
    """Something that open pages should know of (a JSON object as text, for frame 101)."""

    event: str


@dataclass(frozen=True, slots=True)
class CloseAsked(Announcement):
    """Whoever has this connection is to close it; its client may come back."""

    connection: str


class Subscription(Protocol):
    async def close(self) -> None: ...


class Bus(Protocol):
    async def subscribe(self, document: DocumentId, deliver: Callable[[Announcement], None]) -> Subscription:
        """Delivers every announcement on the document until closed, those of the caller's own replica too.

        Returns when the subscription holds, or the bus is known to be down (then it is tried again behind the scenes).
        """

    def publish(self, announcement: Announcement) -> None:
        """Sends soon, or drops it: never waits, never raises."""
