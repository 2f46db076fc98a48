"""A world for tests of the core: replicas in one process, on the twins of the log and the bus, with clients."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID, uuid4

from pycrdt import Doc, Text, XmlElement, XmlFragment, XmlText

from editor.collab.encoding import read_var_bytes, read_var_string, read_var_uint, write_var_bytes
from editor.collab.limits import Limits
from editor.collab.outbox import Outbox
from editor.collab.peer import Peer, PeerRights
from editor.collab.ports import DocumentId
from editor.collab.protocol import CloseCode
from editor.collab.registry import Registry
from editor.collab.room import Room
from editor.collab.surroundings import RoomLimits, Surroundings
from tests.collab.taking import take
from tests.collab.twins import MemoryBus, MemoryLog

DEADLINE = 5.0  # seconds, for anything that is waited for


async def eventually(condition: Callable[[], bool], what: str = "the condition") -> None:
    """Waits until the condition holds."""
    try:
        async with asyncio.timeout(DEADLINE):
            while not condition():  # noqa: ASYNC110 — any state of any object, not an event of ours
                await asyncio.sleep(0.001)
    except TimeoutError:
        raise AssertionError(f"{what} did not come true") from None


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = 1_000.0

    def __call__(self) -> float:
        return self.time


class GivenRights:
    """The port `RightsSource` as a table: who isn't in it keeps what it has, at the document's access version."""

    def __init__(self, log: MemoryLog) -> None:
        self.answers: dict[UUID, bool | CloseCode] = {}
        self._log = log

    async def read(self, document: DocumentId, peers: Sequence[Peer]) -> Mapping[Peer, PeerRights | CloseCode]:
        await asyncio.sleep(0)
        version = self._log.documents[document].access_version
        return {peer: self._answer(peer, version) for peer in peers}

    def _answer(self, peer: Peer, version: int) -> PeerRights | CloseCode:
        answer = self.answers.get(peer.author, peer.rights.may_write)
        if isinstance(answer, CloseCode):
            return answer
        return PeerRights(answer, version, role=30 if answer else 10)


async def survive(state: bytes, update: bytes) -> bool:
    """Takes no large update for dangerous."""
    return True


@dataclass(eq=False)
class Client:
    """A peer together with the Yjs client at its other end: what it sends is up to the test, what it gets is read."""

    room: Room
    peer: Peer
    doc: Doc[Any]
    inbox: list[bytes] = field(default_factory=list)
    acknowledged: tuple[int, int, int] = (0, 0, 0)
    refusals: list[tuple[int, int, str]] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    asked: int = 0
    close_code: CloseCode | None = None
    reader: "asyncio.Task[None] | None" = None

    async def send_update(self, update: bytes) -> None:
        await self.room.receive(self.peer, b"\x00\x02" + write_var_bytes(update))

    async def send_step_2(self, update: bytes) -> None:
        await self.room.receive(self.peer, b"\x00\x01" + write_var_bytes(update))

    async def send_step_1(self, state_vector: bytes) -> None:
        await self.room.receive(self.peer, b"\x00\x00" + write_var_bytes(state_vector))

    async def write(self, edit: Callable[[Doc[Any]], None]) -> bytes:
        """Edits the client's own document and sends the update."""
        update = edit_of(self.doc, edit)
        await self.send_update(update)
        return update

    async def read(self) -> None:
        while True:
            frames = await take(self.peer.outbox)
            if not frames:
                self.close_code = self.peer.outbox.close_code
                return
            for frame in frames:
                self.inbox.append(frame)
                self._take(frame)
            self.peer.outbox.sent()

    def _take(self, frame: bytes) -> None:
        kind, position = read_var_uint(frame, 0)
        if kind == 0:
            step, position = read_var_uint(frame, position)
            self.asked += step == 0
            if step:
                self.doc.apply_update(read_var_bytes(frame, position)[0])
        elif kind == 100:
            numbers = []
            for _ in range(3):
                number, position = read_var_uint(frame, position)
                numbers.append(number)
            self.acknowledged = (numbers[0], numbers[1], numbers[2])
        elif kind == 101:
            self.events.append(read_var_string(frame, position)[0])
        elif kind == 102:
            of_kind, position = read_var_uint(frame, position)
            number, position = read_var_uint(frame, position)
            self.refusals.append((of_kind, number, read_var_string(frame, position)[0]))


