"""One person's connection to one document, and what has come over it."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pycrdt import Doc

from benchmarks.sync import scenarios
from benchmarks.sync.cursors import Sight
from benchmarks.sync.dialects import EMPTY_STATE_VECTOR, EMPTY_UPDATE, Dialect, Kind
from benchmarks.sync.wire import Frame, Wire
from benchmarks.sync.writing import TOKEN, Keystroke, empty_document

_JOIN_SECONDS = 60.0


@dataclass(eq=False, slots=True)
class Person:
    """Reads, and types the keystrokes it has. Frames are kept as they are until the measured time is over."""

    dialect: Dialect
    document: str
    port: int
    headers: Mapping[str, str]
    strokes: list[Keystroke] = field(default_factory=list)
    seen: dict[bytes, float] = field(default_factory=dict)  # when each token was first here
    sight: Sight = field(default_factory=Sight)
    _wire: Wire | None = None
    _looked_at: int = 0
    _looked_for_cursors_at: int = 0
    _earlier: list[Frame] = field(default_factory=list)

    @property
    def wire(self) -> Wire:
        assert self._wire is not None, "not joined yet"
        return self._wire

    @property
    def frames(self) -> list[Frame]:
        """Of all connections so far."""
        return [*self._earlier, *self.wire.frames]

    @property
    def measured(self) -> list[Keystroke]:
        """What they type after the warm-up."""
        return [stroke for stroke in self.strokes if stroke.at >= scenarios.WARM_UP_SECONDS]

    async def join(self) -> None:
        """Returns when the server has sent all that it has. Raises WireError, OSError and TimeoutError."""
        await self._join(EMPTY_STATE_VECTOR, lambda _: EMPTY_UPDATE)

    async def join_again(self, port: int, doc: Doc[Any]) -> None:
        """At another server, with what they have: asks for the rest, and gives what the server lacks."""
        self._earlier += self.wire.frames
        self.port, self._looked_at, self._looked_for_cursors_at = port, 0, 0
        await self._join(doc.get_state(), doc.get_update)

    async def _join(self, state_vector: bytes, updates_since: Callable[[bytes], bytes]) -> None:
        self._wire = wire = await Wire.connect(self.port, self.dialect.path(self.document), self.headers)
        joined: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        asked = asyncio.Event()

        def take(frame: bytes) -> None:
            message = self.dialect.read(frame)
            if message.kind is Kind.QUESTION:
                wire.send(self.dialect.answer(self.document, updates_since(message.payload)))
                asked.set()
            elif message.kind is Kind.STATE and not joined.done():
                joined.set_result(None)

        wire.on_frame = take
        for _, early in wire.frames:
            take(early)
        for frame in (*self.dialect.hello(self.document), self.dialect.ask(self.document, state_vector)):
            wire.send(frame)
        async with asyncio.timeout(_JOIN_SECONDS):
            await joined
            await asked.wait()  # every server asks for what the client has
        wire.on_frame = None

    def send(self, update: bytes) -> None:
        self.wire.send(self.dialect.edit(self.document, update))

    def type(self, stroke: Keystroke) -> None:
        """Sends what an editor does: the edit, then where its caret is now."""
        self.send(stroke.update)
        if stroke.cursor is not None:
            self.wire.send(self.dialect.announce(self.document, stroke.cursor.update))

    def look(self) -> None:
        """Notes the tokens in the frames that came since the last look."""
        frames = self.wire.frames
        for at, frame in frames[self._looked_at :]:
            for token in TOKEN.findall(frame):
                self.seen.setdefault(token, at)
        self._looked_at = len(frames)

    def look_for_cursors(self) -> None:
        """Takes the presence in the frames that came since the last look."""
        frames = self.wire.frames
        for at, frame in frames[self._looked_for_cursors_at :]:
            message = self.dialect.read(frame)
            if message.kind is Kind.PRESENCE:
                self.sight.take(message.payload, at)
        self._looked_for_cursors_at = len(frames)

    def document_received(self) -> Doc[Any]:
        """A fresh document with all that came."""
        messages = [self.dialect.read(frame) for _, frame in self.frames]
        updates = [message.payload for message in messages if message.kind in {Kind.STATE, Kind.UPDATE}]
        return document_of(updates)

    def saves(self) -> list[float]:
        """When each of the connection's updates, in order, was acknowledged as durable; what wasn't is missing."""
        moments: list[float] = []
        for at, frame in self.frames:
            message = self.dialect.read(frame)
            if message.kind is Kind.SAVED:
                moments.extend([at] * (message.count - len(moments)))
        return moments


def document_of(updates: list[bytes]) -> Doc[Any]:
    """Applies updates as they came, and again until nothing changes: pycrdt forgets what comes before the thing that it
    depends on, while Yjs, which real clients have, keeps it until then.
    """
    doc = empty_document()
    before = None
    while doc.get_state() != before:
        before = doc.get_state()
        for update in updates:
            doc.apply_update(update)
    return doc
