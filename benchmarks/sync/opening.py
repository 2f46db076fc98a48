"""How long the server takes until a newcomer has the whole of a long document."""

import asyncio
import time
from collections.abc import Mapping
from functools import cache

from benchmarks.sync.history import book, typed
from benchmarks.sync.latency import Spread
from benchmarks.sync.load import make_crowds, seed_all
from benchmarks.sync.people import Person, document_of
from benchmarks.sync.processes import cpu_seconds
from benchmarks.sync.scenarios import OPENING, Opening, Typing
from benchmarks.sync.systems.system import History, Place, System
from benchmarks.sync.wire import WireError

_AFTER_SECONDS = 1.0  # for what a server puts off


@cache
def long_documents(scenario: Opening = OPENING) -> Mapping[str, History]:
    """Made once; both are long in making."""
    return {"edits": typed(scenario.edits), "text": book(scenario.pages)}


def store_documents(system: System) -> dict[str, Place]:
    """Puts them into the system's storage, where it has any; kept from round to round."""
    found = {name: system.store(history) for name, history in long_documents().items()}
    return {name: place for name, place in found.items() if place is not None}


async def run_opening(system: System, stored: Mapping[str, Place], scenario: Opening = OPENING) -> dict[str, float]:
    """The servers must have just started; those without storage are given the documents, and opened warm alone."""
    await warm_up(system)
    figures: dict[str, float] = {}
    cpu = 0.0
    for name, history in long_documents().items():
        place = stored.get(name)
        if place is not None:
            before = cpu_seconds(system.servers())
            figures[f"cold-{name}"] = await open_once(system, place, history) * 1_000
            await asyncio.sleep(_AFTER_SECONDS)
            cpu += cpu_seconds(system.servers()) - before
        keeper = await _keep_open(system, place, history)
        await asyncio.sleep(_AFTER_SECONDS)
        times = [await open_once(system, _place_of(keeper), history) for _ in range(scenario.warm_opens)]
        figures[f"warm-{name}"] = Spread.of(times).p50
        keeper.wire.close()
    if stored:
        figures["cold-cpu"] = cpu * 1_000
    return figures


async def open_once(system: System, place: Place, history: History) -> float:
    """Seconds from the handshake's first byte to the state's last. Raises WireError where something is missing."""
    person = Person(system.dialect, place.document, system.ports[0], place.doors[0])
    started = time.monotonic()
    await person.join()
    took = person.wire.frames[-1][0] - started
    person.wire.close()
    if person.document_received().get_state() != document_of([history.state]).get_state():
        raise WireError(f"{system.name} did not send the whole document")
    return took


async def _keep_open(system: System, place: Place | None, history: History) -> Person:
    """Somebody who has it open; a system without storage gets it from them."""
    if place is None:
        [place] = system.make_places(1, 1)
    person = Person(system.dialect, place.document, system.ports[0], place.doors[0])
    await person.join()
    if not len(person.document_received()["title"]):
        person.send(history.state)
    return person


def _place_of(person: Person) -> Place:
    return Place(person.document, [person.headers])


async def warm_up(system: System) -> None:
    """What a server loads once is loaded by opening another document."""
    quiet = Typing("warm-up", "", 1, len(system.ports), 0, 0)
    crowds = make_crowds(system, quiet, system.make_places(1, len(system.ports)), 0)
    await seed_all(crowds)