def new_doc(client_id: int | None = None) -> Doc[Any]:
    doc: Doc[Any] = Doc() if client_id is None else Doc(client_id=client_id)
    doc["title"], doc["default"] = Text(), XmlFragment()
    return doc


def edit_of(doc: Doc[Any], edit: Callable[[Doc[Any]], None]) -> bytes:
    """Edits the document; the update of just that."""
    updates: list[bytes] = []
    subscription = doc.observe(lambda event: updates.append(event.update))
    with doc.transaction():
        edit(doc)
    doc.unobserve(subscription)
    assert len(updates) == 1
    return updates[0]


def typing(text: str) -> Callable[[Doc[Any]], None]:
    """An edit that puts text at the end of the title."""

    def edit(doc: Doc[Any]) -> None:
        doc["title"] += text

    return edit


def deleting(start: int, stop: int) -> Callable[[Doc[Any]], None]:
    def edit(doc: Doc[Any]) -> None:
        del doc["title"][start:stop]

    return edit


def paragraph(text: str, **attributes: str) -> Callable[[Doc[Any]], None]:
    def edit(doc: Doc[Any]) -> None:
        doc["default"].children.append(XmlElement("paragraph", attributes, [XmlText(text)]))

    return edit


class Replica:
    """A registry with surroundings of its own on the world's log and bus."""

    def __init__(self, world: "World", name: str) -> None:
        self.name = name
        self.appended: list[DocumentId] = []
        around = Surroundings(
            replica=name,
            log=world.log,
            bus=world.bus,
            rights=world.rights,
            limits=world.limits,
            now=world.clock,
            survives=world.survives,
            on_appended=self.appended.append,
        )
        self.registry = Registry(around, grace_seconds=0.01)


class World:
    """One document unless a test makes more; replicas open its room, clients join."""

    def __init__(self, stack: AsyncExitStack, limits: RoomLimits, bus: MemoryBus) -> None:
        self.log = MemoryLog()
        self.bus = bus
        self.clock = Clock()
        self.rights = GivenRights(self.log)
        self.limits = limits
        self.survives: Callable[[bytes, bytes], Awaitable[bool]] = survive
        self.document = self.log.create()
        self._stack = stack

    def replica(self, name: str = "a") -> Replica:
        replica = Replica(self, name)
        self._stack.push_async_callback(replica.registry.close)
        return replica

    async def join(
        self,
        replica: Replica,
        *,
        author: UUID | None = None,
        may_write: bool = True,
        client_id: int | None = None,
        speaks_ours: bool = True,
        max_outbox_bytes: int = 1_000_000,
        reads: bool = True,
    ) -> Client:
        room = await self._stack.enter_async_context(replica.registry.room(self.document))
        author = author or uuid4()
        peer = Peer(
            author=author,
            rights=PeerRights(may_write, self.log.documents[self.document].access_version),
            outbox=Outbox(max_outbox_bytes),
            identity={"id": str(author), "name": "Somebody", "color": "#123456"},
            speaks_ours=speaks_ours,
        )
        client = Client(room, peer, new_doc(client_id))
        if reads:
            client.reader = asyncio.create_task(client.read())
            self._stack.callback(client.reader.cancel)
        room.join(peer)
        await client.send_step_1(client.doc.get_state())
        self._stack.callback(room.leave, peer)
        return client

    async def poll(self, *replicas: Replica) -> None:
        """What the runtime does once a second."""
        for replica in replicas:
            heads = await self.log.heads(replica.registry.rooms)
            for document, room in replica.registry.rooms.items():
                room.observe(heads.get(document))

    def payloads(self) -> list[bytes]:
        return [row.payload for row in self.log.documents[self.document].rows]

    def logged(self) -> Doc[Any]:
        """The document as the log alone has it."""
        doc = new_doc()
        for payload in self.payloads():
            doc.apply_update(payload)
        return doc


@asynccontextmanager
async def a_world(limits: RoomLimits | None = None, bus: MemoryBus | None = None) -> AsyncIterator[World]:
    async with AsyncExitStack() as stack:
        yield World(stack, limits or RoomLimits(), bus or MemoryBus())


def strict(**limits: Any) -> RoomLimits:
    """The usual limits but for some."""
    update = {name: limits.pop(name) for name in list(limits) if name in Limits.__dataclass_fields__}
    return replace(RoomLimits(**limits), update=Limits(**update))
