"""What the worker does for documents."""

from uuid import UUID

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

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
