"""What the worker does for copies of many documents."""

from uuid import UUID

from procrastinate.contrib.django import app

from editor.library.copies import Copying
from editor.library.duplicating import forget_old_copyings, go_on, unfinished_copyings


@app.task
def go_on_copying(copying_id: str) -> None:
    """Again from where it was cut off."""
    copying = Copying.objects.filter(pk=UUID(copying_id), finished_at__isnull=True).first()
    if copying is not None:
        go_on(copying)


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="sweep_copyings", pass_context=False)
def sweep_copyings(timestamp: int) -> None:  # noqa: ARG001 — procrastinate passes it
    for copying_id in unfinished_copyings():
        go_on_copying(str(copying_id))
    forget_old_copyings()
