"""Somebody who writes all the time, goes offline, comes back, reloads the page."""

import asyncio
import time
from dataclasses import dataclass, field
from random import Random
from typing import Any
from uuid import UUID

from pycrdt import Doc, Text, XmlFragment

from tests.replicas.people import shared_document
from tests.soak.edits import Copy, Journal, copy_of, write
from tests.sockets import Door, SocketClient

_PRESENCE_SECONDS = 10.0
_SILENCE_SECONDS = 30.0  # after which y-websocket's client takes the connection for dead
_OFFLINE_SECONDS = (1.0, 6.0)
_LEAVES_ONE_IN = 60  # edits
_RETRY_SECONDS, _LAST_RETRY_SECONDS = (0.05, 5.0), 5.0


@dataclass(eq=False, slots=True)
class Person:
    """Keeps the document and the journal, whatever becomes of the connection."""

    number: int
    client: SocketClient
    rng: Random
    journal: Journal = field(init=False)
    is_away: bool = False
    laptops_lost: int = 0
    away: list[tuple[float, float]] = field(default_factory=list)  # from when to when

    def __post_init__(self) -> None:
        self.journal = Journal(self.number, acknowledged=self.client.saved_at)

    @property
    def document(self) -> UUID:
        return self.client.document

    def copy(self) -> Copy:
        return copy_of(self.client.doc)

    async def live(self, over: asyncio.Event, pace: float) -> None:
        """Makes so many edits a second until `over` is set. Shows itself until it is cancelled."""
        showing = asyncio.create_task(self._show())
        try:
            while not await comes_within(self.rng.expovariate(pace), over):
                if self.rng.randrange(_LEAVES_ONE_IN):
                    await self._write()
                else:
                    await self._go_and_come_back()
            await showing
        finally:
            showing.cancel()
            await asyncio.gather(showing, return_exceptions=True)

    def lose_laptop(self) -> None:
        """What was acknowledged must be there all the same when they open the document somewhere else."""
        self.client.lose_everything()
        self.laptops_lost += 1

    async def _write(self) -> None:
        edit, change = write(self.client.doc, self.journal, self.rng, time.monotonic())
        await self.client.write(edit.label, change)

    async def _go_and_come_back(self) -> None:
        """What they write meanwhile waits. One time in three the page has been closed, and reads its own copy."""
        left, self.is_away = time.monotonic(), True
        await self.client.stop()
        for _ in range(self.rng.randrange(6)):
            await self._write()
        await asyncio.sleep(self.rng.uniform(*_OFFLINE_SECONDS))
        if not self.rng.randrange(3):
            self.client.doc = reloaded(self.client.doc)
        self.client.start()
        self.away.append((left, time.monotonic()))
        self.is_away = False

    async def _show(self) -> None:
        """Presence is renewed as browsers do it; who hears nothing, not even that, tries a new connection."""
        while True:
            await self.client.show({"cursor": len(self.journal.edits)})
            await asyncio.sleep(_PRESENCE_SECONDS)
            if self.client.is_connected and time.monotonic() - self.client.heard_at > _SILENCE_SECONDS:
                await self.client.drop()


async def comes_within(seconds: float, over: asyncio.Event) -> bool:
    """Who waits for the next edit when it is over makes none: what the judge has looked at stays as it is."""
    try:
        async with asyncio.timeout(seconds):
            return await over.wait()
    except TimeoutError:
        return False


def reloaded(doc: Doc[Any]) -> Doc[Any]:
    """The same document under another client id."""
    fresh: Doc[Any] = Doc()
    fresh["title"], fresh["default"] = Text(), XmlFragment()
    fresh.apply_update(doc.get_update())
    return fresh


async def gather_people(documents: int, each: int, port: int, rng: Random) -> list[Person]:
    """`each` people in each of so many fresh documents, who come by `port`."""
    people: list[Person] = []
    for _ in range(documents):
        shared = await shared_document(each)
        people += [_person(len(people) + n, port, shared.document, door, rng) for n, door in enumerate(shared.doors)]
    return people


def _person(number: int, port: int, document: UUID, door: Door, rng: Random) -> Person:
    return Person(number, SocketClient([port], document, door), Random(rng.random()))


async def gather_readers(count: int, documents: int, port: int, rng: Random) -> list[SocketClient]:
    """Pages that are open and at which nobody sits, in other documents. They come back as late as browsers do."""
    readers = []
    for number in range(documents):
        shared = await shared_document(1)
        [door] = shared.doors
        for _ in range(number, count, documents):
            retry = rng.uniform(*_RETRY_SECONDS)
            readers.append(
                SocketClient([port], shared.document, door, first_retry=retry, last_retry=_LAST_RETRY_SECONDS)
            )
    return readers
