"""Every source of a right, every role, every frame, over real sockets."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
import websockets
from channels.db import database_sync_to_async
from django.http import HttpResponse
from pycrdt import Doc, Text

from editor.accounts.models import User, Visitor
from editor.accounts.tokens import issue_token
from editor.accounts.visitors import COOKIE, keep_visitor
from editor.collab.encoding import read_var_bytes, read_var_string, read_var_uint, write_var_bytes
from editor.collab.protocol import PresenceState, awareness_frame, write_awareness
from editor.documents.access import Reader
from editor.documents.models import Document, Role
from editor.log.models import LogEntry
from project.local.stack import Stack
from tests.rights import WAYS, give
from tests.sockets import Door, connect, socket_url

PATIENCE = 10.0  # seconds
AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Way:
    """A document, and how somebody gets to it who has one role there by one source."""

    document: UUID
    reader: UUID
    door: Door
    may_read: bool
    may_write: bool


@database_sync_to_async
def arrange(source: str, role: Role, origin: str, locked: bool) -> Way:
    document, _, reader = give(source, role)
    if locked:
        Document.objects.filter(pk=document.pk).update(locked_at="2026-01-01T00:00Z")
    may_read = source != "none"
    may_write = may_read and role >= Role.EDITOR and not locked
    return Way(document.pk, reader.pk, door_of(reader, origin), may_read, may_write)


def door_of(reader: Reader, origin: str) -> Door:
    if isinstance(reader, Visitor):
        response = HttpResponse()
        keep_visitor(response, reader)
        return Door.cookie(response.cookies[COOKIE].value, origin, COOKIE)
    assert isinstance(reader, User)
    return Door.token(issue_token(reader, "test"))


def new_text() -> bytes:
    doc: Doc[Any] = Doc({"title": Text("Word")})
    return bytes(doc.get_update())


# -- What is sent, and what must come of it ---------------------------------------------------------------------------


async def all_frames(url: str, way: Way) -> None:
    """Step 1, who is here, presence, an update; then the others, each over a connection of its own."""
    async with talking(url, way) as talk:
        await talk.send(b"\x00\x00" + write_var_bytes(Doc().get_state()))
        await talk.until(lambda: bool(talk.step_2s), "a step 2")
        await talk.send(awareness_frame(write_awareness([PresenceState(77, 1, json.dumps({"user": {}}))])))
        await talk.until(lambda: talk.presence == 1, "presence")
        await talk.send(b"\x03")
        await talk.until(lambda: talk.presence == 2, "presence, asked for")
    for kind in (0, 1):
        async with talking(url, way) as talk:
            await talk.send(bytes((0, 1 + kind)) + write_var_bytes(new_text()))
            if way.may_write:
                await talk.until(lambda talk=talk, kind=kind: talk.acknowledged[kind] == 1, "an acknowledgement")
            else:
                await talk.until(lambda talk=talk, kind=kind: talk.refusals == [(kind, 1, "read-only")], "the refusal")
    async with talking(url, way) as talk:
        await talk.send(b"\x00\x02\x05nonsense")
        await talk.until(lambda: talk.code == 4400, "its end")


class Talk:
    """One connection, read to its end."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket
        self._news = asyncio.Event()
        self.step_2s: list[bytes] = []
        self.acknowledged = (0, 0)
        self.refusals: list[tuple[int, int, str]] = []
        self.presence = 0
        self.code: int | None = None

    async def send(self, frame: bytes) -> None:
        with contextlib.suppress(websockets.ConnectionClosed):
            await self._socket.send(frame)

    async def until(self, condition: Any, what: str) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                while not condition():
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(f"{what} did not come: {vars(self)}") from None

    async def listen(self) -> None:
        with contextlib.suppress(websockets.ConnectionClosed):
            while True:
                self._take(await self._socket.recv())
                self._news.set()
        self.code = self._socket.close_code
        self._news.set()

    def _take(self, frame: bytes) -> None:
        kind, at = read_var_uint(frame, 0)
        if kind == 0:
            step, at = read_var_uint(frame, at)
            if step == 1:
                self.step_2s.append(read_var_bytes(frame, at)[0])
        elif kind == 1:
            self.presence += 1
        elif kind == 100:
            step_2s, at = read_var_uint(frame, at)
            self.acknowledged = (step_2s, read_var_uint(frame, at)[0])
        elif kind == 102:
            of_kind, at = read_var_uint(frame, at)
            number, at = read_var_uint(frame, at)
            self.refusals.append((of_kind, number, read_var_string(frame, at)[0]))


@contextlib.asynccontextmanager
async def talking(url: str, way: Way) -> AsyncIterator[Talk]:
    async with connect(url, way.door) as socket:
        talk = Talk(socket)
        listening = asyncio.create_task(talk.listen())
        try:
            yield talk
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)


async def nothing(url: str, way: Way) -> None:
    async with talking(url, way) as talk:
        await talk.until(lambda: talk.code == 4404, "its end")


@pytest.mark.parametrize("locked", [False, True], ids=["unlocked", "locked"])
async def test_every_way_in_gives_what_its_role_gives(two_replicas: Stack, locked: bool) -> None:
    turn = asyncio.Semaphore(AT_ONCE)

    async def try_out(source: str, role: Role, port: int) -> None:
        async with turn:
            way = await arrange(source, role, two_replicas.replicas[0].url, locked)
            url = socket_url(port, way.document)
            try:
                await (all_frames(url, way) if way.may_read else nothing(url, way))
                written = await LogEntry.objects.filter(document_id=way.document, author=way.reader).acount()
                assert written == (2 if way.may_write else 0)
            except AssertionError as error:
                raise AssertionError(f"{role.label} by {source}: {error}") from error

    ports = [replica.port for replica in two_replicas.replicas]
    tries = [try_out(source, role, ports[n % 2]) for n, (source, role) in enumerate(WAYS)]
    failed = [str(each) for each in await asyncio.gather(*tries, return_exceptions=True) if each is not None]
    assert failed == []
