"""The audit log as CSV: in pieces, however long it is, and harmless to a spreadsheet."""

import csv
import io
import json
from collections.abc import AsyncIterator, Iterator

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIRequest
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse

from editor.audit.models import AuditEvent

AT_ONCE = 1_000
_COLUMNS = ("time", "action", "who", "who_id", "subject", "document", "address", "details")
_FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\n")


def stream_csv(request: HttpRequest, events: QuerySet[AuditEvent]) -> StreamingHttpResponse:
    """The newest first. What is noted meanwhile isn't in it."""
    newest_first = events.order_by("-pk")
    pieces = _pieces_async(newest_first) if isinstance(request, ASGIRequest) else _pieces(newest_first)
    response = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="audit.csv"'
    return response


def _pieces(events: QuerySet[AuditEvent]) -> Iterator[str]:
    yield _line(_COLUMNS)
    below: int | None = None
    while True:
        piece, below = _piece(events, below)
        yield piece
        if below is None:
            return


async def _pieces_async(events: QuerySet[AuditEvent]) -> AsyncIterator[str]:
    """The same under ASGI, where Django would first gather everything that a plain iterator gives."""
    yield _line(_COLUMNS)
    below: int | None = None
    while True:
        piece, below = await sync_to_async(_piece)(events, below)
        yield piece
        if below is None:
            return


def _piece(events: QuerySet[AuditEvent], below: int | None) -> tuple[str, int | None]:
    """Some lines, and where to go on; None: that was all."""
    found = list((events if below is None else events.filter(pk__lt=below))[:AT_ONCE])
    text = "".join(_line(_cells(event)) for event in found)
    return text, found[-1].pk if len(found) == AT_ONCE else None


def _cells(event: AuditEvent) -> tuple[str, ...]:
    return (
        event.at.isoformat(),
        event.action,
        event.actor_name,
        str(event.actor or ""),
        event.subject,
        str(event.document or ""),
        event.address or "",
        json.dumps(event.details, ensure_ascii=False),
    )


def _line(cells: tuple[str, ...]) -> str:
    """A cell that a spreadsheet would take for a formula begins with an apostrophe."""
    out = io.StringIO()
    csv.writer(out).writerow([f"'{cell}" if cell.startswith(_FORMULAS) else cell for cell in cells])
    return out.getvalue()
