"""Memory: of people who do nothing, of open documents, and of those that nobody has open any more."""

import asyncio
from collections.abc import Sequence

from benchmarks.sync.load import gather_some, make_crowds, seed_all
from benchmarks.sync.people import Person
from benchmarks.sync.processes import memory
from benchmarks.sync.scenarios import IDLE, Idle, Typing
from benchmarks.sync.systems.system import Place, System
from benchmarks.sync.writing import seed

_SETTLE_SECONDS = 3.0


async def run_idle(system: System, scenario: Idle = IDLE) -> dict[str, float]:
    """The servers must have started with the scenario's grace time."""
    quiet = Typing("idle", "", 1, scenario.connections, 0, 0)
    places = await asyncio.to_thread(system.make_places, 1, scenario.connections)
    [crowd] = make_crowds(system, quiet, places, 0)
    await seed_all([crowd])  # a document was opened and closed: what is loaded once is loaded
    at_first = await _settled(system)
    await gather_some([person.join() for person in crowd.people])
    connected = await _settled(system)
    _leave(crowd.people)
    documents = await asyncio.to_thread(system.make_places, scenario.documents, 1)
    await _fill(system, documents, scenario)
    await asyncio.sleep(scenario.grace_seconds)
    before = await _settled(system)
    opened, closed = await _open_and_close(system, documents, scenario)
    _, closed_again = await _open_and_close(system, documents, scenario)
    each = 1_024 / scenario.documents
    return {
        "connection": (connected - at_first) * 1_024 / scenario.connections,
        "document": (opened - before) * each,
        "closed": (closed - before) * each,
        "leak": (closed_again - closed) * each,
    }


async def _fill(system: System, places: Sequence[Place], scenario: Idle) -> None:
    """Each document gets its content, and is left."""
    content = seed(scenario.paragraphs, 400)
    people = _one_in_each(system, places)
    await gather_some([person.join() for person in people])
    for person in people:
        person.send(content)
    await asyncio.sleep(_SETTLE_SECONDS)
    _leave(people)


async def _open_and_close(system: System, places: Sequence[Place], scenario: Idle) -> tuple[float, float]:
    """The servers' memory in megabytes while all the documents are open, and after the grace time."""
    people = _one_in_each(system, places)
    await gather_some([person.join() for person in people])
    opened = await _settled(system)
    _leave(people)
    await asyncio.sleep(scenario.grace_seconds)
    return opened, await _settled(system)


def _one_in_each(system: System, places: Sequence[Place]) -> list[Person]:
    ports = system.ports
    return [
        Person(system.dialect, place.document, ports[number % len(ports)], place.doors[0])
        for number, place in enumerate(places)
    ]


def _leave(people: Sequence[Person]) -> None:
    for person in people:
        person.wire.close()
        person.wire.frames.clear()


async def _settled(system: System) -> float:
    await asyncio.sleep(_SETTLE_SECONDS)
    return memory(system.servers()).now
