"""Which faults come, in what order and when: all of it from the seed, before anything starts."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

FULL_SECONDS = 900
DOCUMENTS = 10
PACE = 2.0  # edits a second by each who writes
QUIET_SECONDS = 10.0
"""At first nothing is broken: people come, write, and are measured."""
SHORTEST = 1.0  # seconds that a fault lasts


@dataclass(frozen=True, slots=True)
class Kind:
    """`times` in a full run, and how long; a shorter run has fewer (each at least once) and shorter ones."""

    name: str
    times: int
    lasts: tuple[float, float] = (0.0, 0.0)  # seconds
    takes: float = 1.0  # seconds besides, until the next may come
    is_harmless: bool = False  # saving goes on meanwhile, and not only afterwards


# Faults of one lane come one after another, those of different lanes at the same time.
LANES: dict[str, tuple[Kind, ...]] = {
    "replicas": (
        Kind("replica: kill -9", 40, (1, 4), takes=5, is_harmless=True),
        Kind("replica: SIGTERM", 8, (1, 3), takes=7, is_harmless=True),
        Kind("replica: frozen", 4, (2, 6)),
        Kind("replicas: rolling restart", 2, takes=28),
    ),
    "servers": (
        Kind("Valkey: FLUSHALL", 10, is_harmless=True),
        Kind("Valkey: restart", 10, (1, 2), is_harmless=True),
        Kind("Valkey: away", 1, (60, 60), is_harmless=True),
        Kind("Valkey: frozen", 1, (30, 30), is_harmless=True),
        Kind("Postgres: fast restart", 5, (1, 4), takes=4),
        Kind("Postgres: immediate restart", 5, (1, 4), takes=4),
        Kind("Postgres: kill -9", 5, (1, 4), takes=4),
        Kind("Postgres: frozen", 3, (3, 8), takes=3),
        Kind("Postgres: connections full", 3, (3, 8), takes=4),
        Kind("Postgres: disk full", 1, (5, 5), takes=5),
        Kind("S3: away", 3, (5, 15), takes=3, is_harmless=True),
    ),
    "sockets": (
        Kind("people: torn in a frame", 20, takes=2, is_harmless=True),
        Kind("people: half-closed", 10, is_harmless=True),
        Kind("people: slow", 6, (4, 10), is_harmless=True),
        Kind("people: stalled", 6, (2, 8)),
        Kind("Postgres: torn", 8, takes=2, is_harmless=True),
        Kind("Postgres: slow", 4, (4, 10), is_harmless=True),
        Kind("Valkey: torn", 8, takes=2, is_harmless=True),
        Kind("Valkey: slow", 4, (4, 10), is_harmless=True),
    ),
}
KINDS = {kind.name: kind for lane in LANES.values() for kind in lane}


@dataclass(frozen=True, slots=True)
class Fault:
    """`which` picks among what there is to break: a replica, some of the sockets."""

    at: float  # seconds after the start; later where the one before it in its lane takes long
    lane: str
    kind: str
    lasts: float
    which: int


@dataclass(frozen=True, slots=True)
class Plan:
    """Equal for equal seeds."""

    seed: int
    seconds: float
    replicas: int
    documents: int
    pace: float
    faults: tuple[Fault, ...]

    @property
    def share(self) -> float:
        """Of a full run."""
        return min(1.0, self.seconds / FULL_SECONDS)

    @property
    def command(self) -> str:
        scale = f"--replicas {self.replicas} --documents {self.documents} --pace {self.pace:g}"
        return f".venv/bin/python -m tests.soak --seconds {self.seconds:g} --seed {self.seed} {scale}"

    def lane(self, name: str) -> list[Fault]:
        return [fault for fault in self.faults if fault.lane == name]

    def __str__(self) -> str:
        scale = f"{self.replicas} replicas, {self.documents} documents"
        lines = [f"seed {self.seed}, {self.seconds:g} s, {scale}, {len(self.faults)} faults"]
        lines += [
            f"{fault.at:7.1f} s  {fault.kind}" + (f", for {fault.lasts:.1f} s" if fault.lasts else "")
            for fault in self.faults
        ]
        return "\n".join(lines)


def make_plan(
    seed: int, seconds: float, *, replicas: int | None = None, documents: int = DOCUMENTS, pace: float = PACE
) -> Plan:
    """Without a number of replicas the seed says it. The scale doesn't change which faults come."""
    rng = Random(seed)
    chosen = rng.randint(2, 4)
    faults = [fault for lane, kinds in LANES.items() for fault in _fill(lane, kinds, seconds, rng)]
    faults.sort(key=lambda fault: fault.at)
    return Plan(seed, seconds, replicas or chosen, documents, pace, tuple(faults))


def _fill(lane: str, kinds: tuple[Kind, ...], seconds: float, rng: Random) -> Iterator[Fault]:
    """A lane's faults in random order, with the same pause after each."""
    share = min(1.0, seconds / FULL_SECONDS)
    chosen = [kind for kind in kinds for _ in range(max(1, round(kind.times * share)))]
    rng.shuffle(chosen)
    lasting = [max(SHORTEST, rng.uniform(*kind.lasts) * share) if any(kind.lasts) else 0.0 for kind in chosen]
    needed = sum(lasting) + sum(kind.takes for kind in chosen)
    pause = max(0.0, seconds - QUIET_SECONDS - needed) / len(chosen)
    at = QUIET_SECONDS
    for kind, lasts in zip(chosen, lasting, strict=True):
        yield Fault(round(at + rng.uniform(0, pause / 2), 1), lane, kind.name, round(lasts, 1), rng.randrange(1_000))
        at += lasts + kind.takes + pause
