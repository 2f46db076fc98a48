"""What a log has, known from its updates alone: which structs, which deletions, and how deep the tree is."""

from collections.abc import Mapping, Sequence
from itertools import chain

from editor.collab.encoding import write_var_uint
from editor.collab.halves import Halves
from editor.collab.intervals import Intervals, Range
from editor.collab.limits import SchemaViolation
from editor.collab.tree import Tree
from editor.collab.trimming import trim
from editor.collab.updates import DELETED, GARBAGE, Place, Update


class Knowledge:
    """Structs as a state vector, deletions as sets of clocks: enough to tell what an update brings and what it lacks.

    An overlay sees all that its base knows and adds without changing it, so that a batch can be judged before it is
    committed. While there is an overlay its base must not change.
    """

    __slots__ = ("_base", "_clocks", "_deleted", "_formats", "_halves", "_structs", "_tree")

    def __init__(self, base: "Knowledge | None" = None) -> None:
        self._base = base
        self._clocks: dict[int, int] = {}
        self._deleted: dict[int, Intervals] = {}
        self._structs = 0
        self._formats: set[str] = set()
        self._halves: Halves = Halves(base._halves if base is not None else None)
        self._tree: Tree = Tree(base._tree if base is not None else None)

    def overlay(self) -> "Knowledge":
        return Knowledge(self)

    def merge(self, overlay: "Knowledge") -> None:
        """Takes in what an overlay of this has added. The overlay is of no use from then on."""
        self._clocks.update(overlay._clocks)
        for client, intervals in overlay._deleted.items():
            self._delete(client, intervals.ranges())
        self._structs += overlay._structs
        self._formats |= overlay._formats
        self._halves.merge(overlay._halves)
        self._tree.merge(overlay._tree)

    def clock(self, client: int) -> int:
        knowledge: Knowledge | None = self
        while knowledge is not None:
            clock = knowledge._clocks.get(client)
            if clock is not None:
                return clock
            knowledge = knowledge._base
        return 0

    @property
    def structs(self) -> int:
        """How many structs there were in all updates; a document has fewer, since it joins what was typed in a row."""
        return self._structs + (self._base.structs if self._base is not None else 0)

    def state(self) -> dict[int, int]:
        below = self._base.state() if self._base is not None else {}
        return {**below, **self._clocks}

    def state_vector(self) -> bytes:
        state = self.state()
        parts = [write_var_uint(len(state))]
        for client, clock in state.items():
            parts += (write_var_uint(client), write_var_uint(clock))
        return b"".join(parts)

    def deletions(self) -> dict[int, tuple[Range, ...]]:
        layers = self._layers()
        clients = {client for layer in layers for client in layer._deleted}
        if len(layers) == 1:
            return {client: self._deleted[client].ranges() for client in clients}
        flat = Knowledge()
        for layer in layers:
            flat.add_deletions({client: intervals.ranges() for client, intervals in layer._deleted.items()})
        return flat.deletions()

    def ahead(self, state: Mapping[int, int]) -> dict[int, int]:
        """Of a peer's state vector, what goes beyond the log."""
        return {client: clock for client, clock in state.items() if clock > self.clock(client)}

    def lacks(self, update: Update) -> bool:
        """Would a part of the update stay pending?"""
        return any(self.clock(client) < clock for client, clock in update.needs.items())

    def covers(self, update: Update) -> bool:
        """Is there nothing new in the update?"""
        return all(self.clock(client) >= last for client, (_, last) in update.ranges.items()) and not any(
            self._undeleted(client, ranges) for client, ranges in update.deletions.items()
        )

    def subtract(self, update: Update) -> Update | None:
        """What is new in the update; itself if all of it is, None if nothing is.

        Applied on top of what the log has, it does exactly what the update would have done.
        """
        starts: dict[int, int] = {}
        for client, (first, last) in update.ranges.items():
            known = self.clock(client)
            if known < last:
                starts[client] = max(first, known)
        deletions: dict[int, Sequence[Range]] = {}
        for client, ranges in update.deletions.items():
            undeleted = self._undeleted(client, ranges)
            if undeleted:
                deletions[client] = undeleted
        if not starts and not deletions:
            return None
        if _is_whole(update, starts, deletions):
            return update
        return trim(update, starts, deletions)

    def add(self, update: Update) -> None:
        """Takes in what the log has. The update must not lack anything."""
        self._add(update, strict=False)

    def admit(self, update: Update) -> None:
        """Takes in what a peer sent and what lacks nothing. Raises TooDeep or SchemaViolation and stays as it was."""
        self._add(update, strict=True)

    def add_deletions(self, deletions: Mapping[int, Sequence[Range]]) -> None:
        """Takes in deletions that stand in no update but follow from them."""
        for client, ranges in deletions.items():
            self._delete(client, ranges)

    def _add(self, update: Update, *, strict: bool) -> None:
        known: dict[int, int] = {}
        for client, (first, last) in update.ranges.items():
            clock = self.clock(client)
            if first > clock:
                raise ValueError("an update that doesn't follow what is known")
            if clock < last:
                known[client] = clock
        if strict and (update.halves or self._halves):
            self._refuse_halves(update)
        if strict and update.formats:
            self._refuse_formats(update)
        if known:
            self._tree.add(update, known, strict=strict)
            self._formats |= update.formats
            self._structs += update.structs
        for client, clock in known.items():
            last = update.ranges[client][1]
            self._clocks[client] = last
            if client in update.halves:
                self._halves.add(client, [half for half in update.halves[client] if half >= clock])
            self._delete_what_came_deleted(client, update.places[client], last)
        self.add_deletions(update.deletions)

    def _refuse_halves(self, update: Update) -> None:
        boundaries = (
            (client, clock) for client, ranges in update.deletions.items() for range_ in ranges for clock in range_
        )
        if self._halves.are_parted(chain(update.cuts, boundaries), update.halves):
            raise SchemaViolation("a character cut in half")

    def _refuse_formats(self, update: Update) -> None:
        known = set().union(*(layer._formats for layer in self._layers())) - update.limits.usual_formats
        if not update.formats <= known and len(update.formats | known) > update.limits.formats:
            raise SchemaViolation("more kinds of formatting than any document of ours has")

    def _delete_what_came_deleted(self, client: int, places: Sequence[Place], last: int) -> None:
        for position, place in enumerate(places):
            if place[1] in {DELETED, GARBAGE}:
                end = places[position + 1][0] if position + 1 < len(places) else last
                self._delete(client, ((place[0], end),))

    def _delete(self, client: int, ranges: Sequence[Range]) -> None:
        intervals = self._deleted.get(client)
        if intervals is None:
            intervals = self._deleted[client] = Intervals()
        for first, last in ranges:
            intervals.add(first, last)

    def _undeleted(self, client: int, ranges: Sequence[Range]) -> Sequence[Range]:
        knowledge: Knowledge | None = self
        while knowledge is not None and ranges:
            intervals = knowledge._deleted.get(client)
            if intervals is not None:
                ranges = intervals.missing(ranges)
            knowledge = knowledge._base
        return ranges

    def _layers(self) -> list["Knowledge"]:
        below = self._base._layers() if self._base is not None else []
        return [*below, self]


def _is_whole(update: Update, starts: Mapping[int, int], deletions: Mapping[int, Sequence[Range]]) -> bool:
    return (
        len(starts) == len(update.ranges)
        and len(deletions) == len(update.deletions)
        and all(starts[client] == first for client, (first, _) in update.ranges.items())
        and all(tuple(ranges) == update.deletions[client] for client, ranges in deletions.items())
    )
