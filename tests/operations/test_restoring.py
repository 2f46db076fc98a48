"""What `manage.py restored` does to a database that comes from a backup, and what it finds."""

from io import StringIO
from random import Random
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import connection
from procrastinate.contrib.django.models import ProcrastinateJob

from editor.log.models import LogHead
from tests.log.histories import store, write_history
from tests.media.uploads import make_file
from tests.people import client_of, make_document, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def restored(**options: Any) -> str:
    said = StringIO()
    call_command("restored", stdout=said, **options)
    return said.getvalue()


def test_every_document_gets_a_new_generation_and_a_new_access_version() -> None:
    document = store(list(write_history(Random(1), 10)))
    before = LogHead.objects.get(document_id=document)
    assert "Everything is in order" in restored()
    after = LogHead.objects.get(document_id=document)
    assert after.generation != before.generation
    assert after.access_version > before.access_version
    assert after.head == before.head


def test_jobs_that_old_workers_had_begun_are_done_anew_once() -> None:
    begun = _add_job("doing", "compact:a")
    twin = _add_job("doing", "compact:b")
    waiting = _add_job("todo", "compact:b")
    assert "2 jobs" in restored()
    assert dict(ProcrastinateJob.objects.values_list("pk", "status")) == {begun: "todo", waiting: "todo"}
    assert twin not in {begun, waiting}


def test_sessions_end_when_that_is_asked_for() -> None:
    client_of(make_user())
    restored()
    assert Session.objects.exists()
    restored(sign_out=True)
    assert not Session.objects.exists()


def test_a_log_that_lacks_a_row_is_named() -> None:
    document = store(list(write_history(Random(2), 10)))
    LogHead.objects.filter(document_id=document).update(head=11)
    said = StringIO()
    with pytest.raises(CommandError, match="Problems: 1"):
        call_command("restored", stdout=said)
    assert f"{document}: the head is 11, the last row 10" in said.getvalue()


def test_a_file_that_the_bucket_lacks_is_named() -> None:
    owner = make_user()
    file = make_file(make_document(owner), owner)
    said = StringIO()
    with pytest.raises(CommandError, match="Problems: 1"):
        call_command("restored", stdout=said)
    assert f"file {file.pk} (a.txt) is not in the bucket" in said.getvalue()


def _add_job(status: str, lock: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO procrastinate_jobs (queue_name, task_name, lock, queueing_lock, status)
            VALUES ('default', 'editor.log.tasks.compact_document', %s, %s, %s::procrastinate_job_status)
            RETURNING id""",
            [lock, lock, status],
        )
        row = cursor.fetchone()
    assert row
    return int(row[0])
