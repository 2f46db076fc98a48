"""The gate between a peer's bytes and pycrdt: reads a Yjs v1 update strictly, without applying it.

pycrdt can panic on malformed bytes, crash the process on nested ones and silently lose what doesn't fit together, so
it gets nothing that hasn't been read here first. An update is

    varUint clients, then for each: varUint structs, varUint client, varUint clock, and the structs;
    varUint clients, then for each: varUint client, varUint ranges, and for each range: varUint clock, varUint length

with the deletions in the second part. A struct begins with a byte: its lowest five bits say what it carries (0:
garbage), bit 8 that an origin follows, bit 7 a right origin, bit 6 that it is a map's entry. Only without both origins
it says its parent (and key); else it inherits them from its neighbour.
"""

from dataclasses import dataclass, field

from editor.collab.causality import Edge, refuse_circles
from editor.collab.contents import (
    CONTENT_ANY,
    CONTENT_DELETED,
    CONTENT_JSON,
    CONTENT_TYPE,
    MAX_CLOCK,
    READERS,
    read_key,
)
from editor.collab.encoding import Malformed, Refused, read_var_string, read_var_uint
from editor.collab.intervals import Range, merged
from editor.collab.limits import Limits, SchemaViolation, TooDeep, TooLarge

__all__ = [
    "Limits",
    "Malformed",
    "Refused",
    "SchemaViolation",
    "TooDeep",
    "TooLarge",
    "Update",
    "read_state_vector",
    "read_update",
]

# What a struct is: an item with content, one that is a type (it has children), one that was deleted, or garbage.
PLAIN, TYPE, DELETED, GARBAGE = range(4)
# Where it hangs: beside its origin (or its right origin, if that is garbage), under its parent, or under a root.
SIBLING, CHILD, ROOT = range(3)

# (clock, kind, relation, client and clock of the origin or parent, client and clock of the right origin); -1: none.
# Structs from this clock on are of that kind and hang there, up to the next place. A plain tuple: one is made for
# almost every struct.
Place = tuple[int, int, int, int, int, int, int]

# (clock, length, position of the struct, of its content, of its end)
Mark = tuple[int, int, int, int, int]

# By the struct's first byte.
_KINDS = tuple({0: GARBAGE, CONTENT_DELETED: DELETED, CONTENT_TYPE: TYPE}.get(info & 31, PLAIN) for info in range(256))
_LISTS = (CONTENT_JSON, CONTENT_ANY)


@dataclass(frozen=True, slots=True)
class Update:
    """An update that is safe to apply where its needs are met.

    `ranges`: the clocks [from, to) of each client that it has structs of. `deletions`: what it deletes, as sorted
    ranges [from, to) with gaps between them. `needs`: the clock that the state must have reached for each client,
    else a part of it would stay pending. `places` tells where each client's structs hang; `deletions_at` is the
    position of the deletions in the payload.
    """

    payload: bytes
    ranges: dict[int, Range]
    deletions: dict[int, tuple[Range, ...]]
    needs: dict[int, int]
    structs: int
    places: dict[int, list[Place]] = field(repr=False)
    deletions_at: int = field(repr=False)
    limits: Limits = field(repr=False)

    @property
    def is_empty(self) -> bool:
        return not self.ranges and not self.deletions


def read_update(payload: bytes, limits: Limits) -> Update:
    """Raises Malformed, TooLarge, TooDeep or SchemaViolation, and nothing else."""
    if len(payload) > limits.update_bytes:
        raise TooLarge("an update of that size")
    try:
        return _Reading(payload, limits).read()
    except IndexError:
        raise Malformed("ends too early") from None


def mark_structs(update: Update) -> dict[int, list[Mark]]:
    """Where the structs of each client stand in the payload. Reads it once more: only trimming needs to know."""
    reading = _Reading(update.payload, update.limits)
    reading.marks = {}
    reading.read()
    return reading.marks


def read_state_vector(data: bytes, max_clients: int) -> dict[int, int]:
    """The clock that a peer has reached for each client. Raises Malformed or TooLarge."""
    count, pos = read_var_uint(data, 0)
    if count > max_clients:
        raise TooLarge("that many clients in a state vector")
    state: dict[int, int] = {}
    for _ in range(count):
        client, pos = read_var_uint(data, pos)
        clock, pos = read_var_uint(data, pos)
        if clock > MAX_CLOCK or client in state:
            raise Malformed("a state vector that no Yjs writes")
        state[client] = clock
    if pos != len(data):
        raise Malformed("something after the end")
    return state


