import os
import subprocess
import sys
import time
from collections.abc import Iterator
from random import Random
from uuid import UUID, uuid4

import pytest
from asgiref.sync import sync_to_async
from django.db import connections
from procrastinate.contrib.django.models import ProcrastinateJob

from editor.log.compaction import CompactionRefused, compact, merge
from editor.log.models import LogEntry, Snapshot
from editor.log.reading import read_log
from editor.log.replay import read_stored, replay, take_fingerprint
from editor.log.tasks import compact_document, request_compaction
from editor.log.verification import find_problems
from tests.log.histories import store, write_history

KILLS = int(os.environ.get("SOAK_COMPACTION_KILLS", "15"))


@pytest.mark.parametrize("seed", range(10))
def test_a_snapshot_and_its_tail_are_the_whole_log(seed: int) -> None:
    updates = [edit.payload for edit in write_history(Random(seed), 120)]
    whole = take_fingerprint(replay(updates))
    for cut in (1, 40, 119, 120):
        assert take_fingerprint(replay([merge(updates[:cut]), *updates[cut:]])) == whole


def test_what_would_stay_pending_is_refused() -> None:
    edits = list(write_history(Random(1), 60))
    for client in {edit.client for edit in edits}:
        first = next(edit for edit in edits if client in read_stored(edit.payload).ranges)
        with pytest.raises(CompactionRefused):
            merge([edit.payload for edit in edits if edit is not first])
    with pytest.raises(CompactionRefused):
        merge([edit.payload for edit in reversed(edits)])


@pytest.mark.parametrize("garbage", [b"", b"\1", b"\0\0\0", b"\1\1\1\0\4\1\1x\1a\0"])
def test_what_cannot_be_read_is_refused(garbage: bytes) -> None:
    updates = [edit.payload for edit in write_history(Random(1), 10)]
    with pytest.raises(CompactionRefused):
        merge([*updates, garbage])


@pytest.mark.django_db
def test_the_newest_two_snapshots_and_all_rows_are_kept() -> None:
    edits = list(write_history(Random(2), 80))
    document_id = store(edits[:20])
    assert compact(document_id) == 20
    assert compact(document_id) is None
    for end in (40, 60, 80):
        store(edits[end - 20 : end], document_id)
        assert compact(document_id) == end
    assert list(Snapshot.objects.order_by("number").values_list("number", flat=True)) == [60, 80]
    assert LogEntry.objects.filter(document_id=document_id).count() == 80
    log = read_log(document_id)
    assert log is not None
    assert (log.head, log.snapshot_number, log.tail) == (80, 80, [])


@pytest.mark.django_db
def test_a_refused_snapshot_stores_nothing_and_the_rows_still_serve() -> None:
    edits = list(write_history(Random(3), 30))
    document_id = store(edits[:10])
    compact(document_id)
    store(edits[11:], document_id)
    with pytest.raises(CompactionRefused):
        compact_document(str(document_id))
    assert list(Snapshot.objects.values_list("number", flat=True)) == [10]
    assert len(read_log(document_id).tail) == 19  # type: ignore[union-attr]


@pytest.mark.django_db
def test_there_is_nothing_to_do_for_an_absent_or_an_empty_document() -> None:
    assert compact(uuid4()) is None
    assert compact(store([])) is None


@pytest.mark.django_db(transaction=True)
async def test_a_snapshot_is_asked_for_once_however_many_ask() -> None:
    document_id = uuid4()
    try:
        for _ in range(3):
            await request_compaction(document_id)
        jobs = ProcrastinateJob.objects.filter(args={"document_id": str(document_id)})
        assert [job.task_name async for job in jobs] == ["editor.log.tasks.compact_document"]
    finally:
        await sync_to_async(connections.close_all)()


@pytest.fixture
def compactor() -> Iterator[subprocess.Popen[str]]:
    """A program that forks a child for each document id that it reads; the child makes a snapshot and ends."""
    database = connections["default"].settings_dict["NAME"]
    environment = {**os.environ, "COMPACTOR_DATABASE": database}
    command = [sys.executable, "-m", "tests.log.compactor"]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1
    ) as program:
        yield program
        assert program.stdin is not None
        program.stdin.close()
        program.wait(10)


@pytest.mark.django_db(transaction=True)
def test_a_kill_at_any_moment_of_a_compaction_loses_nothing(compactor: subprocess.Popen[str]) -> None:
    random = Random(4)
    edits = write_history(random, 60 + 5 * KILLS)
    document_id = store([next(edits) for _ in range(50)])
    assert _run(compactor, document_id) == 0
    store([next(edits) for _ in range(5)], document_id)
    start = time.monotonic()
    assert _run(compactor, document_id) == 0
    whole_run = time.monotonic() - start
    finished = 0
    for _ in range(KILLS):
        store([next(edits) for _ in range(5)], document_id)
        finished += _run(compactor, document_id, kill_after=random.uniform(0, whole_run)) == 0
        assert find_problems(document_id) == []
    assert finished < KILLS
    # An old snapshot that the last kill has left goes with the next new one.
    store([next(edits) for _ in range(5)], document_id)
    assert _run(compactor, document_id) == 0
    log = read_log(document_id)
    assert log is not None
    assert log.snapshot_number == log.head
    assert find_problems(document_id) == []
    assert Snapshot.objects.count() == 2


def _run(compactor: subprocess.Popen[str], document_id: UUID, kill_after: float | None = None) -> int:
    assert compactor.stdin is not None
    assert compactor.stdout is not None
    compactor.stdin.write(f"{document_id} {-1 if kill_after is None else kill_after}\n")
    return int(compactor.stdout.readline())
