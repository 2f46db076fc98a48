"""The socket of a person, over two real replicas: who gets in, what they are told, and when it ends."""

import json
from typing import Any

import pytest
import websockets
from channels.db import database_sync_to_async
from django.contrib.sessions.models import Session
from django.db import transaction

from editor.accounts.actions import set_active
from editor.accounts.models import User, Visitor
from editor.accounts.visitors import COOKIE, _signer
from editor.notifications.notify import notify
from project.local.stack import Stack
from tests.people import make_user
from tests.replicas.people import sign_in
from tests.sockets import Door, connect


def url(port: int, query: str = "") -> str:
    return f"ws://127.0.0.1:{port}/ws/me{query}"


async def hint(socket: Any) -> str:
    frame = await socket.recv()
    return str(json.loads(frame)["type"])


async def close_code(socket: Any) -> int:
    try:
        while True:
            await socket.recv()
    except websockets.ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 1006


@database_sync_to_async
def two_people() -> tuple[User, User]:
    return make_user("Ada"), make_user("Ben")


@database_sync_to_async
def share(owner: User, other: User) -> None:
    with transaction.atomic():
        notify("shared", [other], actor=owner, subject="Plan")


async def test_a_notification_is_told_at_every_replica_and_to_nobody_else(two_replicas: Stack) -> None:
    first, second = two_replicas.replicas
    ada, ben = await two_people()
    his, hers = [Door.cookie(await sign_in(user), first.url) for user in (ben, ada)]
    async with (
        connect(url(first.port), his) as one,
        connect(url(second.port), his) as other,
        connect(url(first.port), hers) as adas,
    ):
        assert [await hint(socket) for socket in (one, other, adas)] == ["catch-up"] * 3
        await share(ada, ben)
        assert [await hint(socket) for socket in (one, other)] == ["notifications"] * 2
        await share(ben, ada)
        assert await hint(adas) == "notifications"


async def test_only_a_page_of_ours_with_a_session_gets_in(two_replicas: Stack) -> None:
    replica = two_replicas.replicas[0]
    ada, ben = await two_people()
    key = await sign_in(ada)
    with pytest.raises(websockets.InvalidStatus) as refused:
        await connect(url(replica.port), Door.cookie(key, "https://elsewhere.example"))
    assert refused.value.response.status_code == 403
    visitor = await database_sync_to_async(Visitor.objects.create)()
    doors = [
        (Door.cookie("nosuchsession", replica.url), ""),
        (Door.cookie(_signer.sign(visitor.pk.hex), replica.url, COOKIE), ""),
        (Door.cookie(key, replica.url), f"?user={ben.pk}"),
    ]
    for door, query in doors:
        async with connect(url(replica.port, query), door) as socket:
            assert await close_code(socket) == 4401
    async with connect(url(replica.port, f"?user={ada.pk}"), Door.cookie(key, replica.url)) as socket:
        assert await hint(socket) == "catch-up"
        await socket.send("anything")
        assert await close_code(socket) == 4400


async def test_it_ends_with_the_session_and_when_the_person_is_deactivated(two_replicas: Stack) -> None:
    replica = two_replicas.replicas[0]
    ada, ben = await two_people()
    keys = [await sign_in(user) for user in (ada, ben)]
    doors = [Door.cookie(key, replica.url) for key in keys]
    async with connect(url(replica.port), doors[0]) as hers, connect(url(replica.port), doors[1]) as his:
        await database_sync_to_async(set_active)(ada.pk, active=False)
        await end_session(keys[1])
        assert await close_code(hers) == 4401
        assert await close_code(his) == 4401


@database_sync_to_async
def end_session(key: str) -> None:
    Session.objects.filter(session_key=key).delete()
