"""Memory: of people who do nothing, of open documents, and of those that nobody has open any more.

Each is asked of servers that have just started: room that a program keeps for itself would hide what comes later.
"""

import asyncio
from collections.abc import Sequence

from benchmarks.sync.load import gather_some, make_crowds, seed_all
from benchmarks.sync.opening import warm_up
from benchmarks.sync.people import Person
from benchmarks.sync.processes import memory
from benchmarks.sync.scenarios import IDLE, Idle, Typing
from benchmarks.sync.systems.system import System
from benchmarks.sync.writing import seed

_SETTLE_SECONDS = 3.0
_TIDY_SECONDS = 8.0  # for what a program does about memory now and then


async def measure_connections(system: System, scenario: Idle = IDLE) -> dict[str, float]:
    """Kilobytes for each of many people in one document."""
    quiet = Typing("idle", "", 1, scenario.connections, 0, 0)
    places = await asyncio.to_thread(system.make_places, 1, scenario.connections)
    [crowd] = make_crowds(system, quiet, places, 0)
    await seed_all([crowd])  # a document was opened and closed: what is loaded once is loaded
    before = await _settled(system)
    await gather_some([person.join() for person in crowd.people])
    after = await _settled(system)
    _leave(crowd.people)
    return {"connection": (after - before) * 1_024 / scenario.connections}


async def measure_documents(system: System, scenario: Idle = IDLE) -> dict[str, float]:
    """Kilobytes for each of many documents. The servers must have started with the scenario's grace time."""
    await warm_up(system)
    before = await _settled(system)
    opened, closed = await _open_and_close(system, scenario)
    _, closed_again = await _open_and_close(system, scenario)
    each = 1_024 / scenario.documents
    return {
        "document": (opened - before) * each,
        "closed": (closed - before) * each,
        "leak": (closed_again - closed) * each,
    }


async def _open_and_close(system: System, scenario: Idle) -> tuple[float, float]:
    """The servers' memory in megabytes while fresh documents are written and open, and after the grace time."""
    places = await asyncio.to_thread(system.make_places, scenario.documents, 1)
    ports, content = system.ports, seed(scenario.paragraphs, 400)
    people = [
        Person(system.dialect, place.document, ports[number % len(ports)], place.doors[0])
        for number, place in enumerate(places)
    ]
    await gather_some([person.join() for person in people])
    for person in people:
        person.send(content)
    opened = await _settled(system)
    _leave(people)
    await asyncio.sleep(scenario.grace_seconds + _TIDY_SECONDS)
    return opened, await _settled(system)


def _leave(people: Sequence[Person]) -> None:
    for person in people:
        person.wire.close()


async def _settled(system: System) -> float:
    await asyncio.sleep(_SETTLE_SECONDS)
    return memory(system.servers()).now
