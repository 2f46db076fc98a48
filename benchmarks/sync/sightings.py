"""Whether everybody has ended up with everybody's cursor, and how long cursors took."""

import asyncio
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.sync import scenarios
from benchmarks.sync.cursors import Cursor
from benchmarks.sync.latency import Spread
from benchmarks.sync.people import Person


@dataclass(frozen=True, slots=True)
class Sightings:
    """Of all pairs of somebody's last cursor and somebody else: how many there are, and how many arrived.

    `latency` is of all pairs of a cursor of the measured time and somebody else.
    """

    wanted: int
    there: int
    latency: Spread

    def figures(self) -> dict[str, float]:
        if not self.wanted:
            return {}
        share = self.there / self.wanted
        return {"cursor-p50": self.latency.p50, "cursor-p99": self.latency.p99, "cursors-there": share * 100}


async def wait_for_cursors(documents: Sequence[Sequence[Person]], start: float) -> Sightings:
    """Returns when the people of each document have the last cursors of the others, or when that takes too long."""
    documents = [people for people in documents if any(_last_cursors(people))]
    deadline = time.monotonic() + scenarios.CURSOR_SECONDS
    while True:
        for people in documents:
            for person in people:
                person.look_for_cursors()
        are_there = [is_there for people in documents for is_there in _last_cursors_there(people)]
        if all(are_there) or time.monotonic() > deadline:
            break
        await asyncio.sleep(0.1)
    times = [took for people in documents for took in _latencies(people, start)]
    return Sightings(len(are_there), sum(are_there), Spread.of(times))


def _last_cursors(people: Sequence[Person]) -> Iterator[tuple[Person, Cursor]]:
    for person in people:
        cursor = person.strokes[-1].cursor if person.strokes else None
        if cursor is not None:
            yield person, cursor


def _last_cursors_there(people: Sequence[Person]) -> list[bool]:
    """For each of them, and each other person."""
    return [
        other.sight.has(cursor) for person, cursor in _last_cursors(people) for other in people if other is not person
    ]


def _latencies(people: Sequence[Person], start: float) -> Iterator[float]:
    """From when each measured cursor was due to when each other person had it, or a later one."""
    for person in people:
        due = [(stroke.cursor, start + stroke.at) for stroke in person.measured if stroke.cursor is not None]
        for other in people:
            if other is not person:
                arrivals = ((other.sight.arrival(cursor), at) for cursor, at in due)
                yield from (arrival - at for arrival, at in arrivals if arrival is not None)
