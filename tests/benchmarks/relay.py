"""A server that does nothing but pass updates on, and can be told to do that badly."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any

from pycrdt import Doc
from websockets.asyncio.server import ServerConnection, serve

from benchmarks.sync.dialects import Dialect, Kind
from benchmarks.sync.systems.system import History, Place, System

Wrong = Callable[[int, bytes], list[bytes]]
"""From an update's number and frame to the frames that are passed on."""

WrongPresence = Callable[[bytes], list[bytes]]
"""From an awareness update to those that are passed on."""


@dataclass(eq=False)
class Relay(System):
    """Without storage: what was typed stays as long as it runs."""

    wrong: Wrong = lambda _, frame: [frame]
    wrong_presence: WrongPresence = lambda update: [update]
    presence_takes: float = 0.0  # seconds, in which nothing else of that connection is read
    name = "relay"
    title = "Relay"
    dialect = Dialect()
    docs: dict[str, Doc[Any]] = field(default_factory=dict)
    sockets: dict[str, set[ServerConnection]] = field(default_factory=dict)
    updates: int = 0

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        async with serve(self._serve, "127.0.0.1", 0, compression=None) as server:
            self.ports = [next(iter(server.sockets)).getsockname()[1]]
            yield

    async def _serve(self, socket: ServerConnection) -> None:
        assert socket.request is not None
        name = socket.request.path
        doc = self.docs.setdefault(name, Doc())
        others = self.sockets.setdefault(name, set())
        others.add(socket)
        await socket.send(self.dialect.ask(name, doc.get_state()))
        try:
            async for frame in socket:
                assert isinstance(frame, bytes)
                message = self.dialect.read(frame)
                if message.kind is Kind.QUESTION:
                    await socket.send(self.dialect.answer(name, doc.get_update(message.payload)))
                elif message.kind in {Kind.UPDATE, Kind.STATE}:
                    doc.apply_update(message.payload)
                if message.kind is Kind.UPDATE:
                    self.updates += 1
                    for passed_on in self.wrong(self.updates, frame):
                        await asyncio.gather(*(other.send(passed_on) for other in others - {socket}))
                elif message.kind is Kind.PRESENCE:
                    await asyncio.sleep(self.presence_takes)
                    for update in self.wrong_presence(message.payload):
                        passed_on = self.dialect.announce(name, update)
                        await asyncio.gather(*(other.send(passed_on) for other in others))
        finally:
            others.discard(socket)

    def make_places(self, documents: int, people: int) -> list[Place]:
        return [Place(f"document-{len(self.docs) + number}", [{}] * people) for number in range(documents)]

    def store(self, content: History) -> None:
        del content

    def start(self, settings: Any = None) -> None: ...

    def stop(self) -> None: ...

    def kill_first(self) -> None: ...

    def servers(self) -> list[int]:
        return []

    def others(self) -> list[int]:
        return []
