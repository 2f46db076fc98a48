"""Updates over HTTP: how much of them is in memory, whatever is sent, and however many at once."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import psycopg
import pytest
from asgiref.sync import sync_to_async
from django.conf import LazySettings, settings
from django.db import connections
from django.http import HttpRequest
from django.test import RequestFactory
from pycrdt import Doc, Text

from editor.accounts.models import User
from editor.documents.models import Document
from editor.realtime import runtime
from editor.realtime.log_connections import log_conninfo
from editor.realtime.runtime import UPLOADS_AT_ONCE as AT_ONCE
from editor.realtime.uploading import upload
from editor.realtime.views import updates
from tests.collab.rooms import eventually
from tests.people import client_of, make_document, make_user

pytestmark = pytest.mark.django_db(transaction=True)

NO_MORE_SECONDS = 1.0
LIMIT, SENT, CHUNK = 200_000, 5_000_000, 65_536


@pytest.fixture
async def request_of() -> AsyncIterator[Callable[[bytes], HttpRequest]]:
    """Uploads to a document by its owner."""
    ada, _ = await sync_to_async(_make)()
    key = (await sync_to_async(client_of)(ada)).cookies[settings.SESSION_COOKIE_NAME].value
    headers = {"cookie": f"{settings.SESSION_COOKIE_NAME}={key}"}

    def request(body: bytes) -> HttpRequest:
        return RequestFactory(headers=headers).post("/", body, "application/octet-stream")

    yield request
    await runtime.stop()
    await sync_to_async(connections.close_all)()


def _make() -> tuple[User, Document]:
    ada = make_user()
    return ada, make_document(ada)


def update_of(text: str) -> bytes:
    doc: Doc[Text] = Doc()
    doc["title"] = Text(text)
    return doc.get_update()


@asynccontextmanager
async def nothing_is_committed() -> AsyncIterator[None]:
    """Appends to any document wait as long as it lasts."""
    async with await psycopg.AsyncConnection.connect(log_conninfo()) as connection:
        await connection.execute("LOCK TABLE editor_loghead IN SHARE MODE")
        yield


async def test_a_few_are_read_at_a_time_and_the_next_when_one_is_committed(
    request_of: Callable[[bytes], HttpRequest],
) -> None:
    document = (await Document.objects.aget()).pk
    read: list[int] = []

    def uploading(number: int) -> asyncio.Task[int]:
        payload = update_of(f"<{number}>")

        def body() -> bytes:
            read.append(number)
            return payload

        return asyncio.create_task(upload(request_of(b""), document, body))

    async with nothing_is_committed():
        first = [uploading(number) for number in range(AT_ONCE)]
        await eventually(lambda: len(read) == AT_ONCE)
        later = uploading(AT_ONCE)
        await asyncio.wait([later], timeout=NO_MORE_SECONDS)
        assert len(read) == AT_ONCE
    assert await asyncio.gather(*first, later) == [AT_ONCE] * AT_ONCE + [AT_ONCE + 1]


async def test_whoever_waits_for_what_never_comes_keeps_nobody_else_from_uploading(
    request_of: Callable[[bytes], HttpRequest],
) -> None:
    document = (await Document.objects.aget()).pk
    doc: Doc[Text] = Doc()
    doc["title"] = Text("never sent")
    before = doc.get_state()
    doc["title"] += "!"
    lacking = doc.get_update(before)
    async with (await runtime.running()).registry.room(document) as room:
        waiting = [asyncio.create_task(upload(request_of(b""), document, lambda: lacking)) for _ in range(AT_ONCE)]
        await eventually(lambda: room.writer.held == AT_ONCE)
        assert await upload(request_of(b""), document, lambda: update_of("sent")) == 1
    assert not any(each.done() for each in waiting)
    for each in waiting:
        each.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


async def test_what_is_too_large_is_read_no_further_than_shows_it(
    request_of: Callable[[bytes], HttpRequest], settings: LazySettings
) -> None:
    settings.COLLAB = {**settings.COLLAB, "max_upload_bytes": LIMIT}
    document = (await Document.objects.aget()).pk
    request = request_of(bytes(SENT))
    answer = await updates(request, document)
    assert (answer.status_code, answer.content) == (413, b'{"code": "too-large"}')
    assert len(request.read()) >= SENT - LIMIT - CHUNK
