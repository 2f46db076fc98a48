"""What is too large for a frame comes by HTTP: the same checks, the same log, and everybody sees it at once."""

from functools import partial
from uuid import UUID

import pytest
from channels.db import database_sync_to_async
from pycrdt import Doc, Text

from editor.documents.models import Membership, Role
from editor.log.models import LogHead
from project.local.stack import Stack
from tests.replicas.browser import Browser
from tests.replicas.people import SharedDocument, shared_document, sign_in
from tests.replicas.stored import text_in_postgres
from tests.sockets import SocketClient, clients

MEGABYTE = 1_000_000
LARGE = "0123456789" * (3 * MEGABYTE // 10)


async def test_a_large_update_is_committed_and_seen_on_every_replica(two_replicas: Stack) -> None:
    shared = await shared_document(2)
    here, there = two_replicas.replicas
    readers = [SocketClient([replica.port], shared.document, shared.doors[0]) for replica in (here, there)]
    async with clients(*readers), Browser(here.url, await sign_in(shared.users[1])) as browser:
        for reader in readers:
            await reader.connected()
        answer = await browser.post_bytes(path(shared), update_of(LARGE))
        assert (answer.status_code, answer.json()) == (200, {"number": 1})
        assert await text_in_postgres(shared.document) == LARGE
        for reader in readers:
            await reader.until(partial(shows_all, reader), seconds=5)


async def test_sending_it_again_changes_nothing(two_replicas: Stack) -> None:
    shared = await shared_document(1)
    update = update_of(LARGE)
    async with Browser(two_replicas.replicas[0].url, await sign_in(shared.users[0])) as browser:
        numbers = [(await browser.post_bytes(path(shared), update)).json() for _ in range(2)]
    assert numbers == [{"number": 1}] * 2
    assert await text_in_postgres(shared.document) == LARGE


REFUSALS = [
    ("viewer", 403, "read-only"),
    ("stranger", 404, "not-found"),
    ("signed out", 401, "not-signed-in"),
]


@pytest.mark.parametrize(("who", "status", "code"), REFUSALS)
async def test_it_is_refused_to(two_replicas: Stack, who: str, status: int, code: str) -> None:
    shared = await shared_document(2)
    reader = (await shared_document(1)).users[0] if who == "stranger" else shared.users[1]
    if who == "viewer":
        await Membership.objects.filter(user=reader).aupdate(role=Role.VIEWER)
    key = "" if who == "signed out" else await sign_in(reader)
    async with Browser(two_replicas.replicas[0].url, key) as browser:
        answer = await browser.post_bytes(path(shared), update_of(LARGE))
    assert (answer.status_code, answer.json()) == (status, {"code": code})
    assert await head(shared.document) == 0


@pytest.mark.parametrize(
    ("payload", "status", "code"),
    [
        (b"", 422, "malformed"),
        (b"\xff" * MEGABYTE, 422, "malformed"),
        (b"\x00" * 33_554_433, 413, "too-large"),
    ],
    ids=["empty", "garbage", "enormous"],
)
async def test_bytes_that_are_no_update_are_refused(
    two_replicas: Stack, payload: bytes, status: int, code: str
) -> None:
    shared = await shared_document(1)
    async with Browser(two_replicas.replicas[0].url, await sign_in(shared.users[0])) as browser:
        answer = await browser.post_bytes(path(shared), payload)
    assert (answer.status_code, answer.json()) == (status, {"code": code})
    assert await head(shared.document) == 0


async def test_another_sites_page_cannot_send_one(two_replicas: Stack) -> None:
    shared = await shared_document(1)
    replica = two_replicas.replicas[0]
    async with Browser(replica.url, await sign_in(shared.users[0]), sent_from="https://evil.example.org") as browser:
        assert (await browser.post_bytes(path(shared), update_of(LARGE))).status_code == 403
    assert await head(shared.document) == 0


def shows_all(reader: SocketClient) -> bool:
    return reader.text == LARGE


def update_of(text: str) -> bytes:
    doc: Doc[Text] = Doc()
    doc["title"] = Text(text)
    return doc.get_update()


def path(shared: SharedDocument) -> str:
    return f"/documents/{shared.document}/updates"


@database_sync_to_async
def head(document: UUID) -> int:
    return LogHead.objects.get(document_id=document).head
