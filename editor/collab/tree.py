"""Where each struct of a document hangs in its tree: how deep, and in what.

No peer may build a tree deeper than pycrdt stands, or put anything where a browser doesn't expect it: characters among
nodes make every copy of the editor fail. But most items don't say where they hang. They inherit it from a neighbour,
which may be any character. So it is kept for every clock, as runs per client: what is typed in a row hangs in one
place, and a run takes six bytes.
"""

from array import array
from bisect import bisect_right
from collections.abc import Mapping

from editor.collab.limits import MAX_TREE_DEPTH, SchemaViolation, TooDeep
from editor.collab.updates import (
    ATTRIBUTE,
    CHARACTERS,
    DELETED,
    ELEMENT,
    EMBED,
    GARBAGE,
    NODE_ROOT,
    SIBLING,
    TEXT,
    TEXT_ROOT,
    VALUES,
    Place,
    Update,
)

# What a struct hangs in. ANYWHERE: in something that has been deleted, nobody sees it.
_AMONG_NODES, _AMONG_CHARACTERS, _IN_ATTRIBUTE, _ANYWHERE = range(4)

_ALLOWED = {
    _AMONG_NODES: {ELEMENT, TEXT, DELETED},
    _AMONG_CHARACTERS: {CHARACTERS, EMBED, DELETED},
    _IN_ATTRIBUTE: {CHARACTERS, VALUES, DELETED},
    _ANYWHERE: {CHARACTERS, EMBED, VALUES, ELEMENT, TEXT, DELETED},
}

# A value is depth, surroundings and kind in one number.
_KIND_MASK = 7
_SURROUNDINGS_SHIFT = 3
_SURROUNDINGS_MASK = 3
_DEPTH_SHIFT = 5
_DEEPEST = 2**11 - 1

# The depth of what hangs in a root itself; a root that holds characters is a title.
_ROOT_DEPTH = 1

# Garbage has no place, and what hangs on garbage becomes garbage in every copy.
_NOWHERE = GARBAGE


class Runs:
    """Where the structs of one client hang: one value from each start to the next."""

    __slots__ = ("starts", "values")

    def __init__(self) -> None:
        self.starts = array("I")
        self.values = array("H")

    def append(self, start: int, value: int) -> None:
        if not self.values or self.values[-1] != value:
            self.starts.append(start)
            self.values.append(value)

    def extend(self, other: "Runs") -> None:
        for start, value in zip(other.starts, other.values, strict=True):
            self.append(start, value)

    def at(self, clock: int) -> int:
        """The value at a clock that isn't before the first start."""
        if clock >= self.starts[-1]:
            return self.values[-1]
        return self.values[bisect_right(self.starts, clock) - 1]


class Tree:
    """The runs of all clients. One that has a base holds only what came on top of it."""

    __slots__ = ("_base", "_runs")

    def __init__(self, base: "Tree | None" = None) -> None:
        self._base = base
        self._runs: dict[int, Runs] = {}

    def merge(self, other: "Tree") -> None:
        for client, runs in other._runs.items():
            self._runs.setdefault(client, Runs()).extend(runs)

    def add(self, update: Update, known: Mapping[int, int], *, strict: bool) -> None:
        """Takes in what begins at the known clock of each client. Strict: raises TooDeep or SchemaViolation, having
        changed nothing; else what breaks the rules is taken as it is.
        """
        growth = _Growth(self, update, known, strict=strict)
        if growth.is_one_place:  # of what people type almost everything
            client, start, value = growth.grow_at_one_place()
            runs = self._runs.get(client)
            if runs is None:
                runs = self._runs[client] = Runs()
            runs.append(start, value)
            return
        growth.grow()
        for client, runs in growth.runs.items():
            self._runs.setdefault(client, Runs()).extend(runs)

    def at(self, client: int, clock: int) -> int:
        tree: Tree | None = self
        while tree is not None:
            runs = tree._runs.get(client)
            if runs is not None and runs.starts[0] <= clock:
                return runs.at(clock)
            tree = tree._base
        return _NOWHERE


