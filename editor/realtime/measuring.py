"""How fast saving is, and how much is saved: counts that the process gathers, to be written down once a second."""

import time
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from uuid import UUID

from editor.collab.ports import Appended, DocumentId, Entry, Head, Log, Outcome, Row, Stored

EDITS = "edits"
SAVE_BOUNDS_MS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000)
"""A commit that took no longer than the first of these counts as `save-1`, and so on; a longer one as `save-more`."""
SAVES = (*(f"save-{bound}" for bound in SAVE_BOUNDS_MS), "save-more")


class MeasuredLog:
    """The log, with a clock beside it. Only what was committed counts."""

    def __init__(self, log: Log, now: Callable[[], float] = time.monotonic) -> None:
        self.counts: Counter[str] = Counter()
        self._log = log
        self._now = now

    def take_counts(self) -> Counter[str]:
        """What happened since the last time."""
        counts, self.counts = self.counts, Counter()
        return counts

    async def append(
        self, document: DocumentId, generation: UUID, entries: Sequence[Entry], *, expected_head: int | None = None
    ) -> Outcome:
        began = self._now()
        outcome = await self._log.append(document, generation, entries, expected_head=expected_head)
        if isinstance(outcome, Appended):
            self.counts[EDITS] += len(entries)
            self.counts[SAVES[bisect_left(SAVE_BOUNDS_MS, (self._now() - began) * 1_000)]] += 1
        return outcome

    async def load(self, document: DocumentId) -> Stored | None:
        return await self._log.load(document)

    async def read(self, document: DocumentId, after: int, limit: int = 1_000) -> Sequence[Row]:
        return await self._log.read(document, after, limit)

    async def heads(self, documents: Collection[DocumentId]) -> Mapping[DocumentId, Head]:
        return await self._log.heads(documents)
