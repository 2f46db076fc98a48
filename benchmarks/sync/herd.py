"""A server dies with its people. Everybody comes to another one at once, with what they have and it may not have."""

import asyncio
import time
from collections.abc import Sequence
from typing import Any

from pycrdt import Doc

from benchmarks.sync.judge import Verdict, judge
from benchmarks.sync.load import Crowd, gather_some, make_crowds, seed_all, send_on_schedule, wait_for_arrival
from benchmarks.sync.people import Person
from benchmarks.sync.scenarios import ARRIVAL_SECONDS, HERD, Herd, Typing
from benchmarks.sync.systems.system import System

_AGAIN_AFTER = 0.02  # seconds


async def run_herd(system: System, scenario: Herd = HERD) -> dict[str, float]:
    """Needs a system with two servers; the first is dead afterwards."""
    shape = Typing("herd", scenario.work, scenario.documents, scenario.people, scenario.typists, scenario.rate)
    places = await asyncio.to_thread(system.make_places, scenario.documents, scenario.people)
    crowds = make_crowds(system, shape, places, scenario.seconds)
    people = [person for crowd in crowds for person in crowd.people]
    for person in people:
        person.port = system.ports[0]
    await seed_all(crowds)
    await gather_some([person.join() for person in people])
    last = {person: person.strokes.pop() for person in people if person.strokes}
    await send_on_schedule(people, time.monotonic())
    await wait_for_arrival(crowds)
    for person, stroke in last.items():  # nobody knows what becomes of these
        person.strokes.append(stroke)
        person.send(stroke.update)
    docs = {person: _own_copy(crowd, person) for crowd in crowds for person in crowd.people}
    system.kill_first()
    times = await _come_back(crowds, docs, system.ports[1])
    verdict = sum((judge(crowd.seeded, crowd.people) for crowd in crowds), Verdict())
    for person in people:
        person.wire.close()
    return {
        "back": times[-1],
        "half-back": times[len(times) // 2],
        "lost": float(verdict.lost),
        "wrong": float(verdict.doubled + verdict.different),
    }


def _own_copy(crowd: Crowd, person: Person) -> Doc[Any]:
    doc = person.document_received()
    for update in (crowd.seeded, *(stroke.update for stroke in person.strokes)):
        doc.apply_update(update)
    return doc


async def _come_back(crowds: Sequence[Crowd], docs: dict[Person, Doc[Any]], port: int) -> list[float]:
    """When each of them, counted from the death, had all that anybody in their document had typed; in order."""
    died = time.monotonic()
    times: list[float] = []

    async def come(person: Person, tokens: set[bytes]) -> None:
        await person.join_again(port, docs[person])
        joined = time.monotonic()
        while time.monotonic() - died < ARRIVAL_SECONDS:
            person.look()
            if tokens <= person.seen.keys():
                times.append(max([joined, *(person.seen[token] for token in tokens)]) - died)
                return
            await asyncio.sleep(_AGAIN_AFTER)
        times.append(ARRIVAL_SECONDS)

    works = []
    for crowd in crowds:
        tokens = {stroke.token for person in crowd.people for stroke in person.strokes}
        works += [come(person, tokens - {stroke.token for stroke in person.strokes}) for person in crowd.people]
    await asyncio.gather(*works)
    return sorted(times)
