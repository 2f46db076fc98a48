"""Who is connected where: written beside the work, true within a second or two, and of use to close a connection."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from asgiref.sync import sync_to_async
from django.contrib.sessions.models import Session
from django.db import connection, connections
from django.utils import timezone

from editor.accounts.models import User
from editor.collab.outbox import Outbox
from editor.collab.peer import Peer, PeerRights
from editor.collab.ports import CloseAsked
from editor.collab.protocol import CloseCode
from editor.documents.models import Document, Role
from editor.realtime import live_rows, runtime
from editor.realtime.announcements import from_message, to_message
from editor.realtime.closing import close_connections, end_session
from editor.realtime.live_rows import Changes
from editor.realtime.live_sessions import LiveSessions
from editor.realtime.models import ActiveDay, LiveSession, Replica, Tally, live_sessions
from editor.realtime.principals import Principal
from tests.collab.taking import take
from tests.people import access_version, client_of, make_document, make_user
from tests.waiting import read_until

pytestmark = pytest.mark.django_db(transaction=True)

DEADLINE = 10.0


def make() -> tuple[User, Document]:
    ada = make_user()
    return ada, make_document(ada)


def make_peer(user: User, role: Role = Role.OWNER) -> Peer:
    return Peer(
        author=user.pk,
        rights=PeerRights(may_write=True, access_version=1, role=role),
        outbox=Outbox(1_000_000),
        identity={},
        principal=Principal(user, "abc123", "session"),
        connection=uuid4().hex[:12],
    )


@asynccontextmanager
async def reporting() -> AsyncIterator[LiveSessions]:
    """A replica that says who is connected to it."""
    sessions = LiveSessions(uuid4().hex, dict)
    sessions.start()
    try:
        yield sessions
    finally:
        await sessions.stop()
        await sync_to_async(connections.close_all)()


async def test_who_joins_is_written_and_who_leaves_is_taken_away() -> None:
    ada, document = await sync_to_async(make)()
    peer = make_peer(ada)
    async with reporting() as sessions:
        sessions.join(document.pk, peer)
        await read_until(live_sessions().filter(pk=peer.connection).exists, "a row")
        row = await LiveSession.objects.aget(pk=peer.connection)
        assert (row.document_id, row.reader_id, row.role, row.kind) == (document.pk, ada.pk, Role.OWNER, "session")
        assert await ActiveDay.objects.filter(reader_id=ada.pk).acount() == 1
        peer.rights = PeerRights(may_write=False, access_version=2, role=Role.VIEWER)
        await read_until(LiveSession.objects.filter(pk=peer.connection, role=Role.VIEWER).exists, "the role")
        sessions.leave(peer)
        await read_until(lambda: not LiveSession.objects.exists(), "no row")


async def test_a_replica_that_stops_takes_all_of_its_rows_away() -> None:
    ada, document = await sync_to_async(make)()
    async with reporting() as sessions:
        sessions.join(document.pk, make_peer(ada))
        await read_until(LiveSession.objects.exists, "a row")
    assert not await Replica.objects.aexists()
    assert not await LiveSession.objects.aexists()


async def test_what_was_swept_or_lost_is_written_afresh() -> None:
    ada, document = await sync_to_async(make)()
    peer = make_peer(ada)
    async with reporting() as sessions:
        sessions.join(document.pk, peer)
        await read_until(LiveSession.objects.exists, "a row")
        await sync_to_async(LiveSession.objects.all().delete)()
        sessions._afresh = True  # as after a fault of the database
        await read_until(LiveSession.objects.filter(pk=peer.connection).exists, "the row again")


async def test_a_connection_is_closed_by_its_mark_without_the_bus() -> None:
    ada, document = await sync_to_async(make)()
    peer = make_peer(ada)
    async with reporting() as sessions:
        sessions.join(document.pk, peer)
        await read_until(LiveSession.objects.exists, "a row")
        await LiveSession.objects.aupdate(asked_to_close_at=timezone.now())
        async with asyncio.timeout(DEADLINE):
            while await take(peer.outbox):
                pass
    assert peer.outbox.close_code == CloseCode.RESTARTING


def test_the_word_on_the_bus_names_the_connection_and_an_unknown_one_is_passed_over() -> None:
    news = CloseAsked(uuid4(), "server", "abc")
    assert from_message(to_message(news)) == news
    assert from_message({**to_message(news), "kind": "of tomorrow"}) is None


async def test_the_room_closes_the_connection_that_was_named_and_no_other() -> None:
    ada, document = await sync_to_async(make)()
    named, other = make_peer(ada), make_peer(ada)
    try:
        running = await runtime.running()
        async with running.registry.room(document.pk) as room:
            for peer in (named, other):
                room.join(peer)
            room.hear(CloseAsked(document.pk, "server", named.connection))
            assert (named.outbox.close_code, other.outbox.close_code) == (CloseCode.RESTARTING, None)
            for peer in (named, other):
                room.leave(peer)
    finally:
        await runtime.stop()
        await sync_to_async(connections.close_all)()


def a_row(replica: str, user: User, document: Document, **fields: Any) -> LiveSession:
    return LiveSession(
        connection=uuid4().hex[:12],
        replica_id=replica,
        document=document,
        reader_id=user.pk,
        kind="session",
        role=Role.OWNER,
        since=timezone.now(),
        **fields,
    )


def test_connections_of_a_dead_replica_are_not_shown_and_are_swept() -> None:
    ada, document = make()
    for replica in ("alive", "dead"):
        live_rows.write(replica, "host", Changes([a_row(replica, ada, document)]))
    Replica.objects.filter(pk="dead").update(seen_at=timezone.now() - timedelta(seconds=16))
    assert [row.replica_id for row in live_sessions()] == ["alive"]
    live_rows.sweep()
    assert [row.replica_id for row in LiveSession.objects.all()] == ["alive"]
    assert Replica.objects.count() == 2  # for the administration to see


def test_asking_marks_the_rows_and_the_replica_hears_of_its_own() -> None:
    ada, document = make()
    mine, other = a_row("mine", ada, document), a_row("other", ada, document)
    live_rows.write("mine", "host", Changes([mine]))
    live_rows.write("other", "host", Changes([other]))
    assert close_connections([mine.connection, "gone"]) == 1
    assert live_rows.write("mine", "host", Changes()) == [mine.connection]
    assert live_rows.write("other", "host", Changes()) == []


def test_counts_add_up_over_replicas() -> None:
    for replica in ("one", "two"):
        live_rows.write(replica, "host", Changes(counts={"edits": 3, "save-1": 1}))
    assert dict(Tally.objects.values_list("what", "count")) == {"edits": 6, "save-1": 2}


def test_what_is_written_takes_as_many_queries_however_many_join() -> None:
    ada, document = make()

    def queries(connections_: int) -> int:
        with connection.execute_wrapper(counting := Counting()):
            live_rows.write("one", "host", Changes([a_row("one", ada, document) for _ in range(connections_)]))
        return counting.count

    assert queries(1) == queries(300)


class Counting:
    def __init__(self) -> None:
        self.count = 0

    def __call__(self, execute: Any, *args: Any) -> Any:
        self.count += 1
        return execute(*args)


def test_ending_a_session_takes_it_away_and_makes_open_pages_look_again() -> None:
    ada, document = make()
    client = client_of(ada)
    key = client.session.session_key
    assert key
    before = access_version(document)
    end_session(ada.pk, key)
    assert not Session.objects.filter(pk=key).exists()
    assert access_version(document) == before + 1
    assert client.get("/").status_code == 302
