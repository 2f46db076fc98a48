"""The runtime in one process, on real servers: what follows an edit, and what the server itself writes."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.conf import LazySettings
from django.db import connection, connections
from procrastinate.contrib.django.models import ProcrastinateJob
from pycrdt import Doc, XmlElement, XmlText

from editor.accounts.models import User
from editor.collab.outbox import Outbox
from editor.collab.peer import Peer, PeerRights
from editor.collab.ports import PresenceChanged
from editor.collab.protocol import PresenceState, awareness_frame, write_awareness
from editor.collab.room import Room
from editor.documents.models import Document
from editor.documents.ports import realtime
from editor.log.compaction import compact
from editor.log.models import LogHead, Snapshot, Source
from editor.realtime import runtime
from tests.collab.rooms import Client, eventually, new_doc, paragraph, typing
from tests.collab.twins import MemoryBus
from tests.people import make_document, make_user
from tests.waiting import read_until

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def unprojectable() -> Iterator[None]:
    """No document's columns can be written."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE editor_document ADD CONSTRAINT unprojectable CHECK (projected_number = 0)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE editor_document DROP CONSTRAINT unprojectable")


@asynccontextmanager
async def a_client(document: Document, user: User) -> AsyncIterator[Client]:
    """Somebody in the document's room in this process."""
    try:
        running = await runtime.running()
        async with running.registry.room(document.pk) as room:
            client = await _join(room, user)
            yield client
            assert client.reader is not None
            client.reader.cancel()
            room.leave(client.peer)
    finally:
        await runtime.stop()
        await sync_to_async(connections.close_all)()


async def _join(room: Room, user: User) -> Client:
    peer = Peer(
        author=user.pk,
        rights=PeerRights(may_write=True, access_version=room.access_version),
        outbox=Outbox(1_000_000),
        identity={"id": str(user.pk), "name": "Ada", "color": "#000000"},
        speaks_ours=True,
    )
    client = Client(room, peer, new_doc())
    client.reader = asyncio.create_task(client.read())
    room.join(peer)
    await client.send_step_1(client.doc.get_state())
    return client


def make() -> tuple[User, Document]:
    ada = make_user()
    return ada, make_document(ada)


async def test_title_text_and_word_count_follow_within_two_seconds() -> None:
    ada, document = await sync_to_async(make)()
    async with a_client(document, ada) as client:
        await client.write(typing("Plans"))
        await client.write(paragraph("for the summer"))
        await read_until(lambda: Document.objects.get(pk=document.pk).projected_number == 2, "the projection")
    projected = await Document.objects.aget(pk=document.pk)
    assert projected.title == "Plans"
    assert "for the summer" in projected.text
    assert projected.word_count == 3
    assert projected.edited_by == ada.pk


def with_bytes(doc: Doc[Any]) -> None:
    attributes: Any = {"textAlign": b"\xff"}
    doc["default"].children.append(XmlElement("paragraph", attributes, [XmlText("kept")]))


async def test_a_value_that_json_cannot_hold_keeps_nothing_from_being_projected() -> None:
    ada, document = await sync_to_async(make)()
    async with a_client(document, ada) as client:
        await client.write(with_bytes)
        await read_until(lambda: Document.objects.get(pk=document.pk).projected_number == 1, "the projection")
    projected = await Document.objects.aget(pk=document.pk)
    assert projected.text == "kept"
    assert [found["kind"] for found in projected.violations] == ["wrong value"]


@pytest.mark.usefixtures("unprojectable")
async def test_a_document_that_cannot_be_projected_is_still_compacted(settings: LazySettings) -> None:
    settings.COLLAB = {**settings.COLLAB, "snapshot_every": 1}
    ada, document = await sync_to_async(make)()
    async with a_client(document, ada) as client:
        await client.write(typing("Plans"))
        await read_until(ProcrastinateJob.objects.filter(args={"document_id": str(document.pk)}).exists, "a job")


async def test_what_was_typed_just_before_the_stop_is_projected_too() -> None:
    ada, document = await sync_to_async(make)()
    async with a_client(document, ada) as client:
        await client.write(typing("Plans"))
        await eventually(lambda: client.acknowledged == (0, 1, 1))
    assert (await Document.objects.aget(pk=document.pk)).title == "Plans"


async def test_what_the_server_writes_is_seen_live() -> None:
    ada, document = await sync_to_async(make)()
    async with a_client(document, ada) as client:
        await sync_to_async(realtime().write)(document.pk, typing("Renamed"), ada.pk, Source.SYSTEM)
        await eventually(lambda: str(client.doc["title"]) == "Renamed")


async def test_a_long_tail_asks_the_worker_for_a_snapshot(settings: LazySettings) -> None:
    settings.COLLAB = {**settings.COLLAB, "snapshot_every": 5}
    ada, document = await sync_to_async(make)()
    jobs = ProcrastinateJob.objects.filter(args={"document_id": str(document.pk)})
    async with a_client(document, ada) as client:
        for word in ["one", "two", "three", "four", "five", "six"]:
            await client.write(typing(word))
        await read_until(lambda: LogHead.objects.get(document=document).head == 6, "the head")
        await read_until(jobs.exists, "a job")
    assert await jobs.acount() == 1
    await sync_to_async(compact)(document.pk)
    assert await Snapshot.objects.filter(document=document, number=6).aexists()
    async with a_client(document, ada) as client:
        await eventually(lambda: str(client.doc["title"]) == "onetwothreefourfivesix")
        assert client.room.state.snapshot_number == 6


async def test_who_is_here_is_said_again_when_the_bus_is_back() -> None:
    ada, document = await sync_to_async(make)()
    async with a_client(document, ada) as client:
        bus = MemoryBus()
        client.room.around = replace(client.room.around, bus=bus)  # to look at what the room says
        presence = write_awareness([PresenceState(client.doc.client_id, 1, "{}")])
        await client.room.receive(client.peer, awareness_frame(presence))
        bus.published.clear()
        (await runtime.running()).introduce()
        said = bus.published[0]
        assert isinstance(said, PresenceChanged)
        assert said.wants_reply
        assert str(ada.pk).encode() in said.update
