"""Checking a document's log against everything that it promises."""

from collections.abc import Iterator
from uuid import UUID

from django.db import connection, transaction

from editor.collab.encoding import Refused
from editor.collab.knowledge import Knowledge
from editor.log.models import ClientOwner, LogHead, Snapshot
from editor.log.reading import LogRow, read_log, read_rows
from editor.log.replay import ReplayFailed, read_stored, replay, take_fingerprint


@transaction.atomic(durable=True)
def find_problems(document_id: UUID) -> list[str]:
    """A line for each promise that the document's log breaks, as of one moment."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
    head = LogHead.objects.filter(document_id=document_id).values_list("head", flat=True).first()
    if head is None:
        return ["it has no log"]
    reading = _Reading(document_id)
    problems = list(reading.read(head))
    if not problems:
        problems = list(_compare_snapshots(document_id, head, reading.payloads))
    return problems


class _Reading:
    """Goes through the rows from the first to the last."""

    def __init__(self, document_id: UUID) -> None:
        self.payloads: list[bytes] = []
        self._document_id = document_id
        self._known = Knowledge()
        owners = ClientOwner.objects.filter(document_id=document_id)
        self._owners: dict[int, UUID] = dict(owners.values_list("client", "author"))

    def read(self, head: int) -> Iterator[str]:
        expected = 1
        for row in read_rows(self._document_id):
            if row.number != expected:
                yield f"row {expected} is missing, row {row.number} comes next"
            expected = row.number + 1
            yield from self._read_row(row)
        if expected != head + 1:
            yield f"the head is {head}, the last row {expected - 1}"

    def _read_row(self, row: LogRow) -> Iterator[str]:
        self.payloads.append(row.payload)
        try:
            update = read_stored(row.payload)
        except Refused as error:
            yield f"row {row.number} can't be read: {error}"
            return
        if self._known.lacks(update):
            yield f"row {row.number} depends on what comes later or never"
            return
        for client, (_, last) in update.ranges.items():
            owner = self._owners.get(client)
            if last > self._known.clock(client) and owner != row.author:
                yield f"row {row.number} is by {row.author}, its client {client} belongs to {owner or 'nobody'}"
        self._known.add(update)


def _compare_snapshots(document_id: UUID, head: int, payloads: list[bytes]) -> Iterator[str]:
    """The newest snapshot with its tail must be what all rows make."""
    newest = Snapshot.objects.filter(document_id=document_id).order_by("-number").values_list("number", flat=True)
    if any(number > head for number in newest):
        yield f"a snapshot is of number {newest[0]}, the head is {head}"
        return
    log = read_log(document_id)
    if log is None or log.snapshot is None:
        return
    try:
        whole = take_fingerprint(replay(payloads))
        short = take_fingerprint(replay(log.updates))
    except (ReplayFailed, Refused, ValueError) as error:
        yield f"it can't be replayed: {error}"
        return
    if whole != short:
        yield f"snapshot {log.snapshot_number} and its tail differ from all rows"
