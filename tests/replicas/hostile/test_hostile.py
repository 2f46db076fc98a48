"""Whoever sends what no honest client sends is refused or closed, alone. Nobody else notices; nothing is written."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import websockets
from channels.db import database_sync_to_async
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from editor.accounts.models import User
from editor.collab.encoding import read_var_string, read_var_uint
from editor.documents.actions import create_document
from editor.documents.models import Membership, Role
from editor.log.access_versions import raise_access_versions
from editor.log.models import LogEntry
from project.local.stack import Stack
from tests.replicas.hostile.attacks import STAYS, Attack, all_attacks
from tests.replicas.people import SharedDocument, shared_document, sign_in
from tests.sockets import Door, SocketClient, clients, connect, socket_url

AT_ONCE = 8
ROUND_TRIP = 1.0  # seconds, for the witnesses
PATIENCE = 20.0

pytestmark = pytest.mark.replicas


@dataclass
class Scene:
    """Two witnesses, an editor and a viewer who attack, and somebody who was removed: all in one document."""

    stack: Stack
    shared: SharedDocument
    witnesses: tuple[SocketClient, SocketClient]
    round_trips: list[float] = field(default_factory=list)
    sockets: int = 0
    is_over: bool = False

    @property
    def document(self) -> UUID:
        return self.shared.document

    def url(self, query: str = "acks=1", document: UUID | None = None) -> str:
        """At the one replica and the other in turn."""
        self.sockets += 1
        replicas = self.stack.replicas
        return socket_url(replicas[self.sockets % len(replicas)].port, document or self.document, query)

    @property
    def origin(self) -> str:
        return self.stack.replicas[0].url

    async def write(self) -> None:
        """The witnesses write in turn until it is over; each waits until the other has read it."""
        number = 0
        while not self.is_over:
            number += 1
            here, there = self.witnesses[number % 2], self.witnesses[(number + 1) % 2]
            token = f"<{number}>"
            begin = time.monotonic()
            await here.write(token)
            await _both_have(token, here, there)
            self.round_trips.append(time.monotonic() - begin)
            await asyncio.sleep(0.02)


async def _both_have(token: str, writer: SocketClient, reader: SocketClient) -> None:
    await reader.until(lambda: token in reader.text, seconds=PATIENCE)
    await writer.until(lambda: token in writer.journal, seconds=PATIENCE)


@pytest.fixture
async def scene(two_replicas: Stack) -> AsyncIterator[Scene]:
    shared = await shared_document(5)
    await _arrange(shared)
    first, second = (
        SocketClient([replica.port], shared.document, door)
        for replica, door in zip(two_replicas.replicas, shared.doors, strict=False)
    )
    scene = Scene(two_replicas, shared, (first, second))
    async with clients(first, second):
        await first.until(lambda: first.is_connected and second.is_connected)
        writing = asyncio.create_task(scene.write())
        await first.until(lambda: len(scene.round_trips) > 1)
        scene.round_trips.clear()
        yield scene
        count = len(scene.round_trips)
        await first.until(lambda: len(scene.round_trips) > count + 2)
        scene.is_over = True
        await writing
        await _nobody_noticed(scene)


@database_sync_to_async
def _arrange(shared: SharedDocument) -> None:
    members = Membership.objects.filter(document_id=shared.document)
    members.filter(user=shared.users[3]).update(role=Role.VIEWER)
    members.filter(user=shared.users[4]).delete()


async def _nobody_noticed(scene: Scene) -> None:
    first, second = scene.witnesses
    for witness in scene.witnesses:
        await witness.until(lambda: first.text == second.text and not first.waiting and not second.waiting)
        assert (witness.close_codes, witness.refusals, witness.connections) == ([], [], 1)
    assert max(scene.round_trips) < ROUND_TRIP, sorted(scene.round_trips)[-5:]
    for replica in scene.stack.replicas:
        assert replica.process.is_alive()
        assert replica.log
        assert "Traceback" not in replica.log.read_text()
    attackers = [user.pk for user in scene.shared.users[2:]]
    assert not await LogEntry.objects.filter(document_id=scene.document, author__in=attackers).aexists()


# -- In the middle of it ----------------------------------------------------------------------------------------------


async def test_five_hundred_attacks_from_inside(scene: Scene) -> None:
    attacks = all_attacks(scene.witnesses[0].doc.client_id)
    assert len(attacks) >= 500
    turn = asyncio.Semaphore(AT_ONCE)
    patient = [each for each in attacks if each.name == "what never becomes complete"]
    waiting = asyncio.gather(*(_one(scene, each) for each in patient))

    async def in_turn(each: Attack) -> str | None:
        async with turn:
            return await _one(scene, each)

    outcomes = await asyncio.gather(*(in_turn(each) for each in attacks if each not in patient))
    assert [wrong for wrong in (*outcomes, *await waiting) if wrong] == []


async def _one(scene: Scene, attack: Attack) -> str | None:
    """What was wrong with how it ended, if anything."""
    door = scene.shared.doors[3 if attack.by_viewer else 2]
    refusals: list[str] = []
    code = STAYS
    try:
        async with asyncio.timeout(PATIENCE), connect(scene.url(), door) as socket:
            with contextlib.suppress(websockets.ConnectionClosed):
                for frame in attack.frames:
                    await socket.send(frame)
                if STAYS in attack.codes and not attack.refusal:
                    await socket.send(b"\x00\x00\x01\x00")
            await _listen(socket, refusals, stays=STAYS in attack.codes)
    except websockets.ConnectionClosed as closed:
        code = closed.rcvd.code if closed.rcvd else 1006
    except TimeoutError:
        code = -1
    if code not in attack.codes or (attack.refusal and refusals != [attack.refusal]):
        return f"{attack.name}: {code} {refusals}, not {sorted(attack.codes)} {attack.refusal}"
    return None


async def _listen(socket: websockets.ClientConnection, refusals: list[str], *, stays: bool) -> None:
    """Until the connection ends, or whoever stays is answered: with a refusal, or with the document."""
    while True:
        frame = await socket.recv()
        assert isinstance(frame, bytes)
        if frame[0] == 102:
            _, position = read_var_uint(frame, 1)
            _, position = read_var_uint(frame, position)
            refusals.append(read_var_string(frame, position)[0])
        if stays and (frame[:2] == b"\x00\x01" or refusals == ["read-only"]):
            return


# -- At the door ------------------------------------------------------------------------------------------------------


async def knock(scene: Scene, door: Door, query: str = "acks=1", document: UUID | None = None) -> int:
    """The status of a handshake that is turned down, or the code that the socket is closed with at once."""
    try:
        async with asyncio.timeout(PATIENCE), connect(scene.url(query, document), door) as socket:
            await socket.send(b"\x00\x00\x01\x00")
            while (await socket.recv())[:2] != b"\x00\x01":
                pass
            return 0
    except websockets.InvalidStatus as refused:
        return refused.response.status_code
    except websockets.ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 1006


async def test_foreign_origins_are_turned_down_before_there_is_a_socket(scene: Scene) -> None:
    key = await sign_in(scene.shared.users[2])
    port = scene.stack.replicas[0].port
    assert await knock(scene, Door.cookie(key, scene.origin)) == 0
    foreign = [
        "https://evil.example",
        "http://evil.example",
        "null",
        "",
        "file://",
        f"https://127.0.0.1:{port}",
        f"ws://127.0.0.1:{port}",
        f"http://127.0.0.1:{port + 1 if port + 1 not in {r.port for r in scene.stack.replicas} else port - 1}",
        "http://127.0.0.1",
        f"http://127.0.0.1:{port}.evil.example",
        f"http://127.0.0.1:{port}/",
        f"http://evil.example@127.0.0.1:{port}",
        f"HTTP://127.0.0.1:{port}",
        f"{scene.origin}, https://evil.example",
    ]
    for origin in foreign:
        assert await knock(scene, Door.cookie(key, origin)) == 403, origin
    assert await knock(scene, Door({"Cookie": f"session={key}"})) == 403
    for word in ("Basic eDp5", "bearer", "Bearer", "garbage", ""):
        headers = {"Cookie": f"session={key}", "Authorization": word}
        assert await knock(scene, Door(headers, "https://evil.example")) in {403, 4401}, word


async def test_who_is_not_signed_in_is_told_so(scene: Scene) -> None:
    ended, expired = [await sign_in(scene.shared.users[2]) for _ in range(2)]
    await Session.objects.filter(session_key=ended).adelete()
    await Session.objects.filter(session_key=expired).aupdate(expire_date=timezone.now() - timedelta(seconds=1))
    for door in (
        Door({}, scene.origin),
        Door({"Cookie": "session="}, scene.origin),
        Door({"Cookie": "session=" + "x" * 4_000}, scene.origin),
        Door({"Cookie": "; = ;session"}, scene.origin),
        Door.cookie(ended, scene.origin),
        Door.cookie(expired, scene.origin),
        Door.token("not a token"),
        Door.token(""),
        Door.token("ü" * 10),
    ):
        assert await knock(scene, door) == 4401, door


async def test_whoever_may_not_see_it_learns_not_even_that_it_is_there(scene: Scene) -> None:
    removed, viewer = scene.shared.doors[4], scene.shared.doors[3]
    foreign = (await database_sync_to_async(create_document)(scene.shared.users[0])).pk
    assert await knock(scene, removed) == 4404
    assert await knock(scene, viewer, document=foreign) == 4404
    assert await knock(scene, viewer, document=uuid4()) == 4404


@pytest.mark.parametrize(
    ("query", "outcome"),
    [
        ("schema=x", 403),
        ("schema=1.5", 403),
        ("generation=1", 403),
        ("generation=" + "0" * 33, 403),
        ("x=" + "y" * 2_000, 403),
        ("schema=", 0),
        ("acks=2&acks=%ff&&&=&%00", 0),
        ("schema=-1", 0),
        ("schema=" + "9" * 100, 1012),
        ("generation=339c0162-3ec8-469a-9207-beeb3cefbd2d", 4409),
    ],
)
async def test_a_query_that_makes_no_sense_is_turned_down(two_replicas: Stack, query: str, outcome: int) -> None:
    shared = await shared_document(1)
    scene = Scene(two_replicas, shared, (None, None))  # type: ignore[arg-type]  # nobody watches
    assert await knock(scene, shared.doors[0], query) == outcome


@pytest.mark.parametrize("path", ["/ws/documents/1", "/ws/", "/", "/ws/documents/../../etc/passwd", "/healthz"])
async def test_there_is_no_socket_anywhere_else(two_replicas: Stack, path: str) -> None:
    with pytest.raises(websockets.InvalidStatus) as raised:
        async with connect(f"ws://127.0.0.1:{two_replicas.replicas[0].port}{path}", Door({})):
            pass
    assert raised.value.response.status_code in {403, 404}


# -- While it is open -------------------------------------------------------------------------------------------------


async def test_who_is_removed_or_signed_out_is_closed_and_writes_nothing_more(scene: Scene) -> None:
    user = scene.shared.users[2]
    session = await sign_in(user)
    async with connect(scene.url(), Door.cookie(session, scene.origin)) as signed_in:
        await _remove(scene.document, user)
        async with asyncio.timeout(PATIENCE):
            await signed_in.wait_closed()
        assert signed_in.close_code == 4404


@database_sync_to_async
def _remove(document: UUID, user: User) -> None:
    with transaction.atomic():
        Membership.objects.filter(document_id=document, user=user).delete()
        raise_access_versions([document])
