"""Postgres decides what is saved: while it is away nothing is acknowledged, and soon after it is back all is saved."""

import asyncio
from collections.abc import Callable

import pytest

from project.local.postgres import Postgres
from project.local.stack import Stack
from tests.replicas.writers import writers

STOPS: dict[str, Callable[[Postgres], None]] = {
    "fast": Postgres.stop,
    "immediate": Postgres.stop_immediately,
    "kill -9": Postgres.kill,
}


@pytest.mark.parametrize("stop", STOPS.values(), ids=STOPS.keys())
async def test_saving_resumes_after_a_restart_of_postgres(
    two_replicas: Stack, stop: Callable[[Postgres], None]
) -> None:
    async with writers(two_replicas) as people:
        await asyncio.to_thread(stop, two_replicas.postgres)
        await asyncio.to_thread(two_replicas.postgres.start)
        await people.save(within=10)
        await people.hear_each_other(within=3)


async def test_nothing_is_acknowledged_while_postgres_is_away(two_replicas: Stack) -> None:
    async with writers(two_replicas) as people:
        await asyncio.to_thread(two_replicas.postgres.stop)
        try:
            await people.save_nothing_for(10)
        finally:
            await asyncio.to_thread(two_replicas.postgres.start)
        await people.save(within=10)
        await people.hear_each_other(within=3)
