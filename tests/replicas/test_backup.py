"""A backup that is made while people write comes back whole, as `docs/deploying.md` says it."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import httpx
import pytest
import websockets
from channels.db import database_sync_to_async
from psycopg.sql import SQL
from pycrdt import Doc, Text

from editor.documents.models import Document, Role
from editor.log.models import LogHead
from editor.media import storage
from project.local.postgres import Postgres
from project.local.stack import Stack
from tests.log.histories import store, write_history
from tests.media.uploads import Person, http
from tests.people import client_of, make_document, make_user
from tests.replicas.people import SharedDocument, sign_in
from tests.replicas.restoring import BUCKET, Backup, archiving, ask, recover, replica_on, run_restored
from tests.replicas.writers import writers
from tests.sockets import SocketClient, clients, connect, socket_url
from tests.waiting import wait_until

WORDS = b"what was uploaded"
OWNERS = SQL("SELECT user_id FROM editor_membership WHERE document_id = %s AND role = %s")
PAYLOADS = SQL("SELECT payload FROM editor_logentry WHERE document_id = %s ORDER BY number")
GENERATION = SQL("SELECT generation FROM editor_loghead WHERE document_id = %s")


@pytest.fixture(autouse=True)
def _close_connections() -> Iterator[None]:
    yield
    http.clear()
    storage.client().close()


async def test_a_backup_made_while_people_write_comes_back_whole(two_replicas: Stack, tmp_path: Path) -> None:
    async with writers(two_replicas) as people:
        file = await _upload(people.shared)
        key = await sign_in(people.shared.users[0])
        await people.save(within=10)
        saved = [token for client in people.clients for token in client.journal]
        backup = await asyncio.to_thread(Backup.make, two_replicas, tmp_path)
        await people.save(within=10)
    document, owner, door = people.shared.document, people.shared.users[0], people.shared.doors[0]
    old = (await LogHead.objects.aget(document_id=document)).generation
    url = await asyncio.to_thread(backup.restore, two_replicas)
    said = await asyncio.to_thread(lambda: run_restored(two_replicas, url, bucket=BUCKET))
    assert "Everything is in order" in said
    [[generation]] = ask(url, GENERATION, document)
    assert generation != old
    assert ask(url, OWNERS, document, Role.OWNER) == [(owner.pk,)]
    with replica_on(two_replicas, url) as replica:
        fresh = SocketClient([replica.port], document, door)
        async with clients(fresh):
            await fresh.until(lambda: fresh.text == _title(url, document))
            assert {token: fresh.text.count(token) for token in saved} == dict.fromkeys(saved, 1)
            assert len(fresh.text) < len(people.clients[0].text)
            await _turns_newer_copies_away(replica.port, people.clients[0], old)
            await fresh.write("[after]")
            await fresh.until(lambda: fresh.journal == ["[after]"])
        answer = await asyncio.to_thread(_fetch, f"{replica.url}/documents/{document}/files/{file}", key)
    assert answer == WORDS


async def _turns_newer_copies_away(port: int, newer: SocketClient, old: UUID) -> None:
    """A browser says which generation its copy is of. One that doesn't is found out by what it knows of others."""
    with pytest.raises(websockets.ConnectionClosed) as closed:
        async with connect(socket_url(port, newer.document, f"acks=1&generation={old}"), newer.door) as socket:
            await socket.recv()
    assert closed.value.rcvd
    assert closed.value.rcvd.code == 4409
    kept = newer.text
    silent = SocketClient([port], newer.document, newer.door, doc=newer.doc)
    async with clients(silent):
        await silent.until(lambda: silent.is_over)
    assert silent.close_codes == [4409]
    assert silent.text == kept


def test_a_database_comes_back_as_it_was_at_a_moment(stack: Stack, tmp_path: Path) -> None:
    password = urlsplit(stack.postgres.url).password
    assert password
    earlier = Postgres(tmp_path / "earlier", watchdog=stack.watchdog, password=password, durable=False)
    owner, edits = make_user(), list(write_history(Random(5), 60))
    with archiving(stack.postgres, tmp_path / "archive"):
        earlier.folder.mkdir()
        stack.postgres.run(
            "pg_basebackup", "--pgdata", earlier.data, "--checkpoint=fast", "--wal-method=none", "--no-sync"
        )
        document = make_document(owner).pk
        store(edits[:40], document)
        [[moment]] = ask(stack.postgres.url, SQL("SELECT clock_timestamp()::text"))
        store(edits[40:], document)
        Document.objects.filter(pk=document).update(title="A mistake")
        [[last]] = ask(stack.postgres.url, SQL("SELECT pg_walfile_name(pg_switch_wal())"))
        wait_until((tmp_path / "archive" / str(last)).exists, "the archive")
    try:
        recover(earlier, tmp_path / "archive", str(moment))
        wait_until(lambda: ask(earlier.url, SQL("SELECT pg_is_in_recovery()")) == [(False,)], "the moment")
        assert "Everything is in order" in run_restored(stack, earlier.url)
        assert ask(earlier.url, PAYLOADS, document) == [(edit.payload,) for edit in edits[:40]]
        assert ask(earlier.url, OWNERS, document, Role.OWNER) == [(owner.pk,)]
        assert ask(earlier.url, SQL("SELECT title FROM editor_document WHERE id = %s"), document) != [("A mistake",)]
    finally:
        earlier.stop()


@database_sync_to_async
def _upload(shared: SharedDocument) -> UUID:
    owner = shared.users[0]
    person = Person(owner, Document.objects.get(pk=shared.document), client_of(owner))
    return UUID(person.put(WORDS, "a.txt", "text/plain").json()["file"])


def _title(url: str, document: UUID) -> str:
    doc: Doc[Any] = Doc()
    doc["title"] = Text()
    for [payload] in ask(url, PAYLOADS, document):
        assert isinstance(payload, bytes)
        doc.apply_update(payload)
    return str(doc["title"])


def _fetch(address: str, session_key: str) -> bytes:
    with httpx.Client(cookies={"session": session_key}, follow_redirects=True, trust_env=False, timeout=30) as client:
        return client.get(address).raise_for_status().content
