"""Keeps why jobs failed, for the administration: procrastinate itself keeps only that they did."""

import asyncio
import traceback
from typing import Any

import structlog
from asgiref.sync import sync_to_async
from django.db import Error as DatabaseError
from django.db import close_old_connections
from procrastinate import App, JobContext
from procrastinate.middleware import AsyncCallNext
from procrastinate.worker import Worker

from editor.operations.models import JobFailure

MAX_ERROR = 4_000
"""Letters kept of an error: the end, where it is said what it was."""

log = structlog.get_logger(__name__)


def install(app: App) -> None:
    """Django's app of procrastinate calls it, by PROCRASTINATE_ON_APP_READY."""
    app.worker_defaults["worker_middleware"] = [note_failure]


async def note_failure(call_next: AsyncCallNext, context: JobContext, worker: Worker) -> Any:  # noqa: ARG001 — procrastinate's signature
    """Lets the error go on: whether the job is tried again is decided elsewhere."""
    try:
        return await call_next()
    except asyncio.CancelledError:
        raise
    except Exception as error:
        await sync_to_async(_keep)(context.job.id, "".join(traceback.format_exception(error)))
        raise


def _keep(job_id: int | None, text: str) -> None:
    """In a thread of its own, whose connection nobody else gives back."""
    try:
        if job_id is not None:
            JobFailure.objects.create(job_id=job_id, error=text[-MAX_ERROR:].replace("\0", ""))
    except DatabaseError as problem:
        log.warning("job_failure_not_kept", job=job_id, problem=type(problem).__name__)
    finally:
        close_old_connections()
