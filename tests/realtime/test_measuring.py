"""What is counted of saving: what was committed, and how long that took."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest

from editor.collab.ports import Entry, Source
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


async def test_what_was_taken_is_counted_from_nothing_again() -> None:
    log = MeasuredLog(MemoryLog())
    log.counts["edits"] = 2
    assert log.take_counts() == {"edits": 2}
    assert log.take_counts() == {}
