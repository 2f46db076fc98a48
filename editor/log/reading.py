"""Reading a document's log from jobs and commands, through the ORM. Replicas use `realtime/postgres_log.py`."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from editor.log.models import LogEntry, LogHead, Snapshot

CHUNK_ROWS = 500


@dataclass(frozen=True, slots=True)
class LogRow:
    """A committed update."""

    number: int
    payload: bytes
    author: UUID


@dataclass(frozen=True, slots=True)
class LogState:
    """A log up to `head`: the newest snapshot (0 and None: there is none) and all rows after it."""

    head: int
    snapshot_number: int
    snapshot: bytes | None
    tail: list[LogRow]

    @property
    def updates(self) -> list[bytes]:
        """In causal order; applied to an empty document they make the whole of it."""
        first = [] if self.snapshot is None else [self.snapshot]
        return first + [row.payload for row in self.tail]


def read_log(document_id: UUID) -> LogState | None:
    """None: there is no such document. Rows that are committed after the head was read are left out."""
    head = LogHead.objects.filter(document_id=document_id).values_list("head", flat=True).first()
    if head is None:
        return None
    snapshots = Snapshot.objects.filter(document_id=document_id, number__lte=head).order_by("-number")
    number, snapshot = snapshots.values_list("number", "payload").first() or (0, None)
    tail = list(read_rows(document_id, after=number, up_to=head))
    return LogState(head, number, None if snapshot is None else bytes(snapshot), tail)


def read_rows(document_id: UUID, *, after: int = 0, up_to: int | None = None) -> Iterator[LogRow]:
    """The rows after a number, in order, a chunk in memory at a time."""
    rows = LogEntry.objects.filter(document_id=document_id, number__gt=after).order_by("number")
    if up_to is not None:
        rows = rows.filter(number__lte=up_to)
    for number, payload, author in rows.values_list("number", "payload", "author").iterator(chunk_size=CHUNK_ROWS):
        yield LogRow(number, bytes(payload), author)
