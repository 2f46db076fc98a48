"""Cursors: what an editor announces after each edit, by awareness of y-protocols, and what somebody else has of it."""

import json
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pycrdt import Doc

from editor.collab.presence import GONE
from editor.collab.protocol import PresenceState, read_awareness, write_awareness
from editor.collab.updates import read_state_vector

_ANY_NUMBER = 2**31

Id = tuple[int, int]
"""Of something in a Yjs document: a client and a clock."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where somebody is, as their awareness update number `clock` says it; `place` is its "cursor" alone."""

    client: int
    clock: int
    place: Mapping[str, Any] = field(hash=False)
    update: bytes


@dataclass(slots=True)
class Caret:
    """A caret that moves along behind what its owner types into one text."""

    user: Mapping[str, str]
    text: Id
    _clock: int = 0

    def announce(self, doc: Doc[Any]) -> Cursor:
        """After the last letter that was typed in `doc`. The first has the clock 1: others overlook a 0."""
        self._clock += 1
        client = doc.client_id
        letter = (client, read_state_vector(doc.get_state(), _ANY_NUMBER)[client] - 1)
        # As the browser's editor holds a caret: by the letter before it. Both ends say the same, nothing is selected.
        position = {"type": _written(self.text), "tname": None, "item": _written(letter), "assoc": -1}
        place = {"anchor": position, "head": position}
        state = json.dumps({"user": self.user, "cursor": place}, separators=(",", ":"))
        return Cursor(client, self._clock, place, write_awareness([PresenceState(client, self._clock, state)]))


def _written(something: Id) -> dict[str, int]:
    return {"client": something[0], "clock": something[1]}


def user_of(number: int) -> dict[str, str]:
    """What a page tells of its reader. Ours writes what it knows in its place, the peers pass it on."""
    return {"id": f"00000000-0000-7000-8000-{number:012x}", "name": f"Person {number}", "color": "#2a6fb5"}


@dataclass(slots=True)
class Sight:
    """What one person has been told of the others' cursors, taken as y-protocols takes it: by the clocks."""

    _states: dict[int, PresenceState] = field(default_factory=dict)
    _arrivals: dict[int, list[tuple[int, float]]] = field(default_factory=dict)  # by client: rising clocks, and when

    def take(self, payload: bytes, at: float) -> None:
        for state in read_awareness(payload, _ANY_NUMBER):
            known = self._states.get(state.client, PresenceState(state.client, 0, GONE))
            is_good_bye = state.clock == known.clock and state.state == GONE
            if state.clock <= known.clock and not is_good_bye:
                continue
            self._states[state.client] = state
            if state.state != GONE:
                self._arrivals.setdefault(state.client, []).append((state.clock, at))

    def has(self, cursor: Cursor) -> bool:
        """Whether it is what stands there now."""
        state = self._states.get(cursor.client)
        if state is None or state.state == GONE:
            return False
        return bool(json.loads(state.state).get("cursor") == cursor.place)

    def arrival(self, cursor: Cursor) -> float | None:
        """When it, or a later one of the same person, was first here.

        A later one will do: a server may leave out those between, and whoever has the later one sees no less.
        """
        arrivals = self._arrivals.get(cursor.client, [])
        place = bisect_left(arrivals, cursor.clock, key=lambda arrival: arrival[0])
        return arrivals[place][1] if place < len(arrivals) else None
