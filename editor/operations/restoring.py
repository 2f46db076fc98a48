"""What has to be done once to a database that comes from a backup, before any replica or worker starts."""

from collections.abc import Iterator
from uuid import UUID

from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import ConnectorException

from editor.documents.projections import behind_projections, refresh_projection
from editor.log.generations import start_generations
from editor.log.models import LogHead
from editor.log.verification import find_problems
from editor.media.completeness import find_missing


class RestoreProblems:
    """Goes through the steps; each may be repeated. Afterwards `count` is how much is not as it should be."""

    def __init__(self) -> None:
        self.count = 0

    def repair(self, *, sign_out: bool) -> Iterator[str]:
        """Says what was done."""
        yield f"{len(start_generations())} documents have a new generation."
        yield f"{_free_jobs()} jobs that the old workers had begun will be done anew."
        if sign_out:
            yield f"{Session.objects.all().delete()[0]} sessions have ended."

    def check(self) -> Iterator[str]:
        """Says what is wrong, and at the end how much was looked at. Raises StorageUnavailable."""
        documents = list(LogHead.objects.order_by("document_id").values_list("document_id", flat=True))
        for document_id in documents:
            yield from self._noted(f"{document_id}: {problem}" for problem in find_problems(document_id))
        yield from self._noted(_refresh_projections())
        yield f"{len(documents)} logs were read."
        yield from self._noted(f"file {file.pk} ({file.name}) is not in the bucket" for file in find_missing())
        yield "The bucket was compared."

    def _noted(self, problems: Iterator[str]) -> Iterator[str]:
        for problem in problems:
            self.count += 1
            yield problem


def _free_jobs() -> int:
    """Their workers are not there, but the jobs still say that they are being done, and hold their locks."""
    freed = 0
    for job in ProcrastinateJob.objects.filter(status="doing"):
        try:
            with transaction.atomic():
                app.job_manager.retry_job_by_id(job.pk, timezone.now(), job.priority, job.queue_name, job.lock)
        except ConnectorException:
            # The same job waits already: this one is over.
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM procrastinate_jobs WHERE id = %s", [job.pk])
        freed += 1
    return freed


def _refresh_projections() -> Iterator[str]:
    """What replicas hadn't derived from the last edits when the backup was made."""
    tried: set[UUID] = set()
    while behind := [document_id for document_id in behind_projections() if document_id not in tried]:
        tried.update(behind)
        for document_id in behind:
            try:
                refresh_projection(document_id)
            except Exception as error:  # noqa: BLE001 — one that can't be read doesn't hold up the others
                yield f"{document_id}: its columns can't be derived: {type(error).__name__}"
