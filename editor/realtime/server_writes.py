"""Writes to a document from the server's own code: renaming, seeding, import, restore, API."""

import asyncio
import json
import time
from collections.abc import Callable, Collection, Mapping
from typing import Any
from uuid import UUID

import structlog
from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction
from pycrdt import Doc, Text, XmlFragment

from editor.collab.knowledge import Knowledge
from editor.collab.limits import Limits
from editor.collab.ports import AccessChanged, Announcement, Committed, EventHappened, Row
from editor.collab.updates import Update, read_update
from editor.content.schema import SCHEMA_VERSION
from editor.log.models import ClientOwner, LogEntry, LogHead
from editor.log.reading import read_log
from editor.realtime.announcements import group_of, to_message

log = structlog.get_logger(__name__)

_SENDER = "server"  # no replica has this name: every one of them listens
_MAX_ANNOUNCED_BYTES = 65_536
_TIMEOUT = 1.0  # for all that is announced together
_QUIET = 5.0


class ServerWrites:
    """The port `editor.documents.ports.Realtime`, for synchronous code: views, jobs and commands."""

    def announce_access_changed(self, document_ids: Collection[UUID]) -> None:
        announce_now([AccessChanged(document_id, _SENDER) for document_id in document_ids])

    def announce_event(self, document_ids: Collection[UUID], event: Mapping[str, Any]) -> None:
        said = json.dumps(event)
        announce_now([EventHappened(document_id, _SENDER, said) for document_id in document_ids])

    @transaction.atomic
    def write(self, document_id: UUID, edit: Callable[[Doc[Any]], None], author: UUID, source: int) -> None:
        """Holds the document's log head until the transaction ends: nobody appends meanwhile, so one try is enough.

        Raises LogHead.DoesNotExist; what `edit` raises leaves nothing behind.
        """
        head = LogHead.objects.select_for_update().get(document_id=document_id)
        update = _edited(document_id, edit)
        if update is None:
            return
        number = head.head + 1
        clients = [ClientOwner(document_id=document_id, client=client, author=author) for client in update.ranges]
        ClientOwner.objects.bulk_create(clients)
        LogHead.objects.filter(document_id=document_id).update(head=number)
        LogEntry.objects.bulk_create(
            [
                LogEntry(
                    document_id=document_id,
                    number=number,
                    payload=update.payload,
                    author=author,
                    source=source,
                    schema=SCHEMA_VERSION,
                )
            ]
        )
        rows = [Row(number, update.payload, author)] if len(update.payload) <= _MAX_ANNOUNCED_BYTES else []
        news = Committed(document_id, _SENDER, head.generation, number, number, rows)
        transaction.on_commit(lambda: announce_now([news]))


def _edited(document_id: UUID, edit: Callable[[Doc[Any]], None]) -> Update | None:
    """What `edit` adds to the document's content, by a client id of its own; None: nothing."""
    stored = Limits.stored()
    doc: Doc[Any] = Doc()
    doc["title"], doc["default"] = Text(), XmlFragment()
    known = Knowledge()
    log_state = read_log(document_id)
    for payload in log_state.updates if log_state else []:
        known.add(read_update(payload, stored))
        doc.apply_update(payload)
    before = doc.get_state()
    edit(doc)
    return known.subtract(read_update(doc.get_update(before), stored))


class _Bus:
    """Whether the bus hangs: this process doesn't wait for it again before `quiet_until`."""

    quiet_until = 0.0


def announce_now(news: Collection[Announcement]) -> None:
    """Hints: if the bus is down the replicas find out from the log within a second or two."""
    if news and time.monotonic() >= _Bus.quiet_until:
        async_to_sync(_send)(news)


async def _send(news: Collection[Announcement]) -> None:
    layer: Any = get_channel_layer()
    try:
        async with asyncio.timeout(_TIMEOUT):
            for announcement in news:
                await layer.group_send(group_of(announcement.document), to_message(announcement))
    except TimeoutError:
        _Bus.quiet_until = time.monotonic() + _QUIET
        log.warning("announcement_lost", problem="the bus hangs", quiet_seconds=_QUIET)
    except Exception as error:  # noqa: BLE001 — the layer raises whatever its driver raises; a hint may get lost
        log.warning("announcement_lost", problem=type(error).__name__)
