"""What replicas, Postgres and Valkey spend on connections, open documents and edits: CPU seconds, counts and memory of
their processes, never wall time.

python -m benchmarks.scaling.replica_costs
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import django
import redis

from benchmarks.sync.people import Person
from benchmarks.sync.processes import cpu_seconds, memory
from benchmarks.sync.systems.scriptorium import Scriptorium
from benchmarks.sync.systems.system import Place
from benchmarks.sync.writing import seed, type_tokens
from project.local.folder import ROOT
from project.local.stack import Stack

DOCUMENTS = 300
CONNECTIONS = 300
IDLE_SECONDS = 20
SETTLE_SECONDS = 3
# Readers on the replica that is written to, and on the other one; edits, and how many of them a second. What a replica
# does once a second (the projection) weighs more with fewer of them.
CROWDS = {
    "nobody else, 50 a second": (0, 0, 600, 50),
    "nobody else, 4 a second": (0, 0, 120, 4),
    "one on the other replica": (0, 1, 600, 50),
    "50 on the same replica": (50, 0, 600, 50),
    "50 on the other one": (0, 50, 600, 50),
}
WARMING = 50


@dataclass(frozen=True, slots=True)
class Spent:
    """CPU seconds of the replica that is written to, the other one, Postgres and Valkey; and what Valkey was asked."""

    here: float
    there: float
    postgres: float
    valkey: float
    commands: int

    def __sub__(self, other: "Spent") -> "Spent":
        return Spent(
            self.here - other.here,
            self.there - other.there,
            self.postgres - other.postgres,
            self.valkey - other.valkey,
            self.commands - other.commands,
        )


class Measuring:
    def __init__(self, stack: Stack, system: Scriptorium) -> None:
        self._stack = stack
        self._system = system
        self._valkey = redis.Redis.from_url(stack.valkey.url)
        self._quiet = system.make_places(DOCUMENTS, 1)
        self._crowded = system.make_places(1, CONNECTIONS)[0]
        self._written = {name: system.make_places(1, 1 + sum(crowd[:2]))[0] for name, crowd in CROWDS.items()}

    async def measure(self) -> None:
        await self._measure_idle()
        print("\n| an edit with | replica, µs | other replica, µs | Postgres, µs | Valkey, µs | commands to Valkey |")
        print("|---|---|---|---|---|---|")
        for name, crowd in CROWDS.items():
            spent = await self._measure_edits(self._written[name], *crowd)
            parts = [spent.here, spent.there, spent.postgres, spent.valkey]
            said = " | ".join(f"{part / crowd[2] * 1e6:.0f}" for part in parts)
            print(f"| {name} | {said} | {spent.commands / crowd[2]:.2f} |", flush=True)

    async def _measure_idle(self) -> None:
        port = self._system.ports[0]
        await self._join([(self._crowded, port, 0)])
        await asyncio.sleep(SETTLE_SECONDS)
        empty = self._memory()
        one = await self._join([(self._crowded, port, number) for number in range(1, CONNECTIONS)])
        await asyncio.sleep(SETTLE_SECONDS)
        crowded = self._memory()
        before = self._spent()
        await asyncio.sleep(IDLE_SECONDS)
        connections_cost = self._spent() - before
        many = await self._join([(place, port, 0) for place in self._quiet])
        await asyncio.sleep(SETTLE_SECONDS)
        opened = self._memory()
        before = self._spent()
        await asyncio.sleep(IDLE_SECONDS)
        cost = self._spent() - before
        per_connection = (crowded - empty) / (CONNECTIONS - 1)
        print(f"an idle connection: {per_connection * 1000:.0f} kB")
        print(f"an open document besides: {((opened - crowded) / DOCUMENTS - per_connection) * 1000:.0f} kB")
        print(f"a replica with one document: {empty:.0f} MB")
        for name, spent in (("connections alone", connections_cost), ("and open documents", cost)):
            print(
                f"idle, {name}: replica {spent.here / IDLE_SECONDS * 1e3:.1f} ms CPU a second, the other (idle) "
                f"{spent.there / IDLE_SECONDS * 1e3:.1f}, Postgres {spent.postgres / IDLE_SECONDS * 1e3:.1f}, "
                f"Valkey {spent.valkey / IDLE_SECONDS * 1e3:.1f}, {spent.commands / IDLE_SECONDS:.1f} commands a second"
            )
        for person in [*one, *many]:
            person.wire.close()

    async def _measure_edits(self, place: Place, here: int, there: int, count: int, rate: int) -> Spent:
        port, other = self._system.ports
        seeded = seed(1)
        strokes = type_tokens(seeded, 0, [0.0] * (count + WARMING), 1)
        readers = [(place, port, 1 + number) for number in range(here)]
        readers += [(place, other, 1 + here + number) for number in range(there)]
        [writer, *others] = await self._join([(place, port, 0), *readers])
        writer.send(seeded)
        for stroke in strokes[:WARMING]:
            writer.send(stroke.update)
            await asyncio.sleep(1 / rate)
        before = self._spent()
        for stroke in strokes[WARMING:]:
            writer.send(stroke.update)
            await asyncio.sleep(1 / rate)
        await self._saved(writer, count + WARMING + 1)
        await asyncio.sleep(1)
        spent = self._spent() - before
        for person in [writer, *others]:
            person.wire.close()
        return spent

    async def _saved(self, writer: Person, count: int) -> None:
        async with asyncio.timeout(60):
            while len(writer.saves()) < count:  # noqa: ASYNC110 - nothing tells: frames are only kept while measured
                await asyncio.sleep(0.1)

    async def _join(self, wanted: Sequence[tuple[Place, int, int]]) -> list[Person]:
        people = [
            Person(self._system.dialect, place.document, port, place.doors[number]) for place, port, number in wanted
        ]
        for start in range(0, len(people), 20):
            await asyncio.gather(*(person.join() for person in people[start : start + 20]))
        return people

    def _memory(self) -> float:
        return memory([self._stack.replicas[0].process.pid]).now

    def _spent(self) -> Spent:
        here, there = (replica.process.pid for replica in self._stack.replicas)
        commands = int(self._valkey.info("stats")["total_commands_processed"])
        postgres, valkey = self._stack.postgres.process.pid, self._stack.valkey.process.pid
        return Spent(
            cpu_seconds([here]), cpu_seconds([there]), cpu_seconds([postgres]), cpu_seconds([valkey]), commands
        )


@contextmanager
def running() -> Iterator[tuple[Stack, Scriptorium]]:
    with Stack.throw_away() as stack:
        os.environ.update(stack.environment)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
        django.setup()
        subprocess.run([sys.executable, "manage.py", "migrate", "--noinput", "--verbosity=0"], cwd=ROOT, check=True)
        system = Scriptorium(stack)
        system.start()
        yield stack, system
        system.stop()


def main() -> None:
    with running() as (stack, system):
        asyncio.run(Measuring(stack, system).measure())


if __name__ == "__main__":
    main()
