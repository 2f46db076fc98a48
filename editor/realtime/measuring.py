"""What this process has done, as numbers: read by /metrics, and written down once a second for the administration."""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from uuid import UUID

import prometheus_client

from editor.collab.counts import Counts, Spread
from editor.collab.ports import Appended, DocumentId, Entry, Head, Log, LogUnavailable, Outcome, Row, Stored

EDITS = "edits"
SAVE_BOUNDS_MS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000)
"""A commit that took no longer than the first of these counts as `save-1`, and so on; a longer one as `save-more`."""
SAVES = (*(f"save-{bound}" for bound in SAVE_BOUNDS_MS), "save-more")
COUNTS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000)
LOOP_SECONDS = 0.25

HAPPENED = Counts()
"""What the core has counted in this process."""

SOCKETS_CLOSED = prometheus_client.Counter(
    "scriptorium_sockets_closed",
    "Sockets that have ended, by what they were for and the close code; gone: the client went first; 429: turned away.",
    ["socket", "code"],
)
FLOOD_LIMITS = ("handshakes", "person_connections", "address_connections")
FLOOD_REFUSALS = prometheus_client.Counter(
    "scriptorium_flood_refusals",
    f"Handshakes and uploads that were turned away, by the limit: {', '.join(FLOOD_LIMITS)}.",
    ["limit"],
)
FLOOD_WAITS = prometheus_client.Counter(
    "scriptorium_flood_waits", "How often a connection was read no further for a while, since frames came too fast."
)

TOO_MANY_HANDSHAKES = 429


def note_closed(socket: str, code: int | None) -> None:
    SOCKETS_CLOSED.labels(socket, "gone" if code is None else int(code)).inc()


class MeasuredLog:
    """The log, with a clock beside it. Of appends only what was committed counts."""

    def __init__(self, log: Log, now: Callable[[], float] = time.monotonic) -> None:
        self.commits = Spread(tuple(bound / 1_000 for bound in SAVE_BOUNDS_MS))
        self.updates = Spread(COUNTS)
        self.bytes = 0
        self.failures = 0
        self._told: Counter[str] = Counter()
        self._log = log
        self._now = now

    def take_counts(self) -> Counter[str]:
        """What happened since the last time."""
        counted = Counter({EDITS: int(self.updates.sum), **dict(zip(SAVES, self.commits.counts, strict=True))})
        since, self._told = counted - self._told, counted
        return since

    async def append(
        self, document: DocumentId, generation: UUID, entries: Sequence[Entry], *, expected_head: int | None = None
    ) -> Outcome:
        began = self._now()
        try:
            outcome = await self._log.append(document, generation, entries, expected_head=expected_head)
        except LogUnavailable:
            self.failures += 1
            raise
        if isinstance(outcome, Appended):
            self.commits.add(self._now() - began)
            self.updates.add(len(entries))
            for entry in entries:
                self.bytes += len(entry.payload)
        return outcome

    async def turn(self) -> None:
        await self._log.turn()

    async def load(self, document: DocumentId) -> Stored | None:
        return await self._log.load(document)

    async def read(self, document: DocumentId, after: int, limit: int = 1_000) -> Sequence[Row]:
        return await self._log.read(document, after, limit)

    async def heads(self, documents: Collection[DocumentId]) -> Mapping[DocumentId, Head]:
        return await self._log.heads(documents)


class LoopWatch:
    """How late the event loop comes back to somebody who has slept: what every frame waits for too."""

    def __init__(self) -> None:
        self.lag = Spread()

    async def run(self) -> None:
        while True:
            began = time.monotonic()
            await asyncio.sleep(LOOP_SECONDS)
            self.lag.add(max(0.0, time.monotonic() - began - LOOP_SECONDS))
