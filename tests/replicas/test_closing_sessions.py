"""An administrator at one replica ends what somebody has open at another, with and without the bus."""

import contextlib
from functools import partial
from operator import contains

import pytest
from channels.db import database_sync_to_async

from editor.accounts.models import User
from editor.documents.models import Role
from editor.realtime.models import LiveSession, live_sessions
from project.local.stack import Stack
from tests.replicas.browser import Browser
from tests.replicas.people import shared_document, sign_in
from tests.replicas.test_revocation import hanging_bus
from tests.sockets import SocketClient, clients
from tests.waiting import read_until

LIVE = "/admin/editor/livesession/"
WITHOUT_BUS = 4.0  # seconds: the replica looks at its rows once a second


@database_sync_to_async
def make_boss() -> User:
    return User.objects.filter(email="boss@example.org").first() or User.objects.create_superuser("boss@example.org")


@pytest.mark.parametrize("has_bus", [True, False])
async def test_a_connection_at_another_replica_is_closed_and_comes_back(two_replicas: Stack, has_bus: bool) -> None:
    first, second = two_replicas.replicas
    shared = await shared_document(1)
    boss = await make_boss()
    socket = SocketClient([second.port], shared.document, shared.doors[0])
    async with clients(socket), Browser(first.url, await sign_in(boss)) as browser:
        await socket.write("[0]")
        await socket.until(lambda: not socket.waiting)
        row = await read_until(live_sessions().filter(document=shared.document).first, "a row")
        with contextlib.nullcontext() if has_bus else hanging_bus(two_replicas):
            assert (await browser.post(f"{LIVE}{row.connection}/close/")).status_code == 302
            await socket.until(partial(contains, socket.close_codes, 1012), "closed", WITHOUT_BUS)
        await socket.write("[1]")  # it has come back by itself, under another name
        await socket.until(lambda: not socket.waiting)
        again = live_sessions().filter(document=shared.document).exclude(pk=row.connection)
        assert (await read_until(again.first, "a row again")).replica_id == row.replica_id


async def test_signing_a_browser_out_closes_it_at_every_replica(two_replicas: Stack) -> None:
    first, second = two_replicas.replicas
    shared = await shared_document(2, Role.EDITOR)
    boss = await make_boss()
    key = await sign_in(shared.users[1])
    async with Browser(first.url, key) as theirs, Browser(first.url, await sign_in(boss)) as browser:
        sockets = [SocketClient([replica.port], shared.document, theirs.door) for replica in (first, second)]
        async with clients(*sockets):
            for socket in sockets:
                await socket.connected()
            rows = live_sessions().filter(document=shared.document)
            await read_until(lambda: rows.count() == 2, "two rows")
            assert await database_sync_to_async(lambda: rows.values("replica").distinct().count())() == 2
            row = await database_sync_to_async(rows.first)()
            assert isinstance(row, LiveSession)
            assert (await browser.post(f"{LIVE}{row.connection}/sign-out/")).status_code == 302
            for socket in sockets:
                await socket.until(partial(contains, socket.close_codes, 4401), "signed out", WITHOUT_BUS)
