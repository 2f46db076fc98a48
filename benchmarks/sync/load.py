"""One scenario in which people type, against one system: connect, type on schedule, wait, judge."""

import asyncio
import gc
import time
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from benchmarks.sync import scenarios
from benchmarks.sync.alarm import Alarm
from benchmarks.sync.judge import Verdict, judge
from benchmarks.sync.latency import Spread
from benchmarks.sync.people import Person
from benchmarks.sync.processes import cpu_seconds, memory
from benchmarks.sync.scenarios import Typing
from benchmarks.sync.sightings import Sightings, wait_for_cursors
from benchmarks.sync.systems.system import Place, System
from benchmarks.sync.wire import WireError
from benchmarks.sync.writing import even_times, seed, type_tokens

_AT_ONCE = 40  # people who join at the same time
_NEW_READERS = 10  # documents that somebody new opens at the end
_SEED = 5


@dataclass(frozen=True, slots=True)
class Typed:
    """What it took while people typed: CPU seconds of the measured time and the moments after it."""

    start: float
    sent: int  # keystrokes, the warm-up's too
    servers_cpu: float
    stack_cpu: float
    generator_cpu: float  # of one core
    lateness: Spread  # how late the generator itself was


@dataclass(frozen=True, slots=True)
class Run:
    """What one run said; memory in megabytes."""

    typed: Typed
    updates: int
    latency: Spread
    saved: Spread
    memory: float
    frames: int
    verdict: Verdict
    sightings: Sightings

    def figures(self) -> dict[str, float]:
        """By the names of figures.py."""
        found = {
            "p50": self.latency.p50,
            "p95": self.latency.p95,
            "p99": self.latency.p99,
            "cpu": self.typed.servers_cpu / max(1, self.updates) * 1e6,
            "stack-cpu": self.typed.stack_cpu / max(1, self.updates) * 1e6,
            "cpu-seconds": self.typed.servers_cpu,
            "stack-cpu-seconds": self.typed.stack_cpu,
            "memory": self.memory,
            "frames": self.frames / max(1, self.typed.sent),
            "lost": float(self.verdict.lost),
            "wrong": float(self.verdict.doubled + self.verdict.different),
            "generator": self.typed.generator_cpu * 100,
            "late": self.typed.lateness.p99,
        }
        saved = {"saved-p50": self.saved.p50, "saved-p99": self.saved.p99} if self.saved.count else {}
        return found | saved | self.sightings.figures()


@dataclass(slots=True)
class Crowd:
    """The people of one document."""

    seeded: bytes
    people: list[Person]


async def run_typing(system: System, scenario: Typing, seconds: float) -> Run:
    """Raises WireError, OSError and TimeoutError where the system doesn't serve people."""
    places = await asyncio.to_thread(system.make_places, scenario.documents, scenario.people)
    crowds = make_crowds(system, scenario, places, scenarios.WARM_UP_SECONDS + seconds)
    people = [person for crowd in crowds for person in crowd.people]
    await seed_all(crowds)
    await gather_some([person.join() for person in people])
    try:
        typed = await _type(system, people, scenarios.WARM_UP_SECONDS + seconds)
        sightings = await wait_for_cursors([crowd.people for crowd in crowds], typed.start)
        await wait_for_arrival(crowds)
        peak = memory(system.servers()).peak
        latencies, updates = _latencies(crowds, typed.start)
        verdict = await _judge(system, crowds)
    finally:
        for person in people:
            person.wire.close()
    frames = sum(len(person.wire.frames) for person in people)
    saved = Spread.of(_save_times(people, typed.start))
    return Run(typed, updates, Spread.of(latencies), saved, peak, frames, verdict, sightings)


def make_crowds(system: System, scenario: Typing, places: Sequence[Place], seconds: float) -> list[Crowd]:
    """Everybody, by turns at one server or another, with all that they are going to type."""
    rng = Random(_SEED)
    seeded = seed(max(3, scenario.typists))
    crowds, token = [], 0
    for place in places:
        people = []
        for number, headers in enumerate(place.doors):
            person = Person(system.dialect, place.document, system.ports[number % len(system.ports)], headers)
            if number < scenario.typists:
                times = even_times(scenario.rate, seconds, rng)
                person.strokes = type_tokens(seeded, number, times, token, cursors=scenario.cursors)
                token += len(times)
            people.append(person)
        crowds.append(Crowd(seeded, people))
    return crowds


async def seed_all(crowds: Sequence[Crowd]) -> None:
    await gather_some([_seed(crowd) for crowd in crowds])


