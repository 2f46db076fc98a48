"""Snapshots: the merged state of a log up to a number, so that opening a document doesn't replay all of it.

Rows stay. A snapshot is stored only after it is proved that nothing of the log is missing in it: pycrdt leaves out,
without a word, whatever depends on something that it doesn't have.
"""

from collections.abc import Sequence
from uuid import UUID

import structlog

from editor.collab.encoding import Refused
from editor.collab.knowledge import Knowledge
from editor.log.models import Snapshot
from editor.log.reading import read_log
from editor.log.replay import ReplayFailed, encode, read_stored, replay, take_fingerprint

logger = structlog.get_logger(__name__)

KEPT_SNAPSHOTS = 2


class CompactionRefused(Exception):
    """The snapshot would not be the log. Nothing was stored; `manage.py verify_log` tells more."""


def compact(document_id: UUID) -> int | None:
    """Stores a snapshot of the log as it stands and returns its number; None: there was nothing to do.

    May run twice at once and may be killed anywhere: each step alone leaves the log readable. Raises CompactionRefused.
    """
    log = read_log(document_id)
    if log is None or log.head == log.snapshot_number:
        return None
    try:
        state = merge(log.updates)
    except CompactionRefused as refusal:
        logger.exception("compaction_refused", document=str(document_id), head=log.head, reason=str(refusal))
        raise
    Snapshot.objects.bulk_create(
        [Snapshot(document_id=document_id, number=log.head, payload=state)], ignore_conflicts=True
    )
    _drop_old_snapshots(document_id)
    logger.info("compacted", document=str(document_id), head=log.head, rows=len(log.tail), size=len(state))
    return log.head


def merge(updates: Sequence[bytes]) -> bytes:
    """One update that is proved to do what all of these do together. Raises CompactionRefused."""
    try:
        doc = replay(updates)
        state = encode(doc)
        _prove_complete(updates, state)
        if take_fingerprint(replay([state])) != take_fingerprint(doc):
            raise CompactionRefused("the state reads back as something else")
    except (ReplayFailed, Refused, ValueError) as error:
        raise CompactionRefused(str(error)) from error
    return state


def _prove_complete(updates: Sequence[bytes], state: bytes) -> None:
    merged, known = Knowledge(), Knowledge()
    merged.add(read_stored(state))
    for place, payload in enumerate(updates):
        update = read_stored(payload)
        if known.lacks(update):
            raise CompactionRefused(f"update {place} depends on what comes later")
        if not merged.covers(update):
            raise CompactionRefused(f"update {place} got lost")
        known.add(update)
    if merged.state() != known.state():
        raise CompactionRefused("the state has structs that no update brought")


def _drop_old_snapshots(document_id: UUID) -> None:
    numbers = Snapshot.objects.filter(document_id=document_id).order_by("-number").values_list("number", flat=True)
    for oldest_kept in numbers[KEPT_SNAPSHOTS - 1 : KEPT_SNAPSHOTS]:
        Snapshot.objects.filter(document_id=document_id, number__lt=oldest_kept).delete()
