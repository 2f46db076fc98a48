"""Documents and rights beside a PostgresLog, arranged by the project's own code."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from asgiref.sync import sync_to_async
from django.db import connections, transaction

from editor.collab.ports import DocumentId
from editor.documents.models import Document
from editor.log.access_versions import raise_access_versions
from editor.log.generations import start_generations
from editor.log.models import LogHead, Snapshot
from editor.realtime.log_connections import log_conninfo
from editor.realtime.postgres_log import PostgresLog


class PostgresWorld:
    def __init__(self, log: PostgresLog) -> None:
        self.log = log

    async def create(self) -> DocumentId:
        document = await Document.objects.acreate()
        await LogHead.objects.acreate(document=document)
        return document.pk

    async def raise_access_version(self, document: DocumentId) -> None:
        await sync_to_async(transaction.atomic(raise_access_versions))([document])

    async def start_generation(self, document: DocumentId) -> UUID:
        return (await sync_to_async(start_generations)([document]))[document]

    async def delete(self, document: DocumentId) -> None:
        await Document.objects.filter(pk=document).adelete()

    async def store_snapshot(self, document: DocumentId, number: int, payload: bytes) -> None:
        await Snapshot.objects.acreate(document_id=document, number=number, payload=payload)


@asynccontextmanager
async def open_world() -> AsyncIterator[PostgresWorld]:
    """A world on the test database; the ORM's connection belongs to a thread and is given back at the end."""
    async with open_log() as log:
        try:
            yield PostgresWorld(log)
        finally:
            await sync_to_async(connections.close_all)()


@asynccontextmanager
async def open_log(conninfo: str | None = None, size: int = 4) -> AsyncIterator[PostgresLog]:
    log = PostgresLog(conninfo or log_conninfo(), size)
    await log.open()
    try:
        yield log
    finally:
        await log.close()
