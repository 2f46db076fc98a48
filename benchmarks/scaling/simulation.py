"""How many people an installation carries, step by step, and what gives way next: by calculation from `costs.py`.

python -m benchmarks.scaling.simulation [--picture docs/scaling.svg]

Prints the tables of `docs/scaling.md`. Nothing is random; it takes a second.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks.scaling import picture
from benchmarks.scaling.costs import CROWDS, Costs, Habits, Machine, rows_of

COSTS, HABITS, MACHINE = Costs(), Habits(), Machine()
MOST_REPLICAS = 4_000
MENDED_BY_REPLICAS = ("replicas' CPU", "replicas' memory")
MOST_PEOPLE = 1e9
DAYS = 365


@dataclass(frozen=True)
class Shape:
    """How an installation is built. `replicas` None: as many as it needs."""

    name: str
    replicas: int | None = None
    routed: bool = False
    connections: int = 14  # of each replica to Postgres: 8 for pages, 4 for the log, one for look-ups, one for probes
    log_tables: int = 1
    hot_days: int = DAYS
    cells: int = 1


@dataclass(frozen=True)
class Work:
    """What people make, a second."""

    people: float
    replicas: int
    edits: float
    deliveries: float
    publishes: float
    receipts: float
    rooms: float
    written: float  # documents, at a moment


@dataclass(frozen=True)
class Load:
    """The work, and to what share of its limit each resource is used."""

    work: Work
    used: dict[str, float]

    def gives_way(self, shape: Shape) -> str:
        """What of all that more replicas don't mend."""
        fixed = [name for name in self.used if shape.replicas is not None or name not in MENDED_BY_REPLICAS]
        return max(fixed, key=lambda name: self.used[name])


@dataclass(frozen=True)
class Crowd:
    """The documents in which `size` people are at the moment."""

    size: int
    documents: float
    spread: float  # replicas that have one of them open, on average

    @property
    def typing(self) -> float:
        """People, in one of them."""
        return min(HABITS.typing.value * self.size, HABITS.most_typing.value)

    @property
    def edits(self) -> float:
        """A second, in one of them."""
        return self.typing * HABITS.edits_a_second.value


def spread(size: int, replicas: int) -> float:
    """On how many of the replicas at least one of `size` people is who come to any of them alike."""
    return replicas * (1 - (1 - 1 / replicas) ** size)


def crowds(people: float, shape: Shape, replicas: int) -> list[Crowd]:
    return [
        Crowd(size, people * share / size, 1.0 if shape.routed else spread(size, replicas))
        for size, share in CROWDS.items()
    ]


def load(people: float, shape: Shape, replicas: int) -> Load:
    """Of one cell, with so many replicas."""
    work = make_work(people, shape, replicas)
    return Load(work, {**_used_of_replicas(work, shape), **_used_of_servers(work, shape)})


def make_work(people: float, shape: Shape, replicas: int) -> Work:
    here = crowds(people, shape, replicas)
    frames = 1 + HABITS.cursors.value
    edits = sum(crowd.documents * crowd.edits for crowd in here)
    return Work(
        people=people,
        replicas=replicas,
        edits=edits,
        deliveries=sum(crowd.documents * crowd.edits * (crowd.size - 1) for crowd in here) * frames,
        publishes=edits * frames,
        receipts=sum(crowd.documents * crowd.edits * crowd.spread for crowd in here) * frames,
        rooms=sum(crowd.documents * crowd.spread for crowd in here),
        written=sum(crowd.documents * min(1, crowd.typing) for crowd in here),
    )


def _used_of_replicas(work: Work, shape: Shape) -> dict[str, float]:
    cpu = (
        work.edits * (COSTS.edit.value + HABITS.cursors.value * COSTS.hearing.value)
        + work.written * COSTS.projection.value
        + work.deliveries * COSTS.delivery.value
        + (work.receipts - work.publishes) * COSTS.hearing.value
        + work.people * (COSTS.idle_connection.value + HABITS.openings_an_hour.value / 3_600 * COSTS.opening.value)
        + work.rooms * COSTS.idle_room.value
    )
    memory = work.people * COSTS.connection_memory.value + work.rooms * COSTS.room_memory.value
    return {
        "replicas' CPU": cpu / work.replicas / MACHINE.core.value,
        "replicas' memory": (COSTS.replica_memory.value + memory / work.replicas) / MACHINE.replica_limit.value,
        "one document's crowd": _largest_document(shape, work.replicas) / MACHINE.core.value,
    }


def _used_of_servers(work: Work, shape: Shape) -> dict[str, float]:
    # What waits while a commit is under way goes with the next one.
    statements = work.edits / (1 + work.edits / work.replicas * MACHINE.commit.value)
    postgres = (
        statements * COSTS.statement.value
        + work.edits * COSTS.row.value
        + work.written * COSTS.projection_row.value
        + work.rooms * COSTS.polled_head.value
    )
    valkey = work.publishes * COSTS.publish.value + work.receipts * COSTS.receipt.value
    logged = work.edits * HABITS.hours_a_day.value * 3_600 * COSTS.row_bytes.value * shape.hot_days
    return {
        "Valkey": valkey / MACHINE.core.value,
        "Postgres' CPU": postgres / (MACHINE.postgres_cores.value * MACHINE.core.value),
        "Postgres' write-ahead log": work.edits * COSTS.wal_bytes.value / MACHINE.wal_a_second.value,
        "Postgres' connections": shape.connections * work.replicas / MACHINE.connections.value,
        "the log's size after a year": logged / shape.log_tables / MACHINE.table_bytes.value,
    }


