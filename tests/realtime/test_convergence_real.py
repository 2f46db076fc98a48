"""The scenario of tests/collab/test_convergence.py on Postgres and Valkey, where time is real and order isn't ours."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from random import Random
from uuid import uuid4

import psycopg
import pytest
import pytest_asyncio
from channels.layers import get_channel_layer

from editor.collab.peer import Peer, PeerRights
from editor.collab.ports import DocumentId, LogUnavailable, Row
from editor.collab.protocol import CloseCode
from editor.collab.registry import Registry
from editor.collab.surroundings import RoomLimits, Surroundings
from editor.realtime.channel_bus import ChannelBus
from editor.realtime.log_connections import log_conninfo
from editor.realtime.postgres_log import PostgresLog
from tests.collab.rooms import survive
from tests.collab.tabs import Tab, check, people
from tests.realtime.postgres_world import PostgresWorld, open_world

pytestmark = pytest.mark.django_db(transaction=True)

ACTIONS = (
    *("edit",) * 8,
    *("send",) * 6,
    *("send all", "send twice", "swap", "share", "pause", "pause", "deaf", "hear", "hear"),
    *("disconnect", "connect", "connect elsewhere", "connect elsewhere", "poll", "rights", "cut"),
)


class SameRights:
    """The port `RightsSource`: everybody keeps what they have, at the document's access version."""

    def __init__(self, log: PostgresLog) -> None:
        self._log = log

    async def read(self, document: DocumentId, peers: Sequence[Peer]) -> Mapping[Peer, PeerRights | CloseCode]:
        version = (await self._log.heads([document]))[document].access_version
        return {peer: replace(peer.rights, access_version=version) for peer in peers}


class House:
    """Replicas with a log and a bus each, on the same servers, and tabs."""

    def __init__(self, world: PostgresWorld, document: DocumentId, stack: AsyncExitStack) -> None:
        self.world = world
        self.document = document
        self.registries: list[Registry] = []
        self.tabs: list[Tab] = []
        self._stack = stack
        self._at: dict[Tab, int] = {}

    async def open(self, replicas: int, tabs: int, rng: Random) -> None:
        for number in range(replicas):
            name = f"replica {number}"
            log, bus = PostgresLog(log_conninfo(), 3), ChannelBus(get_channel_layer(), name, lambda: None)
            await log.open()
            self._stack.push_async_callback(log.close)
            await bus.open()
            self._stack.push_async_callback(bus.close)
            now = asyncio.get_running_loop().time
            limits = RoomLimits(hold_seconds=60)
            around = Surroundings(name, log, bus, SameRights(log), limits, now, survive, lambda _: None)
            registry = Registry(around, grace_seconds=0.2)
            self._stack.push_async_callback(registry.close)
            self.registries.append(registry)
        authors = [uuid4() for _ in range(tabs)]
        for number, person in enumerate(people(rng, tabs)):
            is_viewer = number == tabs - 1
            author = authors[number if is_viewer else number // 2]
            tab = Tab(self.document, author, person, may_write=not is_viewer)
            self._at[tab] = number
            self.tabs.append(tab)
            self._stack.push_async_callback(tab.disconnect)
            await self.connect(tab)

    async def connect(self, tab: Tab, steps: int = 0) -> None:
        self._at[tab] += steps
        registry = self.registries[self._at[tab] % len(self.registries)]
        try:
            version = (await self.world.log.heads([self.document]))[self.document].access_version
        except LogUnavailable:
            return
        await tab.connect(registry, version)

    async def do(self, action: str, tab: Tab, other: Tab, rng: Random) -> None:
        match action:
            case "edit":
                tab.edit(rng.randint(1, 3))
            case "send" | "send twice" | "send all":
                tab.send(len(tab.queue) if action == "send all" else 1, twice=action == "send twice")
            case "swap":
                tab.swap()
            case "share":
                tab.share(other)
            case "deaf":
                tab.hears.clear()
            case "hear":
                tab.hears.set()
            case _:
                await self._disturb(action, tab, rng)

    async def _disturb(self, action: str, tab: Tab, rng: Random) -> None:
        match action:
            case "pause":
                await asyncio.sleep(rng.random() / 50)
            case "disconnect":
                await tab.disconnect()
            case "connect" | "connect elsewhere":
                await self.connect(tab, steps=action != "connect")
            case "rights":
                await self.world.raise_access_version(self.document)
            case "cut":
                await _cut_connections()
            case "poll":
                await self.poll()

    async def poll(self) -> None:
        for registry in self.registries:
            try:
                heads = await self.world.log.heads(registry.rooms)
            except LogUnavailable:
                continue
            for document, room in registry.rooms.items():
                room.observe(heads.get(document))

    async def come_to_rest(self) -> list[Row]:
        """The rows of the log, once all is sent, acknowledged and heard."""
        async with asyncio.timeout(20):
            while True:
                for tab in self.tabs:
                    tab.hears.set()
                    if tab.connection is None:
                        await self.connect(tab)
                    tab.send(len(tab.queue))
                await asyncio.sleep(0.05)
                await self.poll()
                rows = await self._rows()
                if all(tab.is_settled for tab in self.tabs) and self._is_level(len(rows)):
                    return rows

    def _is_level(self, head: int) -> bool:
        rooms = [room for registry in self.registries for room in registry.rooms.values()]
        return all(room.state.head == head for room in rooms) and all(
            not tab.connection.peer.outbox._frames for tab in self.tabs if tab.connection
        )

    async def _rows(self) -> list[Row]:
        rows: list[Row] = []
        while True:
            try:
                more = await self.world.log.read(self.document, len(rows))
            except LogUnavailable:
                continue
            rows += more
            if not more:
                return rows


async def _cut_connections() -> None:
    """Ends every session of the log's, in the middle of whatever it does: some outcomes are unknown."""
    async with await psycopg.AsyncConnection.connect(log_conninfo(), autocommit=True) as connection:
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'scriptorium log' AND datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest_asyncio.fixture
async def world() -> AsyncIterator[PostgresWorld]:
    async with open_world() as opened:
        yield opened


@pytest.mark.parametrize("seed", range(6))
async def test_in_the_end_everybody_has_what_the_log_has(world: PostgresWorld, seed: int) -> None:
    rng = Random(seed)
    async with AsyncExitStack() as stack:
        house = House(world, await world.create(), stack)
        await house.open(replicas=2 + seed % 2, tabs=4, rng=rng)
        for _ in range(250):
            await house.do(rng.choice(ACTIONS), rng.choice(house.tabs), rng.choice(house.tabs), rng)
            await asyncio.sleep(0)
        rows = await house.come_to_rest()
        assert len(rows) > 5
        rooms = [room for registry in house.registries for room in registry.rooms.values()]
        head = (await world.log.heads([house.document]))[house.document]
        check(house.tabs, rows, rooms, head)
