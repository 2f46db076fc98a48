"""In-memory twins of the core's ports, with knobs for every way in which the real ones fail."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from random import Random
from uuid import UUID, uuid4

from editor.collab.ports import (
    Announcement,
    Appended,
    Author,
    Behind,
    DocumentId,
    Entry,
    ForeignClients,
    Gone,
    Head,
    LogUnavailable,
    Outcome,
    OutcomeUnknown,
    Row,
    StaleAccess,
    Stored,
)


class Failure(Enum):
    """What the next append does instead of answering."""

    UNAVAILABLE = "nothing is appended, and that is known"
    UNKNOWN_COMMITTED = "the entries are committed, but the answer gets lost"
    UNKNOWN_NOT_COMMITTED = "the connection breaks before the commit"
    UNKNOWN_COMMITTED_LATER = "the connection breaks; `commit_late` commits"


@dataclass(slots=True)
class MemoryDocument:
    """One document's log; tests may look at it and arrange it."""

    generation: UUID
    access_version: int = 1
    rows: list[Row] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    owners: dict[int, Author] = field(default_factory=dict)
    snapshot_number: int = 0
    snapshot: bytes | None = None

    @property
    def head(self) -> Head:
        return Head(len(self.rows), self.access_version, self.generation)

    def append(self, entries: Sequence[Entry]) -> Appended:
        first = len(self.rows) + 1
        for number, entry in enumerate(entries, first):
            self.rows.append(Row(number, entry.payload, entry.author))
            self.entries.append(entry)
            self.owners |= dict.fromkeys(entry.new_clients, entry.author)
        return Appended(first, len(entries))