class _Growth:
    """The runs that an update adds to a tree, found in the order in which the structs can be applied."""

    __slots__ = ("_known", "_next", "_places", "_ranges", "_strict", "_tree", "runs")

    def __init__(self, tree: Tree, update: Update, known: Mapping[int, int], *, strict: bool) -> None:
        self._tree = tree
        self._places = update.places
        self._ranges = update.ranges
        self._known = known
        self._strict = strict
        self._next: dict[int, int] = {}
        self.runs: dict[int, Runs] = {}

    @property
    def is_one_place(self) -> bool:
        return len(self._places) == 1 and all(len(places) == 1 for places in self._places.values())

    def grow_at_one_place(self) -> tuple[int, int, int]:
        """The client, the clock from where on, and the value."""
        [(client, known)] = self._known.items()
        [place] = self._places[client]
        return client, max(place[0], known), self._value(place)

    def grow(self) -> None:
        for client, known in self._known.items():
            self.runs[client] = Runs()
            places = self._places[client]
            self._next[client] = max(bisect_right(places, known, key=_clock_of) - 1, 0)
        for client in self._known:
            pending = [(client, self._ranges[client][1] - 1)]
            while pending:
                waits_for = self._advance(*pending[-1])
                if waits_for is None:
                    pending.pop()
                else:
                    pending.append(waits_for)

    def _advance(self, client: int, until: int) -> tuple[int, int] | None:
        """Places a client's structs up to a clock, or says which other struct has to be placed first."""
        places, runs, known = self._places[client], self.runs[client], self._known[client]
        position = self._next[client]
        while position < len(places) and places[position][0] <= until:
            place = places[position]
            for other, clock in ((place[3], place[4]), (place[5], place[6])):
                if other != client and self._is_unplaced(other, clock):
                    self._next[client] = position
                    return other, clock
            runs.append(max(place[0], known), self._value(place))
            position += 1
        self._next[client] = position
        return None

    def _is_unplaced(self, client: int, clock: int) -> bool:
        if client not in self.runs or not self._known[client] <= clock < self._ranges[client][1]:
            return False
        places, position = self._places[client], self._next[client]
        return position < len(places) and places[position][0] <= clock

    def _value(self, place: Place) -> int:
        _, kind, relation, origin, origin_clock, right, right_clock = place
        if kind == GARBAGE:
            return _NOWHERE
        if relation == NODE_ROOT:
            depth, surroundings = _ROOT_DEPTH, _AMONG_NODES
        elif relation == TEXT_ROOT:
            depth, surroundings = _ROOT_DEPTH, _AMONG_CHARACTERS
        else:
            near = self._at(origin, origin_clock)
            if relation != SIBLING:
                depth, surroundings = self._below(near, relation)
            else:
                near = self._beside(near, right, right_clock)
                depth, surroundings = near >> _DEPTH_SHIFT, _surroundings(near)
        if depth == 0:
            return _NOWHERE
        if self._strict:
            _check(kind, depth, surroundings)
        return min(depth, _DEEPEST) << _DEPTH_SHIFT | surroundings << _SURROUNDINGS_SHIFT | kind

    def _beside(self, origin: int, right: int, right_clock: int) -> int:
        """The neighbour that an item hangs with: its origin, or its right origin if the origin is garbage."""
        if right < 0:
            return origin
        other = self._at(right, right_clock)
        if origin == _NOWHERE:
            return other
        known = {_surroundings(origin), _surroundings(other)} - {_ANYWHERE}
        if self._strict and other != _NOWHERE and len(known) > 1:
            raise SchemaViolation("between items that are not in one place")
        return origin

    def _below(self, parent: int, relation: int) -> tuple[int, int]:
        """Depth and surroundings of a child; depth 0: it becomes garbage."""
        depth, kind = (parent >> _DEPTH_SHIFT) + 1, parent & _KIND_MASK
        if parent == _NOWHERE:
            return 0, _ANYWHERE
        if kind == DELETED:
            return depth, _ANYWHERE
        if kind not in (ELEMENT, TEXT):
            if self._strict:
                raise SchemaViolation("a parent that has no children")
            return 0, _ANYWHERE
        if relation == ATTRIBUTE:
            return depth, _IN_ATTRIBUTE
        return depth, _AMONG_NODES if kind == ELEMENT else _AMONG_CHARACTERS

    def _at(self, client: int, clock: int) -> int:
        runs = self.runs.get(client)
        if runs is not None and runs.starts and runs.starts[0] <= clock:
            return runs.at(clock)
        return self._tree.at(client, clock)


def _surroundings(value: int) -> int:
    return value >> _SURROUNDINGS_SHIFT & _SURROUNDINGS_MASK


def _check(kind: int, depth: int, surroundings: int) -> None:
    if kind not in _ALLOWED[surroundings]:
        raise SchemaViolation("content that has no business there")
    if kind == EMBED and depth == _ROOT_DEPTH:
        raise SchemaViolation("an object in the title")
    if depth > MAX_TREE_DEPTH and kind in (ELEMENT, TEXT):
        raise TooDeep("a tree that deep")


def _clock_of(place: Place) -> int:
    return place[0]
