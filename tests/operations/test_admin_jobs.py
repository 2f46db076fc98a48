"""Jobs in the administration: why they failed, and another try."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from editor.audit.models import AuditEvent
from editor.operations.job_failures import note_failure
from editor.operations.models import JobFailure
from tests.operations.administration import act, boss, text_of
from tests.people import client_of

pytestmark = pytest.mark.django_db

JOBS = "procrastinate/procrastinatejob"


@pytest.fixture
def staff() -> Client:
    return client_of(boss())


def make_job(status: str = "todo", lock: str | None = None) -> Any:
    task = app.configure_task("editor.log.tasks.compact_document", queueing_lock=lock)
    job_id = task.defer(document_id="1c0f")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [status, job_id])
    return ProcrastinateJob.objects.get(pk=job_id)


def test_a_failed_job_is_listed_with_the_last_line_of_its_error(staff: Client) -> None:
    job = make_job("failed")
    JobFailure.objects.create(job_id=job.pk, error="Traceback …\nCompactionRefused: update 3 <got> lost")
    make_job()
    page = text_of(staff.get(f"/admin/{JOBS}/?trouble=failed"))
    assert "CompactionRefused: update 3 &lt;got&gt; lost" in page
    assert "1 waiting in default, 1 failed" in page
    assert "Traceback …" in text_of(staff.get(f"/admin/{JOBS}/{job.pk}/change/"))


def test_a_job_whose_worker_has_died_is_found(staff: Client) -> None:
    make_job("doing")
    assert "compact document" in text_of(staff.get(f"/admin/{JOBS}/?trouble=stalled"))
    assert "compact document" not in text_of(staff.get(f"/admin/{JOBS}/?trouble=failed")).partition("<tbody>")[2]


@pytest.mark.parametrize(
    ("status", "action", "then"),
    [
        ("failed", "retry", "todo"),
        ("doing", "retry", "todo"),  # no worker does it
        ("succeeded", "retry", "succeeded"),
        ("todo", "cancel", "cancelled"),
        ("failed", "cancel", "failed"),
    ],
)
def test_jobs_are_tried_again_and_cancelled(staff: Client, status: str, action: str, then: str) -> None:
    job = make_job(status)
    act(staff, JOBS, action, job)
    assert ProcrastinateJob.objects.get(pk=job.pk).status == then
    assert AuditEvent.objects.filter(action__startswith="job.").exists() == (status != then)


def test_what_waits_already_is_not_tried_a_second_time(staff: Client) -> None:
    failed = make_job("failed", lock="one at a time")
    make_job(lock="one at a time")
    assert "the same is waiting already" in text_of(act(staff, JOBS, "retry", failed))
    assert ProcrastinateJob.objects.get(pk=failed.pk).status == "failed"


@pytest.mark.django_db(transaction=True)
def test_the_worker_keeps_why_a_job_failed_and_the_error_goes_on() -> None:
    async def fail() -> None:
        raise LookupError("no such thing")

    context: Any = SimpleNamespace(job=SimpleNamespace(id=7))
    worker: Any = None
    try:
        with pytest.raises(LookupError):
            asyncio.run(note_failure(fail, context, worker))
        assert "LookupError: no such thing" in JobFailure.objects.get(job_id=7).error
    finally:
        connections.close_all()


def test_every_worker_has_it() -> None:
    assert app.worker_defaults["worker_middleware"] == [note_failure]
