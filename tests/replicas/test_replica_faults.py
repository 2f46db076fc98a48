"""Replicas come and go; the people on them go to another one and lose nothing."""

import asyncio
import time

from project.local.stack import Stack
from tests.replicas.writers import writers


async def test_a_killed_replica_loses_nothing_that_was_acknowledged(two_replicas: Stack) -> None:
    async with writers(two_replicas, count=4) as people:
        two_replicas.replicas[0].kill()
        await people.save(within=5)
        await people.hear_each_other(within=3)


async def test_the_load_balancer_brings_people_to_another_replica(two_replicas: Stack) -> None:
    assert two_replicas.caddy
    async with writers(two_replicas, [two_replicas.caddy.port]) as people:
        two_replicas.replicas[1].kill()
        await people.save(within=10)
        await people.hear_each_other(within=3)


async def test_a_replica_that_is_asked_to_stop_sends_people_elsewhere(two_replicas: Stack) -> None:
    async with writers(two_replicas) as people:
        start = time.monotonic()
        code = await asyncio.to_thread(two_replicas.replicas[0].terminate)
        assert (code, time.monotonic() - start < 20) == (0, True)
        await people.save(within=5)
        await people.hear_each_other(within=3)
        assert people.clients[0].close_codes == [1012]
        assert people.clients[1].close_codes == []