async def _seed(crowd: Crowd) -> None:
    """Puts the first content into a document, and waits until whoever opens it anywhere gets it."""
    first = crowd.people[0]
    writer = Person(first.dialect, first.document, first.port, first.headers)
    await writer.join()
    writer.send(crowd.seeded)
    for port in {person.port for person in crowd.people}:
        deadline = time.monotonic() + scenarios.ARRIVAL_SECONDS
        while True:
            reader = Person(first.dialect, first.document, port, first.headers)
            await reader.join()
            is_there = len(reader.document_received()["title"]) > 0
            reader.wire.close()
            if is_there:
                break
            if time.monotonic() > deadline:
                raise WireError(f"the first content never came to port {port}")
            await asyncio.sleep(0.1)
    writer.wire.close()


async def gather_some(works: Sequence[Coroutine[Any, Any, None]]) -> None:
    """Awaits all, so many at a time."""
    gate = asyncio.Semaphore(_AT_ONCE)

    async def one(work: Coroutine[Any, Any, None]) -> None:
        async with gate:
            await work

    await asyncio.gather(*(one(work) for work in works))


async def _type(system: System, people: Sequence[Person], seconds: float) -> Typed:
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        start = time.monotonic() + 0.5
        warm = asyncio.create_task(_sample(system, start + scenarios.WARM_UP_SECONDS))
        lateness = await send_on_schedule(people, start)
        own = time.process_time()
        before = await warm
        after = await _sample(system, start + seconds + scenarios.AFTER_SECONDS)
    finally:
        gc.enable()
        gc.unfreeze()
    share = (own - before.generator) / max(0.1, seconds - scenarios.WARM_UP_SECONDS)
    return Typed(
        start, len(lateness), after.servers - before.servers, after.stack - before.stack, share, Spread.of(lateness)
    )


async def send_on_schedule(people: Sequence[Person], start: float) -> list[float]:
    """Sends every keystroke when it is due, whatever has or has not come back; returns how late each one was."""
    sends = sorted(((stroke, person) for person in people for stroke in person.strokes), key=lambda send: send[0].at)
    alarm, lateness = Alarm(), []
    try:
        for stroke, person in sends:
            await alarm.until(start + stroke.at)
            person.type(stroke)
            lateness.append(time.monotonic() - start - stroke.at)
    finally:
        alarm.close()
    return lateness


@dataclass(frozen=True, slots=True)
class _Sample:
    """CPU seconds so far."""

    servers: float
    stack: float
    generator: float


async def _sample(system: System, at: float) -> _Sample:
    await asyncio.sleep(max(0.0, at - time.monotonic()))
    servers = cpu_seconds(system.servers())
    return _Sample(servers, servers + cpu_seconds(system.others()), time.process_time())


async def wait_for_arrival(crowds: Sequence[Crowd]) -> None:
    """Returns when everybody has heard of every keystroke, or when that takes too long."""
    deadline = time.monotonic() + scenarios.ARRIVAL_SECONDS
    expected = {}
    for crowd in crowds:
        tokens = {stroke.token for person in crowd.people for stroke in person.strokes}
        for person in crowd.people:
            expected[person] = len(tokens) - len(person.strokes)
    while time.monotonic() < deadline:
        for person in expected:
            person.look()
        if all(len(person.seen) >= count for person, count in expected.items()):
            return
        await asyncio.sleep(0.1)


def _latencies(crowds: Sequence[Crowd], start: float) -> tuple[list[float], int]:
    """From when each measured keystroke was due to when each other person had it; and how many keystrokes that were."""
    latencies: list[float] = []
    updates = 0
    for crowd in crowds:
        due = {stroke.token: start + stroke.at for person in crowd.people for stroke in person.measured}
        updates += len(due)
        for person in crowd.people:
            own = {stroke.token for stroke in person.strokes}
            latencies += [at - due[token] for token, at in person.seen.items() if token in due and token not in own]
    return latencies, updates


def _save_times(people: Sequence[Person], start: float) -> list[float]:
    """From when each measured keystroke was due to its acknowledgement as durable."""
    times: list[float] = []
    for person in people:
        measured = set(person.measured)
        pairs = zip(person.saves(), person.strokes, strict=False)
        times += [at - start - stroke.at for at, stroke in pairs if stroke in measured]
    return times


async def _judge(system: System, crowds: Sequence[Crowd]) -> Verdict:
    verdict = Verdict()
    for number, crowd in enumerate(crowds):
        others: list[Person] = []
        if number < _NEW_READERS:
            first = crowd.people[0]
            others = [Person(first.dialect, first.document, port, first.headers) for port in system.ports]
            for other in others:
                await other.join()
        verdict += judge(crowd.seeded, crowd.people, others)
        for other in others:
            other.wire.close()
    return verdict