class MemoryLog:
    """The port `Log`. `down`: everything raises LogUnavailable. While `gate` is clear appends wait; while `replies` is
    clear nobody hears that theirs was committed.
    """

    def __init__(self, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self.documents: dict[DocumentId, MemoryDocument] = {}
        self.down = False
        self.gate = asyncio.Event()
        self.gate.set()
        self.replies = asyncio.Event()
        self.replies.set()
        self.appends = 0  # calls so far, failed ones too
        self.loads = 0
        self._now = now
        self._failures: deque[Failure] = deque()
        self._late: list[tuple[MemoryDocument, Sequence[Entry], int]] = []

    def create(self) -> DocumentId:
        document = uuid4()
        self.documents[document] = MemoryDocument(uuid4())
        return document

    def raise_access_version(self, document: DocumentId) -> None:
        self.documents[document].access_version += 1

    def fail_next(self, *failures: Failure) -> None:
        """The next appends that would have succeeded fail like this, one each."""
        self._failures.extend(failures)

    def commit_late(self) -> None:
        """What UNKNOWN_COMMITTED_LATER left in the air gets committed, unless the log went on meanwhile."""
        for stored, entries, head in self._late:
            if len(stored.rows) == head:
                stored.append(entries)
        self._late.clear()

    @property
    def in_the_air(self) -> int:
        """How many appends `commit_late` would commit."""
        return len(self._late)

    async def load(self, document: DocumentId) -> Stored | None:
        await self._answer()
        self.loads += 1
        stored = self.documents.get(document)
        if stored is None:
            return None
        tail = stored.rows[stored.snapshot_number :]
        return Stored(stored.head, stored.snapshot_number, stored.snapshot, tail, dict(stored.owners))

    async def turn(self) -> None:
        pass

    async def append(
        self, document: DocumentId, generation: UUID, entries: Sequence[Entry], *, expected_head: int | None = None
    ) -> Outcome:
        if not entries:
            raise ValueError("an append without entries")
        self.appends += 1
        await self._answer()
        await self.gate.wait()
        stored = self.documents.get(document)
        if stored is None or stored.generation != generation:
            return Gone(stored.generation if stored else None)
        refusal = self._judge(stored, entries, expected_head)
        if refusal is not None:
            return refusal
        outcome = self._commit(stored, entries)
        for _ in range(3):  # a reader may see it before the appender hears of it
            await asyncio.sleep(0)
        await self.replies.wait()
        return outcome

    async def read(self, document: DocumentId, after: int, limit: int = 1_000) -> Sequence[Row]:
        await self._answer()
        stored = self.documents.get(document)
        return stored.rows[after : after + limit] if stored else []

    async def heads(self, documents: Collection[DocumentId]) -> Mapping[DocumentId, Head]:
        await self._answer()
        return {document: self.documents[document].head for document in documents if document in self.documents}

    async def _answer(self) -> None:
        await asyncio.sleep(0)
        if self.down:
            raise LogUnavailable("down")

    def _judge(self, stored: MemoryDocument, entries: Sequence[Entry], expected_head: int | None) -> Outcome | None:
        now = self._now()
        for entry in entries:
            ended = entry.valid_until is not None and entry.valid_until <= now
            if entry.access_version != stored.access_version or ended:
                return StaleAccess(stored.access_version)
        if expected_head not in {None, len(stored.rows)}:
            return Behind(len(stored.rows))
        claims: dict[int, Author] = {}
        for entry in entries:
            for client in entry.new_clients:
                if claims.setdefault(client, entry.author) != entry.author:
                    raise ValueError(f"client {client} has two authors in one append")
        foreign = {
            client: stored.owners[client]
            for client in claims
            if stored.owners.get(client, claims[client]) != claims[client]
        }
        return ForeignClients(foreign) if foreign else None

    def _commit(self, stored: MemoryDocument, entries: Sequence[Entry]) -> Appended:
        failure = self._failures.popleft() if self._failures else None
        if failure is Failure.UNAVAILABLE:
            raise LogUnavailable(failure.value)
        if failure is Failure.UNKNOWN_NOT_COMMITTED:
            raise OutcomeUnknown(failure.value)
        if failure is Failure.UNKNOWN_COMMITTED_LATER:
            self._late.append((stored, entries, len(stored.rows)))
            raise OutcomeUnknown(failure.value)
        appended = stored.append(entries)
        if failure is Failure.UNKNOWN_COMMITTED:
            raise OutcomeUnknown(failure.value)
        return appended


@dataclass(slots=True)
class Disturbance:
    """How often the bus loses, doubles or overtakes an announcement (0 to 1)."""

    random: Random
    drop: float = 0.0
    double: float = 0.0
    reorder: float = 0.0


class MemoryBus:
    """The port `Bus`, between any number of replicas of one process. Delivers in callbacks of the running loop."""

    def __init__(self, disturbance: Disturbance | None = None) -> None:
        self.down = False  # what is published meanwhile is lost
        self.published: list[Announcement] = []
        self.disturbance = disturbance
        self._subscriptions: defaultdict[DocumentId, list[MemorySubscription]] = defaultdict(list)
        self._held: list[Announcement] | None = None
        self._overtaken: list[Announcement] = []
        self._drops = 0
        self._doubles = 0

    async def subscribe(self, document: DocumentId, deliver: Callable[[Announcement], None]) -> "MemorySubscription":
        await asyncio.sleep(0)
        subscription = MemorySubscription(self, document, deliver)
        self._subscriptions[document].append(subscription)
        return subscription

    def publish(self, announcement: Announcement) -> None:
        self.published.append(announcement)
        if self.down:
            return
        if self._held is not None:
            self._held.append(announcement)
        elif self._drops:
            self._drops -= 1
        else:
            self._send(announcement)
            if self._doubles:
                self._doubles -= 1
                self._send(announcement)

    def drop_next(self, count: int = 1) -> None:
        self._drops += count

    def double_next(self, count: int = 1) -> None:
        self._doubles += count

    def hold(self) -> None:
        """Keeps what is published until `release`."""
        self._held = []

    def release(self, *, backwards: bool = False) -> None:
        held, self._held = self._held or [], None
        for announcement in reversed(held) if backwards else held:
            self._send(announcement)

    def drop_held(self) -> None:
        """Keeps nothing any more; what was kept is lost."""
        self._held = None

    def subscribers(self, document: DocumentId) -> int:
        return len(self._subscriptions[document])

    def forget(self, subscription: "MemorySubscription") -> None:
        """For `MemorySubscription.close`."""
        subscriptions = self._subscriptions[subscription.document]
        if subscription in subscriptions:
            subscriptions.remove(subscription)

    def _send(self, announcement: Announcement) -> None:
        for sent in self._disturb(announcement):
            for subscription in self._subscriptions[sent.document]:
                asyncio.get_running_loop().call_soon(subscription.receive, sent)

    def _disturb(self, announcement: Announcement) -> list[Announcement]:
        if self.disturbance is None:
            return [announcement]
        chances, random = self.disturbance, self.disturbance.random
        if random.random() < chances.drop:
            return []
        sent = [announcement] * (2 if random.random() < chances.double else 1)
        if random.random() < chances.reorder:
            self._overtaken += sent
            return []
        late, self._overtaken = self._overtaken, []
        return [*sent, *late]


class MemorySubscription:
    """Receives until it is closed."""

    def __init__(self, bus: MemoryBus, document: DocumentId, deliver: Callable[[Announcement], None]) -> None:
        self.document = document
        self._bus = bus
        self._deliver = deliver
        self._closed = False

    def receive(self, announcement: Announcement) -> None:
        if not self._closed:
            self._deliver(announcement)

    async def close(self) -> None:
        self._closed = True
        self._bus.forget(self)
        await asyncio.sleep(0)
