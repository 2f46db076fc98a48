"""The gate between a peer's bytes and pycrdt: reads a Yjs v1 update strictly, without applying it.

pycrdt can panic on malformed bytes, crash the process on nested ones and silently lose what doesn't fit together, so
it gets nothing that hasn't been read here first. An update is

    varUint clients, then for each: varUint structs, varUint client, varUint clock, and the structs;
    varUint clients, then for each: varUint client, varUint ranges, and for each range: varUint clock, varUint length

with the deletions in the second part. A struct begins with a byte: its lowest five bits say what it carries (0:
garbage), bit 8 that an origin follows, bit 7 a right origin, bit 6 that it is a map's entry. Only without both origins
it says its parent (and key); else it inherits them from its neighbour.
"""

from typing import NamedTuple

from editor.collab.causality import Edge, refuse_circles
from editor.collab.clocks import read_deletions, read_state_vector
from editor.collab.contents import (
    CONTENT_DELETED,
    CONTENT_EMBED,
    CONTENT_FORMAT,
    CONTENT_STRING,
    CONTENT_TYPE,
    MAX_CLOCK,
    READERS,
    TYPE_XML_ELEMENT,
    read_key,
)
from editor.collab.encoding import Malformed, Refused, read_var_string, read_var_uint
from editor.collab.halves import second_halves
from editor.collab.intervals import Range
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

# What a struct is: characters (or their formatting), values, a node that holds nodes, a node that holds characters;
# an item that was deleted; garbage; an object among characters.
CHARACTERS, VALUES, ELEMENT, TEXT, DELETED, GARBAGE, EMBED = range(7)
# Where it hangs: beside its origin (or its right origin, if that is garbage), under its parent, in an attribute of its
# parent, under a root that holds nodes, or under one that holds text.
SIBLING, CHILD, ATTRIBUTE, NODE_ROOT, TEXT_ROOT = range(5)

# (clock, kind, relation, client and clock of the origin or parent, client and clock of the right origin); -1: none.
# Structs from this clock on are of that kind and hang there, up to the next place. A plain tuple: one is made for
# almost every struct.
Place = tuple[int, int, int, int, int, int, int]

# (clock, length, position of the struct, of its content, of its end)
Mark = tuple[int, int, int, int, int]

_KIND_OF_CONTENT = {
    CONTENT_DELETED: DELETED,
    CONTENT_STRING: CHARACTERS,
    CONTENT_EMBED: EMBED,
    CONTENT_FORMAT: CHARACTERS,
    CONTENT_TYPE: TEXT,
}
# By the struct's first byte.
_KINDS = (GARBAGE, *(_KIND_OF_CONTENT.get(info & 31, VALUES) for info in range(1, 256)))


class Update(NamedTuple):
    """An update that is safe to apply where its needs are met.

    `ranges`: the clocks [from, to) of each client that it has structs of. `deletions`: what it deletes, as sorted
    ranges [from, to) with gaps between them. `needs`: the clock that the state must have reached for each client,
    else a part of it would stay pending. `places` tells where each client's structs hang; `cuts` the clocks (client,
    clock) right before which a struct may be cut in two by a reference; `halves` the clocks of the second halves of
    surrogate pairs; `formats` the names of formats beyond the usual ones; `deletions_at` the position of the deletions
    in the payload.
    """

    payload: bytes
    ranges: dict[int, Range]
    deletions: dict[int, tuple[Range, ...]]
    needs: dict[int, int]
    structs: int
    places: dict[int, list[Place]]
    cuts: list[tuple[int, int]]
    halves: dict[int, list[int]]
    formats: set[str]
    deletions_at: int
    limits: Limits

    @property
    def deleted(self) -> int:
        """How many ranges it deletes."""
        return sum(map(len, self.deletions.values())) if self.deletions else 0


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


class _Reading:
    __slots__ = (
        "any_bytes",
        "cuts",
        "data",
        "edges",
        "formats",
        "halves",
        "limits",
        "marks",
        "places",
        "ranges",
        "referred",
        "structs",
    )

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.data = data
        self.limits = limits
        self.ranges: dict[int, Range] = {}
        self.places: dict[int, list[Place]] = {}
        self.referred: dict[int, int] = {}  # the highest clock of each other client that something refers to
        self.cuts: list[tuple[int, int]] = []
        self.halves: dict[int, list[int]] = {}
        self.formats: set[str] = set()
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
        deletions, end = read_deletions(data, pos)
        if end != len(data):
            raise Malformed("something after the end")
        return Update(
            data,
            self.ranges,
            deletions,
            self.needs(deletions),
            self.structs,
            self.places,
            self.cuts,
            self.halves,
            self.formats - self.limits.usual_formats,
            pos,
            self.limits,
        )

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
                if origin_clock != clock - 1 or origin != client:
                    self.cuts.append((origin, origin_clock + 1))
            if info & 64:
                right, right_clock, pos = self.read_right(pos, client, clock, (origin, origin_clock))
            elif 0 < info < 64:
                relation, origin, origin_clock, pos = self.read_parent(pos, info, client, clock)
            content = pos
            length, pos = READERS[info](data, pos, limits)
            kind = _KINDS[info]
            if kind != CHARACTERS or pos - content > length + 2:
                kind = self.examine(info, content, pos, client, clock)
            place = (kind, right, right_clock)
            if relation != SIBLING or place != place_before or origin_clock != clock - 1 or origin != client:
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

    def read_right(self, pos: int, client: int, clock: int, origin: tuple[int, int]) -> tuple[int, int, int]:
        right, right_clock, pos = self.read_id(pos, client, clock)
        if (right, right_clock) == origin:
            raise Malformed("to the left and to the right of the same item")
        self.cuts.append((right, right_clock))
        return right, right_clock, pos

    def read_parent(self, pos: int, info: int, client: int, clock: int) -> tuple[int, int, int, int]:
        """The relation, the parent's id and the position after parent and key."""
        by_name, pos = read_var_uint(self.data, pos)
        if by_name == 1:
            relation, pos = self.read_root(pos, info)
            return relation, -1, -1, pos
        if by_name:
            raise Malformed("a parent of no known kind")
        parent, parent_clock, pos = self.read_id(pos, client, clock)
        if info & 32:
            return ATTRIBUTE, parent, parent_clock, read_key(self.data, pos, self.limits)
        return CHILD, parent, parent_clock, pos

    def read_root(self, pos: int, info: int) -> tuple[int, int]:
        name, pos = read_var_string(self.data, pos)
        if info & 32:
            raise SchemaViolation("a root has no attributes")
        if name in self.limits.node_roots:
            return NODE_ROOT, pos
        if name in self.limits.text_roots:
            return TEXT_ROOT, pos
        raise SchemaViolation("a root that no document of ours has")

    def examine(self, info: int, content: int, end: int, client: int, clock: int) -> int:
        """The kind of a struct that is more than a few plain letters."""
        kind = _KINDS[info]
        if kind == VALUES:
            self.any_bytes += end - content
            if self.any_bytes > self.limits.any_bytes:
                raise TooLarge("that many values in one update")
        elif kind == TEXT and self.data[content] == TYPE_XML_ELEMENT:
            return ELEMENT
        elif info & 31 == CONTENT_STRING:
            if halves := second_halves(read_var_string(self.data, content)[0], clock):
                self.halves.setdefault(client, []).extend(halves)
        elif info & 31 == CONTENT_FORMAT:
            self.formats.add(read_var_string(self.data, content)[0])
        return kind

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