class _Reading:
    __slots__ = ("any_bytes", "data", "edges", "limits", "marks", "places", "ranges", "referred", "structs")

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.data = data
        self.limits = limits
        self.ranges: dict[int, Range] = {}
        self.places: dict[int, list[Place]] = {}
        self.referred: dict[int, int] = {}  # the highest clock of each other client that something refers to
        self.edges: dict[int, list[Edge]] | None = None
        self.marks: dict[int, list[Mark]] | None = None
        self.structs = 0
        self.any_bytes = 0

    def read(self) -> Update:
        data = self.data
        clients, pos = read_var_uint(data, 0)
        if clients > 1:
            if clients > self.limits.clients:
                raise TooLarge("that many clients in one update")
            self.edges = {}
        for _ in range(clients):
            pos = self.read_client(pos)
        if self.edges:
            refuse_circles(self.edges, self.ranges)
        deletions, end = _read_deletions(data, pos)
        if end != len(data):
            raise Malformed("something after the end")
        return Update(data, self.ranges, deletions, self.needs(deletions), self.structs, self.places, pos, self.limits)

    def read_client(self, pos: int) -> int:
        count, pos = read_var_uint(self.data, pos)
        client, pos = read_var_uint(self.data, pos)
        clock, pos = read_var_uint(self.data, pos)
        if not 0 < count <= len(self.data) - pos:
            raise Malformed("a count that lies")
        if client in self.ranges:
            raise Malformed("a client twice")
        self.structs += count
        if self.structs > self.limits.structs:
            raise TooLarge("that many structs in one update")
        to, end = self.read_structs(pos, count, client, clock)
        if to > MAX_CLOCK:
            raise Malformed("a clock that no Yjs reaches")
        self.ranges[client] = (clock, to)
        return end

    def read_structs(self, pos: int, count: int, client: int, clock: int) -> Range:
        """The clock after the last of a client's structs, and the position after it."""
        data, limits = self.data, self.limits
        places = self.places[client] = []
        marks = self.marks.setdefault(client, []) if self.marks is not None else None
        place_before = None
        for _ in range(count):
            start = pos
            info = data[pos]
            pos += 1
            relation, origin, origin_clock, right, right_clock = SIBLING, -1, -1, -1, -1
            if info > 127:
                origin, origin_clock, pos = self.read_id(pos, client, clock)
            if info & 64:
                right, right_clock, pos = self.read_id(pos, client, clock)
            if 0 < info < 64:
                relation, origin, origin_clock, pos = self.read_parent(pos, info, client, clock)
            content = pos
            length, pos = READERS[info](data, pos, limits)
            if info & 31 in _LISTS:
                self.spend(pos - content)
            kind = _KINDS[info]
            place = (kind, relation, right, right_clock)
            if place != place_before or origin_clock != clock - 1 or origin != client or kind == TYPE:
                places.append((clock, kind, relation, origin, origin_clock, right, right_clock))
                place_before = place
            if marks is not None:
                marks.append((clock, length, start, content, pos))
            clock += length
        return clock, pos

    def read_id(self, pos: int, client: int, clock: int) -> tuple[int, int, int]:
        """An id that the struct (client, clock) refers to, and the position after it."""
        other, pos = read_var_uint(self.data, pos)
        other_clock, pos = read_var_uint(self.data, pos)
        if other == client:
            if other_clock >= clock:
                raise Malformed("refers to what comes later")
            return other, other_clock, pos
        if other_clock >= MAX_CLOCK:
            raise Malformed("a clock that no Yjs reaches")
        if other_clock > self.referred.get(other, -1):
            self.referred[other] = other_clock
        if self.edges is not None:
            self.edges.setdefault(client, []).append((clock, other, other_clock))
        return other, other_clock, pos

    def read_parent(self, pos: int, info: int, client: int, clock: int) -> tuple[int, int, int, int]:
        """The relation, the parent's id and the position after parent and key."""
        relation, parent, parent_clock = ROOT, -1, -1
        by_name, pos = read_var_uint(self.data, pos)
        if by_name == 1:
            name, pos = read_var_string(self.data, pos)
            if name not in self.limits.roots:
                raise SchemaViolation("a root that no document of ours has")
        elif by_name == 0:
            relation = CHILD
            parent, parent_clock, pos = self.read_id(pos, client, clock)
        else:
            raise Malformed("a parent of no known kind")
        if info & 32:
            pos = read_key(self.data, pos, self.limits)
        return relation, parent, parent_clock, pos

    def spend(self, size: int) -> None:
        self.any_bytes += size
        if self.any_bytes > self.limits.any_bytes:
            raise TooLarge("that many values in one update")

    def needs(self, deletions: dict[int, tuple[Range, ...]]) -> dict[int, int]:
        """The clock that each client's state must have reached. What a client's own first clock implies is left out."""
        ranges = self.ranges
        needs = {client: first for client, (first, _) in ranges.items() if first}
        for client, clock in self.referred.items():
            if client not in ranges or clock >= ranges[client][1]:
                needs[client] = clock + 1
        for client, deleted in deletions.items():
            last = deleted[-1][1]
            if (client not in ranges or last > ranges[client][1]) and last > needs.get(client, 0):
                needs[client] = last
        return needs


def _read_deletions(data: bytes, pos: int) -> tuple[dict[int, tuple[Range, ...]], int]:
    clients, pos = read_var_uint(data, pos)
    deletions: dict[int, tuple[Range, ...]] = {}
    for _ in range(clients):
        client, pos = read_var_uint(data, pos)
        count, pos = read_var_uint(data, pos)
        if not 0 < count <= len(data) - pos:
            raise Malformed("a count that lies")
        if client in deletions:
            raise Malformed("a client twice")
        deletions[client], pos = _read_ranges(data, pos, count)
    return deletions, pos


def _read_ranges(data: bytes, pos: int, count: int) -> tuple[tuple[Range, ...], int]:
    ranges: list[Range] = []
    last = -1
    tidy = True
    for _ in range(count):
        first, pos = read_var_uint(data, pos)
        length, pos = read_var_uint(data, pos)
        if length == 0 or first + length > MAX_CLOCK:
            raise Malformed("a length that no Yjs writes")
        tidy = tidy and first > last
        last = first + length
        ranges.append((first, last))
    return tuple(ranges if tidy else merged(ranges)), pos
