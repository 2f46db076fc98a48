"""What the replicas use, and what is left over: memory, connections, open rooms, rows of who is here."""

import asyncio
import os
from dataclasses import dataclass

import psycopg
from channels.db import database_sync_to_async

from editor.realtime.models import LiveSession
from tests.replicas.metrics import scrape
from tests.soak.world import World

MEMORY_MEGABYTES = 40.0
MEMORY_SHARE = 1.2
SOCKETS_PER_REPLICA = 15  # a replica's pools may hold 13 connections to Postgres, and at first hold few
VALKEY_PER_REPLICA = 2


@dataclass(frozen=True, slots=True)
class Measures:
    """Of all replicas together, but for `memory`, which is of the largest, in megabytes."""

    replicas: int
    memory: float
    sockets: int
    postgres: int
    valkey: int
    people: int
    rooms: int
    sessions: int

    def __str__(self) -> str:
        return (
            f"{self.memory:.0f} MB in the largest replica, {self.sockets} descriptors, {self.postgres} connections to "
            f"Postgres, {self.valkey} to Valkey, {self.people} of people, {self.rooms} rooms, {self.sessions} sessions"
        )


async def measure(world: World) -> Measures:
    replicas = world.stack.replicas
    numbers = await asyncio.gather(*(asyncio.to_thread(scrape, replica) for replica in replicas))
    return Measures(
        replicas=len(replicas),
        memory=max(found["process_resident_memory_bytes"] for found in numbers) / 1_048_576,
        sockets=sum(len(os.listdir(f"/proc/{replica.process.pid}/fd")) for replica in replicas),  # noqa: PTH208 - names
        postgres=await asyncio.to_thread(_postgres_connections, world),
        valkey=(await asyncio.to_thread(world.stack.valkey.command, "CLIENT LIST")).count(b"id="),
        people=round(sum(found['scriptorium_connections{"socket": "document"}'] for found in numbers)),
        rooms=round(sum(found["scriptorium_rooms"] for found in numbers)),
        sessions=await database_sync_to_async(LiveSession.objects.count)(),
    )


def _postgres_connections(world: World) -> int:
    statement = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
    with psycopg.connect(world.stack.postgres.url, autocommit=True, connect_timeout=5) as connection:
        row = connection.execute(statement).fetchone()
        assert row is not None
        return int(row[0])


def judge_empty(now: Measures) -> list[str]:
    return [] if now.people == now.rooms == now.sessions == 0 else [f"somebody is still here: {now}"]


def judge_measures(idle: Measures, busy: Measures, end: Measures) -> list[str]:
    """`idle`: before anybody came, `busy`: at work, before anything was broken, `end`: after everybody has gone.

    A process gives memory back late and keeps connections for the next time: pools are bounded, and may be full.
    """
    problems = []
    if end.memory > busy.memory * MEMORY_SHARE + MEMORY_MEGABYTES:
        problems.append(f"memory has grown from {busy.memory:.0f} to {end.memory:.0f} MB")
    most = idle.sockets + SOCKETS_PER_REPLICA * end.replicas
    if end.sockets > most:
        problems.append(f"{end.sockets} descriptors are open, {idle.sockets} were at first")
    if end.postgres > idle.postgres + SOCKETS_PER_REPLICA * end.replicas:
        problems.append(f"{end.postgres} connections to Postgres, {idle.postgres} at first")
    if end.valkey > idle.valkey + VALKEY_PER_REPLICA * end.replicas:
        problems.append(f"{end.valkey} connections to Valkey, {idle.valkey} at first")
    return problems
