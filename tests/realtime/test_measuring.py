"""What is counted of saving: what was committed, and how long that took."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest

from editor.collab.ports import Entry, LogUnavailable, Source
from editor.realtime.measuring import SAVES, MeasuredLog
from tests.collab.twins import MemoryLog


def an_entry() -> Entry:
    return Entry(b"\0\0", uuid4(), Source.BROWSER, 1, frozenset(), access_version=1)


async def measured(seconds: float, entries: int, *, generation: UUID | None = None) -> dict[str, int]:
    """What is counted of one append that takes so long."""
    clock: Iterator[float] = iter([0.0, seconds])
    memory = MemoryLog()
    document = memory.create()
    log = MeasuredLog(memory, lambda: next(clock))
    stored = await memory.load(document)
    assert stored is not None
    await log.append(document, generation or stored.head.generation, [an_entry() for _ in range(entries)])
    return dict(log.take_counts())


@pytest.mark.parametrize(
    ("seconds", "bucket"),
    [(0.0005, "save-1"), (0.001, "save-1"), (0.0011, "save-2"), (0.3, "save-500"), (5, "save-5000"), (60, "save-more")],
)
async def test_a_commit_counts_in_the_bucket_of_its_time(seconds: float, bucket: str) -> None:
    assert bucket in SAVES
    assert await measured(seconds, 3) == {"edits": 3, bucket: 1}


async def test_what_was_not_committed_does_not_count() -> None:
    assert await measured(0.001, 3, generation=uuid4()) == {}


async def test_what_was_taken_is_not_given_again() -> None:
    memory = MemoryLog()
    document = memory.create()
    log = MeasuredLog(memory, lambda: 0.0)
    for _ in range(2):
        await log.append(document, memory.documents[document].generation, [an_entry()] * 2)
        assert log.take_counts() == {"edits": 2, "save-1": 1}
        assert log.take_counts() == {}


async def test_for_metrics_all_is_kept_since_the_start() -> None:
    memory = MemoryLog()
    document = memory.create()
    log = MeasuredLog(memory, iter([0.0, 0.003, 0.0, 9.0]).__next__)
    for count in (1, 3):
        await log.append(document, memory.documents[document].generation, [an_entry()] * count)
        log.take_counts()
    assert (log.updates.sum, log.bytes) == (4, 8)
    assert log.commits.sum == pytest.approx(9.003)
    assert (log.commits.counts[2], log.commits.counts[-1], sum(log.commits.counts)) == (1, 1, 2)


async def test_an_append_that_failed_is_counted() -> None:
    memory = MemoryLog()
    document = memory.create()
    memory.down = True
    log = MeasuredLog(memory)
    with pytest.raises(LogUnavailable):
        await log.append(document, uuid4(), [an_entry()])
    assert (log.failures, log.updates.sum) == (1, 0)
