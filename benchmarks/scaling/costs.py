"""What the simulation calculates with: one table, measured or said to be assumed. Measure yours, and put it here.

Seconds are CPU seconds of one core.
"""

from dataclasses import dataclass, fields

MICRO, MILLI = 1e-6, 1e-3
KILO, MEGA, GIGA, TERA = 1e3, 1e6, 1e9, 1e12


@dataclass(frozen=True, slots=True)
class Figure:
    value: float
    unit: str
    meaning: str
    source: str


def rows_of(table: object) -> list[tuple[str, Figure]]:
    return [(field.name, getattr(table, field.name)) for field in fields(table)]  # type: ignore[arg-type] # a dataclass


_REPLICA, _TABLE, _OPENING, _BUS = "`replica_costs.py`", "`log_table.py`", "`opening.py`", "`bus.py`"
_ASSUMED, _MACHINE = "assumed", "assumed of the machine"


@dataclass(frozen=True)
class Costs:
    """Measured where few write: with many, edits share commits, announcements and frames, and cost half or less."""

    edit: Figure = Figure(
        1_080e-6, "s", "replica, for an edit that comes in: read, judged, committed, acknowledged", _REPLICA
    )
    projection: Figure = Figure(
        5.3e-3, "s a second", "replica, for each document that is written in: title, text, words, links", _REPLICA
    )
    delivery: Figure = Figure(13e-6, "s", "replica, for each reader it shows an edit", _REPLICA)
    hearing: Figure = Figure(430e-6, "s", "another replica with the document, for an edit it hears of", _REPLICA)
    idle_connection: Figure = Figure(10e-6, "s a second", "replica, for a connection", _REPLICA)
    idle_room: Figure = Figure(2e-6, "s a second", "replica, for an open document", _REPLICA)
    opening: Figure = Figure(0.024, "s", "replica, to open a document with a snapshot and a tail", _OPENING)
    connection_memory: Figure = Figure(21e3, "bytes", "replica, for a connection", _REPLICA)
    room_memory: Figure = Figure(26e3, "bytes", "replica, for an open document besides", _REPLICA)
    replica_memory: Figure = Figure(142e6, "bytes", "replica before anybody comes", _REPLICA)
    statement: Figure = Figure(345e-6, "s", "Postgres, for a commit with the edits that wait", _TABLE)
    row: Figure = Figure(16e-6, "s", "Postgres, for each edit in a commit", _TABLE)
    polled_head: Figure = Figure(0.6e-6, "s", "Postgres, for each open document of each replica, once a second", _TABLE)
    projection_row: Figure = Figure(1.3e-3, "s a second", "Postgres, for each document that is written in", _REPLICA)
    row_bytes: Figure = Figure(184, "bytes", "an edit in the log: row 117, index 67", _TABLE)
    wal_bytes: Figure = Figure(495, "bytes", "an edit in the write-ahead log, committed alone", _TABLE)
    publish: Figure = Figure(2.0e-6, "s", "Valkey, for an announcement", _BUS)
    receipt: Figure = Figure(1.1e-6, "s", "Valkey, for each replica that gets it", _BUS)


@dataclass(frozen=True)
class Habits:
    """What people do. Change these first."""

    typing: Figure = Figure(0.10, "", "share of the people connected who are typing at a moment", _ASSUMED)
    most_typing: Figure = Figure(
        5, "", "people at most who type in one document at a moment, however many read it", _ASSUMED
    )
    cursors: Figure = Figure(1, "", "frames of presence that go with each edit, and are not committed", _ASSUMED)
    edits_a_second: Figure = Figure(4, "a second", "edits of somebody who types", _ASSUMED)
    openings_an_hour: Figure = Figure(6, "an hour", "documents that somebody opens", _ASSUMED)
    hours_a_day: Figure = Figure(6, "hours", "of a day with as many people as at the peak", _ASSUMED)
    edits_a_writer_day: Figure = Figure(30_000, "", "edits of a heavy writer's day: two hours of typing", _ASSUMED)


@dataclass(frozen=True)
class Machine:
    """What there is, and how full it may be before it counts as saturated."""

    core: Figure = Figure(0.6, "", "share of a core that a replica, or Valkey, may use at the peak", _MACHINE)
    replica_limit: Figure = Figure(1e9, "bytes", "memory of a replica", _MACHINE)
    postgres_cores: Figure = Figure(16, "", "cores of the database server, used to the same share", _MACHINE)
    wal_a_second: Figure = Figure(
        100e6, "bytes a second", "write-ahead log that its disk, archive and standbys take", _MACHINE
    )
    connections: Figure = Figure(1_000, "", "connections to one Postgres", _MACHINE)
    table_bytes: Figure = Figure(
        4e12, "bytes", "one table of the log: a dump or a rebuilt index takes a night", _MACHINE
    )
    commit: Figure = Figure(0.002, "s of time", "a commit; what comes meanwhile goes with the next one", _MACHINE)


# Of all people: how large the documents are that they are in at the moment.
CROWDS: dict[int, float] = {1: 0.60, 3: 0.25, 10: 0.10, 50: 0.04, 500: 0.01}
