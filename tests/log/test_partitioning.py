"""A log that was cut into partitions keeps its promises, for documents made before and after."""

from datetime import timedelta
from random import Random
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from editor.accounts.models import new_id
from editor.documents.models import Document
from editor.log.compaction import compact
from editor.log.models import LogEntry, LogHead
from editor.log.partitioning import AlreadyPartitioned, first_id_of, partition_log
from editor.log.reading import read_log
from editor.log.replay import Fingerprint, replay, take_fingerprint
from tests.log.histories import store, write_history

pytestmark = pytest.mark.django_db


def test_ids_of_documents_sort_by_the_moment_that_they_were_made() -> None:
    now = timezone.now()
    assert first_id_of(now - timedelta(seconds=5)) < new_id() < first_id_of(now + timedelta(seconds=5))


def test_documents_of_before_and_after_are_written_read_and_deleted_as_ever() -> None:
    edits = list(write_history(Random(7), 40))
    before = store(edits[:20])
    files = _files()
    _partition(4)
    assert _files() == files  # nothing was copied
    after = Document.objects.create(pk=first_id_of(timezone.now() + timedelta(hours=2))).pk
    LogHead.objects.create(document_id=after)
    store(edits[20:], before)
    store(edits, after)
    assert {where.rstrip("0123") for where in _tables_of(after)} == {"editor_logentry_later_"}
    assert _tables_of(before) == {"editor_logentry_first"}
    for document in (before, after):
        assert compact(document) == 40
        assert _whole(document) == take_fingerprint(replay(edit.payload for edit in edits))
        for change in (LogEntry.objects.filter(document_id=document).update, _change_directly):
            with pytest.raises(IntegrityError, match="never change"), transaction.atomic():
                change(source=2)
        assert LogEntry.objects.filter(document_id=document).delete()[0] == 40


def test_rows_of_a_document_that_is_not_there_are_still_refused() -> None:
    _partition(2)
    stray = LogEntry(document_id=new_id(), number=1, payload=b"\0\0", author=new_id(), source=1, schema=1)
    LogEntry.objects.bulk_create([stray])
    with pytest.raises(IntegrityError), transaction.atomic():
        connection.check_constraints()
    LogEntry.objects.filter(document_id=stray.document_id).delete()


def test_a_moment_that_has_passed_changes_nothing() -> None:
    document = store(list(write_history(Random(8), 10)))
    with pytest.raises(IntegrityError), transaction.atomic():
        _partition(2, hours=-1)
    assert _tables_of(document) == {"editor_logentry"}


def test_a_second_time_is_refused() -> None:
    _partition(2)
    with pytest.raises(AlreadyPartitioned):
        _partition(2)


def _partition(parts: int, hours: int = 1) -> None:
    connection.check_constraints()  # what is deferred would hold up changes of the table
    list(partition_log(parts, first_id_of(timezone.now() + timedelta(hours=hours))))


def _whole(document: UUID) -> Fingerprint:
    log = read_log(document)
    assert log is not None
    return take_fingerprint(replay(log.updates))


def _change_directly(source: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE editor_logentry_later_1 SET source = %s", [source])


def _files() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_filenode(to_regclass('editor_logentry_first'))")
        first = cursor.fetchone()
        cursor.execute("SELECT pg_relation_filenode('editor_logentry')")
        whole = cursor.fetchone()
    return int((first and first[0]) or (whole and whole[0]))


def _tables_of(document: UUID) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT tableoid::regclass::text FROM editor_logentry WHERE document_id = %s", [document]
        )
        return {row[0] for row in cursor.fetchall()}
