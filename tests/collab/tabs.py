"""Browser tabs for tests of convergence: they edit, send, lose their connection and come back, on any replica."""

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

from editor.collab.encoding import read_var_bytes, read_var_string, read_var_uint
from editor.collab.knowledge import Knowledge
from editor.collab.outbox import Outbox
from editor.collab.peer import Peer, PeerRights
from editor.collab.ports import DocumentId, Head, Row, Stored
from editor.collab.protocol import step_1_frame, step_2_frame, update_frame
from editor.collab.registry import NotOpen, Registry
from editor.collab.room import Room
from editor.collab.state import DocumentState
from editor.collab.updates import Limits, read_update
from tests.collab.edits import Person, copy_of, seen
from tests.collab.taking import take

STEP_2, UPDATE = 0, 1
TRY_AGAIN = {1011, 1012, 1013}


@dataclass(eq=False)
class Connection:
    """One socket of a tab. What the tab sends is read by the room in a task, like the consumer's."""

    peer: Peer
    stack: AsyncExitStack
    frames: "asyncio.Queue[bytes]" = field(default_factory=asyncio.Queue)
    tasks: "list[asyncio.Task[None]]" = field(default_factory=list)
    sent: list[tuple[int, int, bytes]] = field(default_factory=list)
    counts: list[int] = field(default_factory=lambda: [0, 0])
    early: list[bytes] | None = field(default_factory=list)  # updates before the answer: a Yjs client keeps them


@dataclass(eq=False)
class Tab:
    """What is acknowledged is kept with the number where the log stood, as the server says."""

    document: DocumentId
    author: UUID
    person: Person
    may_write: bool = True
    queue: list[bytes] = field(default_factory=list)
    connection: Connection | None = None
    acknowledged: list[tuple[int, bytes]] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)
    hears: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.hears.set()

    @property
    def is_settled(self) -> bool:
        """Everything is sent and acknowledged."""
        return self.connection is not None and not self.queue and not self.connection.sent

    def edit(self, times: int = 1) -> None:
        if self.may_write:
            for _ in range(times):
                self.person.edit()
            self.queue += self.person.said
            self.person.said.clear()

    def send(self, count: int = 1, *, twice: bool = False) -> None:
        for update in self.queue[:count] if self.connection else []:
            for _ in range(2 if twice else 1):
                self._send_edit(UPDATE, update)
            self.queue.remove(update)

    def swap(self) -> None:
        """The next two frames in the wrong order."""
        self.queue[:2] = self.queue[:2][::-1]

    def share(self, other: "Tab") -> None:
        """Another tab of the same browser learns, by itself, what this one has."""
        if other.author == self.author and other is not self:
            other.person.hear(self.person.doc.get_update(other.person.doc.get_state()))

    async def connect(self, registry: Registry, access_version: int) -> None:
        await self.disconnect()
        stack = AsyncExitStack()
        try:
            room = await stack.enter_async_context(registry.room(self.document))
        except NotOpen as problem:
            self.closed.append(int(problem.code))
            return
        identity = {"id": str(self.author), "name": "Somebody", "color": "#123456"}
        rights = PeerRights(self.may_write, access_version)
        peer = Peer(self.author, rights, Outbox(1_000_000), identity, speaks_ours=True)
        self.connection = connection = Connection(peer, stack)
        self.queue.clear()  # the step 2 has it all
        room.join(peer)
        stack.callback(peer.outbox.abandon)
        stack.callback(room.leave, peer)
        connection.frames.put_nowait(step_1_frame(self.person.doc.get_state()))
        for work in (_deliver(connection, room), self._listen(connection)):
            connection.tasks.append(asyncio.create_task(work))

    async def disconnect(self) -> None:
        connection, self.connection = self.connection, None
        if connection:
            for task in connection.tasks:
                task.cancel()
            await asyncio.gather(*connection.tasks, return_exceptions=True)
            await connection.stack.aclose()

    async def _listen(self, connection: Connection) -> None:
        outbox = connection.peer.outbox
        while frames := await take(outbox):
            await self.hears.wait()
            for frame in frames:
                self._take(connection, frame)
            outbox.sent()
        code = outbox.close_code
        self.closed.append(int(code) if code else 0)
        connection.tasks.remove(asyncio.current_task())  # type: ignore[arg-type]  # it runs as a task
        if self.connection is connection:
            await self.disconnect()

    def _take(self, connection: Connection, frame: bytes) -> None:
        kind, position = read_var_uint(frame, 0)
        if kind == 0:
            step, position = read_var_uint(frame, position)
            self._sync(connection, step, read_var_bytes(frame, position)[0])
        elif kind == 100:
            step_2s, position = read_var_uint(frame, position)
            updates, position = read_var_uint(frame, position)
            self._note(connection, (step_2s, updates), read_var_uint(frame, position)[0])
        elif kind == 102:
            number = read_var_uint(frame, position)[1]
            self.refusals.append(read_var_string(frame, read_var_uint(frame, number)[1])[0])

    def _sync(self, connection: Connection, step: int, payload: bytes) -> None:
        if step == 0:
            if connection is self.connection:
                self._send_edit(STEP_2, self.person.doc.get_update(payload))
        elif step == 2 and connection.early is not None:
            connection.early.append(payload)
        else:
            early, connection.early = connection.early or [], None
            for update in (payload, *early):
                self.person.hear(update)

    def _note(self, connection: Connection, counts: tuple[int, int], head: int) -> None:
        self.acknowledged += [(head, payload) for kind, number, payload in connection.sent if number <= counts[kind]]
        connection.sent = [sent for sent in connection.sent if sent[1] > counts[sent[0]]]

    def _send_edit(self, kind: int, update: bytes) -> None:
        connection = self.connection
        if connection:
            connection.counts[kind] += 1
            connection.sent.append((kind, connection.counts[kind], update))
            connection.frames.put_nowait(step_2_frame(update) if kind == STEP_2 else update_frame(update))


