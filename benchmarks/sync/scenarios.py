"""What is measured, with every parameter in one place."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Typing:
    """People in documents, some of whom type: each so many updates a second, on a schedule that waits for nobody."""

    name: str
    work: str
    documents: int
    people: int  # in each document
    typists: int  # among them
    rate: float  # updates a second of each typist
    cursors: bool = False  # each announces theirs after every update

    @property
    def updates_a_second(self) -> float:
        return self.documents * self.typists * self.rate

    @property
    def everybody(self) -> int:
        return self.documents * self.people


MEETING = Typing("meeting", "1 document, 50 people, 10 of them type 10 updates/s", 1, 50, 10, 10)
SWARM = Typing("swarm", "1 document, 20 people, all type 50 updates/s", 1, 20, 20, 50)
OFFICE = Typing("office", "100 documents of 4 people, 2 type 5 updates/s", 100, 4, 2, 5)
LECTURE = Typing("lecture", "1 document, 1,000 readers, 2 writers who type 10 updates/s", 1, 1_002, 2, 10)
CURSORS = Typing("cursors", "as meeting, and with each edit its author's cursor", 1, 50, 10, 10, cursors=True)

TYPING = {scenario.name: scenario for scenario in (MEETING, SWARM, OFFICE, LECTURE, CURSORS)}

WARM_UP_SECONDS = 3.0
"""Typed before the measured time: programs are compiled, connections made, caches filled."""
AFTER_SECONDS = 3.0
"""After it, still counted as work of the updates: what a server puts off."""
ARRIVAL_SECONDS = 60.0
"""How long everything may take to arrive at the end before it counts as lost."""
CURSOR_SECONDS = 20.0
"""The same of the last cursors: servers forget whoever has not renewed theirs for 30 seconds, as browsers do."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Somebody opens a long document: cold (the servers have just started) and warm (somebody else has it)."""

    name: str = "open"
    work: str = "a document of 260,000 edits, and one with 1 MB of text; the server's part, to the state's last byte"
    edits: int = 260_000
    pages: int = 500  # of 2,000 characters
    warm_opens: int = 5


@dataclass(frozen=True, slots=True)
class Herd:
    """One of two servers is killed while people are typing; all of its people go to the other at once."""

    name: str = "herd"
    work: str = "a server with 500 people on 20 documents dies; all come to the other at once, with their last edits"
    documents: int = 20
    people: int = 25
    typists: int = 2
    rate: float = 2
    seconds: float = 5


@dataclass(frozen=True, slots=True)
class Idle:
    """What people and documents cost in memory while nothing happens."""

    name: str = "idle"
    work: str = "1,000 people in one document who do nothing; 300 documents of 8 kB written and closed, then 300 others"
    connections: int = 1_000
    documents: int = 300
    paragraphs: int = 20  # of 400 characters
    grace_seconds: int = 3  # instead of 30, so as not to wait so long


@dataclass(frozen=True, slots=True)
class Growth:
    """What an edit leaves behind in Postgres, and how the time to open a document grows with its edits."""

    name: str = "growth"
    work: str = "bytes in Postgres a keystroke (20 people, 50/s each, for 5 s); opening after 1,000 to 1,000,000 edits"
    rows: tuple[int, ...] = (1_000, 10_000, 100_000, 1_000_000)
    tail: int = 400  # edits after the last snapshot
    opens: int = 5


@dataclass(frozen=True, slots=True)
class Capacity:
    """Steps up until people notice."""

    name: str = "capacity"
    work: str = "25 documents, 4 people in each who all type; the most updates/s with p99 under 100 ms and none lost"
    documents: int = 25
    people: int = 4
    updates_a_second: tuple[int, ...] = (250, 350, 500, 700, 1_000, 1_400, 2_000, 2_800, 4_000, 5_600, 8_000)
    seconds: float = 5
    highest_p99: float = 100.0


OPENING, HERD, IDLE, GROWTH, CAPACITY = Opening(), Herd(), Idle(), Growth(), Capacity()
WORK: dict[str, str] = {
    **{name: scenario.work for name, scenario in TYPING.items()},
    OPENING.name: OPENING.work,
    HERD.name: HERD.work,
    IDLE.name: IDLE.work,
    GROWTH.name: GROWTH.work,
    CAPACITY.name: CAPACITY.work,
}
