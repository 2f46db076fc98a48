"""What the worker does for documents."""

from uuid import UUID

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from editor.documents import removal
from editor.documents.projections import behind_projections, refresh_projection


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="sweep_projections", pass_context=False)
def sweep_projections(timestamp: int) -> None:  # noqa: ARG001 — procrastinate passes it
    """Replicas project what they have open; this finds what they couldn't, because they were killed for example."""
    for document_id in behind_projections():
        try:
            project_document.configure(queueing_lock=f"project:{document_id}").defer(document_id=str(document_id))
        except AlreadyEnqueued:
            continue


@app.task
def project_document(document_id: str) -> None:
    """A job of its own for each document, so that one that can't be read doesn't hold up the others."""
    refresh_projection(UUID(document_id))


@app.task
def erase_removed() -> None:
    """Takes documents that are deleted for good out of the database."""
    removal.erase_removed()


@app.periodic(cron="5 * * * *")
@app.task(queueing_lock="sweep_trash", pass_context=False)
def sweep_trash(timestamp: int) -> None:  # noqa: ARG001 — procrastinate passes it
    """Deletes for good what was in the trash for its term, and what was left when a process was killed."""
    removal.remove_expired()
    removal.erase_removed()