async def _deliver(connection: Connection, room: Room) -> None:
    while True:
        frame = await connection.frames.get()
        if connection.peer.outbox.close_code is None:
            await room.receive(connection.peer, frame)


def check(tabs: Sequence[Tab], rows: Sequence[Row], rooms: Sequence[Room], head: Head) -> None:
    """All that must hold once everything has come to rest."""
    assert [row.number for row in rows] == list(range(1, len(rows) + 1))
    assert head.head == len(rows)
    expected = _replay(tabs, rows, head)
    for tab in tabs:
        assert tab.refusals == []
        assert set(tab.closed) <= TRY_AGAIN
        assert seen(tab.person.doc) == expected
    for room in rooms:
        assert room.state.head == len(rows)
        assert seen(copy_of(room.state.whole())) == expected


def _replay(tabs: Sequence[Tab], rows: Sequence[Row], head: Head) -> list[object]:
    """What the log says. Each row follows those before it; what was acknowledged was in it by then."""
    acknowledged = sorted((entry for tab in tabs for entry in tab.acknowledged), key=lambda entry: entry[0])
    state = DocumentState(Stored(Head(0, 1, head.generation), 0, None, [], {}))
    known = Knowledge()
    for row in (None, *rows):
        if row is not None:
            update = read_update(row.payload, Limits.stored())
            assert not known.lacks(update), f"row {row.number} lacks something"
            known.add(update)
            state.advance(row)
        while acknowledged and acknowledged[0][0] <= state.head:
            _, payload = acknowledged.pop(0)
            promised = read_update(payload, Limits.stored())
            if not state.knowledge.covers(promised):
                state.learn_implied_deletions()
                assert state.knowledge.covers(promised), "acknowledged and not in the log"
    assert not acknowledged
    return seen(copy_of(state.whole()))


def people(rng: Random, count: int) -> list[Person]:
    return [Person(client, rng) for client in rng.sample(range(1, 2**32), count)]
