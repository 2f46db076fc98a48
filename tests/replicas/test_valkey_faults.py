"""The bus is disposable: without it editing goes on, and from replica to replica the log's head brings the news."""

import asyncio
from collections.abc import Callable

import pytest

from project.local.stack import Stack
from project.local.valkey import Valkey
from tests.replicas.metrics import scrape
from tests.replicas.writers import writers
from tests.waiting import wait_until

FAULTS: dict[str, Callable[[Valkey], object]] = {
    "is flushed": Valkey.flush,
    "restarts": Valkey.restart,
    "drops its subscribers": lambda valkey: valkey.command("CLIENT KILL TYPE pubsub"),
    "drops everybody": lambda valkey: valkey.command("CLIENT KILL TYPE normal"),
    "loses announcements": lambda valkey: valkey.command("CLIENT PAUSE 3000 WRITE"),
}


# The second replica has one person who only reads: writing itself it would find out from its own commits.
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
async def test_people_write_on_while_valkey(two_replicas: Stack, fault: Callable[[Valkey], object]) -> None:
    async with writers(two_replicas, count=1, readers=1) as people:
        await asyncio.to_thread(fault, two_replicas.valkey)
        await people.save(within=2)
        await people.hear_each_other(within=3)
        await people.see_each_other(within=10)


async def test_people_write_on_while_valkey_hangs(two_replicas: Stack) -> None:
    async with writers(two_replicas, count=1, readers=1) as people:
        two_replicas.valkey.freeze()
        try:
            for _ in range(3):
                await people.save(within=2)
                await people.hear_each_other(within=3)
        finally:
            two_replicas.valkey.thaw()
        await people.see_each_other(within=10)


async def test_people_write_on_while_valkey_is_away(two_replicas: Stack) -> None:
    async with writers(two_replicas, count=1, readers=1) as people:
        await asyncio.to_thread(two_replicas.valkey.stop)
        try:
            for _ in range(3):
                await people.save(within=2)
                await people.hear_each_other(within=3)
        finally:
            await asyncio.to_thread(two_replicas.valkey.start)
        await people.see_each_other(within=10)


async def test_replicas_where_nobody_writes_know_whether_valkey_is_there(two_replicas: Stack) -> None:
    async with writers(two_replicas, count=1, readers=1) as people:
        await people.save(within=2)
        await asyncio.to_thread(two_replicas.valkey.stop)
        try:
            await asyncio.to_thread(wait_until, lambda: connected(two_replicas) == [0, 0], "both miss it")
        finally:
            await asyncio.to_thread(two_replicas.valkey.start)
        await asyncio.to_thread(wait_until, lambda: connected(two_replicas) == [1, 1], "both have it again")


def connected(stack: Stack) -> list[float]:
    return [scrape(replica)["scriptorium_bus_connected"] for replica in stack.replicas]
