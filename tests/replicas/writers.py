"""People who write all the time, whatever is broken under them, and the proof that nothing they wrote was lost."""

import asyncio
import contextlib
import itertools
import logging
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass

import pytest
from channels.db import database_sync_to_async

from editor.log.verification import find_problems
from project.local.stack import Stack
from tests.replicas.people import SharedDocument, shared_document
from tests.replicas.stored import text_in_postgres
from tests.sockets import SocketClient, clients

BETWEEN_TOKENS = 0.03  # seconds

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Writers:
    """Each of `clients` writes a token of its own every moment, connected or not; `readers` only read."""

    shared: SharedDocument
    clients: Sequence[SocketClient]
    readers: Sequence[SocketClient]

    async def save(self, *, within: float) -> None:
        """Waits until all that everybody has written by now is acknowledged, and something after it too."""
        await self._each(self.clients, _saves_more, within, "saving goes on")

    async def save_nothing_for(self, seconds: float) -> None:
        """Watches that nothing which anybody writes from now on is acknowledged."""
        saves = [_saves_more(client) for client in self.clients]
        with pytest.raises(AssertionError, match="did not come true"):
            await self.clients[0].until(lambda: any(more() for more in saves), "saving", seconds)

    async def hear_each_other(self, *, within: float) -> None:
        """Waits until everybody, the readers too, has what each writer wrote last."""
        last = [_last_token(client) for client in self.clients]
        await self._each(
            [*self.clients, *self.readers],
            lambda client: lambda: all(token in client.text for token in last),
            within,
            "all is read",
        )

    async def see_each_other(self, *, within: float) -> None:
        """Waits until everybody sees everybody: presence, renewed as browsers do it, travels by the bus alone."""
        everybody = [*self.clients, *self.readers]
        mark = f"{time.monotonic()}"
        renewing = asyncio.create_task(_renew(everybody, mark))
        try:
            ids = {client.doc.client_id for client in everybody}
            await self._each(everybody, lambda client: lambda: ids <= _seen(client, mark), within, "everybody is seen")
        finally:
            renewing.cancel()

    async def _each(
        self,
        people: Sequence[SocketClient],
        condition: Callable[[SocketClient], Callable[[], bool]],
        within: float,
        what: str,
    ) -> None:
        start = time.monotonic()
        await asyncio.gather(*(client.until(condition(client), what, within) for client in people))
        logger.info("%s after %.2f s", what, time.monotonic() - start)


@contextlib.asynccontextmanager
async def writers(
    stack: Stack, ports: Sequence[int] = (), *, count: int = 2, readers: int = 0
) -> AsyncIterator[Writers]:
    """People in one document: by turns at one replica or another first, or else at `ports`.

    At the end they stop writing, and everything must come level with nobody touching it, nothing lost or doubled.
    """
    shared = await shared_document(count + readers)
    people = [
        SocketClient(ports or _turned(stack, number), shared.document, door) for number, door in enumerate(shared.doors)
    ]
    async with clients(*people):
        writing = Writers(shared, people[:count], people[count:])
        tasks = [asyncio.create_task(_write(client, number)) for number, client in enumerate(writing.clients)]
        try:
            await writing.save(within=10)
            await writing.hear_each_other(within=10)
            yield writing
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        await nothing_is_lost(stack, shared, people)


async def nothing_is_lost(stack: Stack, shared: SharedDocument, people: Sequence[SocketClient]) -> None:
    """All that was written is acknowledged in the end, once in Postgres, on every screen and on a fresh one."""
    start = time.monotonic()
    await asyncio.gather(*(client.until(_saved_all(client), "all is saved") for client in people))
    text = await text_in_postgres(shared.document)
    written = [token for client in people for token in client.journal]
    assert {token: text.count(token) for token in written} == dict.fromkeys(written, 1)
    assert len(text) == sum(map(len, written))
    fresh = SocketClient(_turned(stack, 1), shared.document, shared.doors[0])
    async with clients(fresh):
        screens = [*people, fresh]
        await asyncio.gather(*(client.until(_shows(client, text), "all is shown") for client in screens))
    logger.info("%d tokens level after %.2f s", len(written), time.monotonic() - start)
    assert await database_sync_to_async(find_problems)(shared.document) == []


def _turned(stack: Stack, number: int) -> list[int]:
    ports = [replica.port for replica in stack.replicas]
    start = number % len(ports)
    return ports[start:] + ports[:start]


async def _renew(people: Sequence[SocketClient], mark: str) -> None:
    while True:
        for client in people:
            await client.show({"mark": mark})
        await asyncio.sleep(1)


def _seen(client: SocketClient, mark: str) -> set[int]:
    return {one for one, state in client.presence.items() if state["mark"] == mark}


async def _write(client: SocketClient, number: int) -> None:
    for count in itertools.count():
        await client.write(f"[{number}:{count}]")
        await asyncio.sleep(BETWEEN_TOKENS)


def _saves_more(client: SocketClient) -> Callable[[], bool]:
    written = len(client.journal) + len(client.waiting)
    return lambda: len(client.journal) > written


def _saved_all(client: SocketClient) -> Callable[[], bool]:
    return lambda: client.is_connected and not client.waiting


def _shows(client: SocketClient, text: str) -> Callable[[], bool]:
    return lambda: client.text == text


def _last_token(client: SocketClient) -> str:
    return (client.waiting or client.journal)[-1]