def _largest_document(shape: Shape, replicas: int) -> float:
    """CPU of the replica that has the largest crowd's share of one document."""
    crowd = Crowd(max(CROWDS), 1, 1.0)
    readers = crowd.size if shape.routed else -(-crowd.size // replicas)
    frames = crowd.edits * (1 + HABITS.cursors.value)
    return crowd.edits * COSTS.edit.value + frames * readers * COSTS.delivery.value


def needed(people: float, shape: Shape) -> Load:
    """The load with the fewest replicas that carry it, or with the most that there can be."""
    if shape.replicas is not None:
        return load(people, shape, shape.replicas)
    enough = _first(lambda count: _carried_by_replicas(load(people, shape, count)), MOST_REPLICAS)
    return load(people, shape, enough)


def _carried_by_replicas(found: Load) -> bool:
    return max(found.used[name] for name in MENDED_BY_REPLICAS) <= 1


def _first(holds: Callable[[int], bool], most: int) -> int:
    low, high = 0, 1
    while high < most and not holds(high):
        low, high = high, min(most, high * 2)
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def capacity(shape: Shape) -> Load:
    """The most people that a cell of this shape carries with everything within its limits; and the same with cells."""
    low, high = 1.0, MOST_PEOPLE
    for _ in range(60):
        middle = (low * high) ** 0.5
        low, high = (middle, high) if max(needed(middle, shape).used.values()) <= 1 else (low, middle)
    return needed(low, shape)


STEPS = [
    one := Shape("1. One replica", replicas=1),
    two := replace(one, name="2. Two replicas", replicas=2),
    several := replace(one, name="3. Several replicas", replicas=None),
    routed := replace(several, name="4. Documents routed to replicas", routed=True),
    cut := replace(routed, name="5. The log in partitions", log_tables=16),
    small := replace(cut, name="6. Smaller pools, cold history", connections=7, hot_days=30),
    replace(small, name="7. Ten cells", cells=10),
]


def markdown(found: list[tuple[Shape, Load]]) -> str:
    lines = ["| step | people connected | replicas | edits a second | gives way next |", "|---|---|---|---|---|"]
    for shape, most in found:
        figures = [most.work.people * shape.cells, most.work.replicas * shape.cells, most.work.edits * shape.cells]
        lines.append(
            f"| {shape.name} | {' | '.join(rounded(figure) for figure in figures)} | {most.gives_way(shape)} |"
        )
    return "\n".join(lines)


def routing() -> str:
    each_way = "replicas | open documents on each | announcements heard a second | Valkey"
    lines = [f"| people | routed: {each_way} | not routed: {each_way} |", f"|{'---|' * 9}"]
    for people in (1_000, 10_000, 100_000):
        cells = [f"{people:,}"]
        for shape in (routed, several):
            found = needed(people, shape)
            share = found.used["Valkey"] * MACHINE.core.value
            work = found.work
            each = [work.replicas, work.rooms / work.replicas, work.receipts]
            cells += [*(rounded(figure) for figure in each), f"{share:.0%}"]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def spreads() -> str:
    counts = (2, 4, 16, 64)
    lines = [
        f"| people in a document | {' | '.join(f'{count} replicas' for count in counts)} |",
        "|---|---|---|---|---|",
    ]
    lines += [f"| {size} | {' | '.join(f'{spread(size, count):.1f}' for count in counts)} |" for size in (2, 5, 10, 50)]
    return "\n".join(lines)


def inputs() -> str:
    lines = ["| figure | value | source |", "|---|---|---|"]
    for table in (COSTS, HABITS, MACHINE):
        for _, figure in rows_of(table):
            lines.append(f"| {figure.meaning} | {spoken(figure.value, figure.unit)} | {figure.source} |")
    return "\n".join(lines)


def rounded(figure: float) -> str:
    """Two digits: more would say more than is known."""
    return f"{int(float(f'{figure:.2g}')):,}" if figure >= 1 else f"{figure:.1g}"


def spoken(value: float, unit: str) -> str:
    """Such as "20 µs a second": factors of a thousand go to the unit."""
    if not unit or unit == "hours" or "hour" in unit or unit == "a second":
        return f"{value:,g} {unit}".strip()
    factors = [(1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"), (1, ""), (1e-3, "m"), (0, "µ")]
    factor, name = next(pair for pair in factors if value >= pair[0] * 0.9999)
    if unit.startswith("bytes"):
        unit = unit.replace("bytes", "B" if name else "bytes", 1)
    return f"{value / (factor or 1e-6):.3g} {name}{unit}"


def draw(found: list[tuple[Shape, Load]]) -> str:
    return picture.draw(
        [(shape.name, most.work.people * shape.cells, most.gives_way(shape)) for shape, most in found], rounded
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--picture", type=Path)
    written = parser.parse_args().picture
    found = [(shape, capacity(shape)) for shape in STEPS]
    print("\n\n".join([markdown(found), routing(), spreads(), inputs()]))
    if written:
        written.write_text(draw(found))


if __name__ == "__main__":
    main()
