"""What the worker does for the log."""

from uuid import UUID

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from editor.log.compaction import compact


@app.task
def compact_document(document_id: str) -> None:
    """Refusals fail the job, for everybody to see; the document is served from its rows as before."""
    compact(UUID(document_id))


async def request_compaction(document_id: UUID) -> None:
    """Asks for a snapshot soon; once, however many replicas ask."""
    name = f"compact:{document_id}"
    try:
        await compact_document.configure(lock=name, queueing_lock=name).defer_async(document_id=str(document_id))
    except AlreadyEnqueued:
        return
