"""Whatever the network, the bus and the log do: in the end everybody has the same, and the log has it."""

import asyncio
import os
from contextlib import AsyncExitStack
from dataclasses import replace
from random import Random
from uuid import UUID

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from editor.collab.registry import Registry
from editor.collab.surroundings import RoomLimits, Surroundings
from tests.collab.rooms import GivenRights, survive
from tests.collab.tabs import Tab, check, people
from tests.collab.twins import Disturbance, Failure, MemoryBus, MemoryDocument, MemoryLog
from tests.collab.virtual_time import run

EXAMPLES = int(os.environ.get("SOAK_CONVERGENCES", "150"))
# Everything that can happen; what it happens to follows from two numbers. Editing and sending stand there more often.
ACTIONS = (
    *("edit",) * 9,
    *("send",) * 6,
    *("send all", "send twice", "swap", "share", "share", "wait", "wait", "deaf", "hear", "hear"),
    *("disconnect", "connect", "connect elsewhere", "connect elsewhere"),
    *("log down", "log up", "log up", "log fails", "log fails", "commit late"),
    *("bus down", "bus up", "bus up", "poll", "rights"),
)
STEPS = st.lists(st.tuples(st.sampled_from(ACTIONS), st.integers(0, 11), st.integers(0, 11)), min_size=50, max_size=300)


class House:
    """Replicas on one log and one bus, and tabs: two of each user's, the last one a viewer's."""

    def __init__(self, seed: int, tabs: int, replicas: int) -> None:
        rng = Random(seed)
        self.log = MemoryLog()
        self.bus = MemoryBus(Disturbance(rng, drop=0.2, double=0.2, reorder=0.2))
        self.document = self.log.create()
        self.registries = [self._registry(f"replica {number}") for number in range(replicas)]
        self.tabs = [
            Tab(self.document, UUID(int=number // 2), person) for number, person in enumerate(people(rng, tabs))
        ]
        self.tabs.append(Tab(self.document, UUID(int=99), people(rng, 1)[0], may_write=False))
        self._at = dict.fromkeys(self.tabs, 0)

    def _registry(self, name: str) -> Registry:
        limits = replace(RoomLimits(), hold_seconds=1e6)
        now = asyncio.get_running_loop().time
        around = Surroundings(name, self.log, self.bus, GivenRights(self.log), limits, now, survive, lambda _: None)
        return Registry(around, grace_seconds=0.5)

    @property
    def stored(self) -> MemoryDocument:
        return self.log.documents[self.document]

    async def connect(self, tab: Tab, steps: int = 0) -> None:
        self._at[tab] += steps
        await tab.connect(self.registries[self._at[tab] % len(self.registries)], self.stored.access_version)

    async def do(self, action: str, one: int, other: int) -> None:
        await self._move(action, self.tabs[one % len(self.tabs)], other)
        await self._disturb(action, one, other)
        for _ in range(other):
            await asyncio.sleep(0)

    async def _move(self, action: str, tab: Tab, other: int) -> None:
        match action:
            case "edit":
                tab.edit(other % 3 + 1)
            case "send" | "send twice" | "send all":
                tab.send(len(tab.queue) if action == "send all" else 1, twice=action == "send twice")
            case "swap":
                tab.swap()
            case "share":
                tab.share(self.tabs[other % len(self.tabs)])
            case "deaf":
                tab.hears.clear()
            case "hear":
                tab.hears.set()
            case "disconnect":
                await tab.disconnect()
            case "connect" | "connect elsewhere":
                await self.connect(tab, steps=action != "connect")

    async def _disturb(self, action: str, one: int, other: int) -> None:
        match action:
            case "wait":
                await asyncio.sleep(other / 10)
            case "log down" | "log up":
                self.log.down = action == "log down"
            case "log fails":
                self.log.fail_next(list(Failure)[one % len(Failure)])
            case "commit late":
                self.log.commit_late()
            case "bus down" | "bus up":
                self.bus.down = action == "bus down"
            case "poll":
                await self.poll(self.registries[one % len(self.registries)])
            case "rights":
                self.log.raise_access_version(self.document)

    async def poll(self, registry: Registry) -> None:
        if not self.log.down:
            heads = await self.log.heads(registry.rooms)
            for document, room in registry.rooms.items():
                room.observe(heads.get(document))

    async def come_to_rest(self) -> None:
        """Everything is whole again; what is still on its way arrives."""
        self.log.down = self.bus.down = False
        self.bus.disturbance = None
        for round_ in range(100):
            for tab in self.tabs:
                tab.hears.set()
                if tab.connection is None:
                    await self.connect(tab)
                tab.send(len(tab.queue))
            await asyncio.sleep(1)
            self.log.commit_late()
            for registry in self.registries:
                await self.poll(registry)
            if round_ > 3 and all(tab.is_settled for tab in self.tabs):
                return
        raise AssertionError("it does not come to rest")

    async def close(self) -> None:
        for tab in self.tabs:
            await tab.disconnect()
        for registry in self.registries:
            await registry.close()


async def live(seed: int, tabs: int, replicas: int, steps: list[tuple[str, int, int]]) -> None:
    async with AsyncExitStack() as stack:
        house = House(seed, tabs, replicas)
        stack.push_async_callback(house.close)
        for tab in house.tabs:
            await house.connect(tab, steps=house.tabs.index(tab))
        for action, one, other in steps:
            await house.do(action, one, other)
        await house.come_to_rest()
        rooms = [room for registry in house.registries for room in registry.rooms.values()]
        check(house.tabs, house.stored.rows, rooms, house.stored.head)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 2**32), st.integers(1, 4), st.integers(1, 3), STEPS)
@example(1, 2, 1, [])
def test_in_the_end_everybody_has_what_the_log_has(
    seed: int, tabs: int, replicas: int, steps: list[tuple[str, int, int]]
) -> None:
    run(live(seed, tabs, replicas, steps))


def test_the_same_example_takes_the_same_course() -> None:
    courses: list[list[bytes]] = []

    async def course() -> None:
        rng = Random(5)
        house = House(5, 3, 2)
        for tab in house.tabs:
            await house.connect(tab)
        for _ in range(60):
            await house.do(rng.choice(ACTIONS), rng.randrange(12), rng.randrange(12))
        await house.come_to_rest()
        courses.append([row.payload for row in house.stored.rows])
        await house.close()

    for _ in range(2):
        run(course())
    assert courses[0] == courses[1]
