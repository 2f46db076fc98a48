"""Edits and revocations at the same moment: nothing commits after the transaction that took the right away."""

import asyncio
import os
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from uuid import UUID

import websockets
from channels.db import database_sync_to_async
from django.db import transaction
from pycrdt import Doc, Text

from editor.collab.encoding import read_var_uint
from editor.collab.protocol import ACKNOWLEDGED, REFUSED, update_frame
from editor.documents import members
from editor.documents.access import Access, access_document
from editor.documents.models import Role
from editor.documents.trashing import restore_documents, trash_documents
from editor.log.models import LogEntry, LogHead
from project.local.stack import Stack
from tests.replicas.people import SharedDocument, shared_document
from tests.sockets import connect, socket_url

RACES, AT_ONCE = int(os.environ.get("SOAK_RACES", "240")), 8
DEADLINE = 60 + RACES * 0.15  # seconds
BETWEEN_EDITS = 0.01  # seconds
MOST_EDITS_BEFORE = 4

Change = Callable[[SharedDocument], object]

REVOKES_AND_GRANTS: list[tuple[Change, Change]] = [
    (
        lambda shared: members.change_role(owner(shared), shared.users[1].pk, Role.VIEWER, shared.users[0]),
        lambda shared: members.change_role(owner(shared), shared.users[1].pk, Role.EDITOR, shared.users[0]),
    ),
    (
        lambda shared: members.remove_member(owner(shared), shared.users[1].pk, shared.users[0]),
        lambda shared: members.add_member(owner(shared), shared.users[1].email, Role.EDITOR, shared.users[0]),
    ),
    (
        lambda shared: trash_documents([shared.document], shared.users[0]),
        lambda shared: restore_documents([shared.document], shared.users[0]),
    ),
]


@dataclass
class Editor:
    """Sends one edit after the other until it is turned away; counts what was acknowledged."""

    acknowledged: int = 0
    close_code: int | None = None
    news: asyncio.Event = field(default_factory=asyncio.Event)

    async def write(self, port: int, shared: SharedDocument) -> None:
        async with connect(socket_url(port, shared.document), shared.doors[1]) as socket:
            sending = asyncio.create_task(self._send(socket))
            try:
                while await self._goes_on(socket):
                    pass
            finally:
                sending.cancel()
                await asyncio.gather(sending, return_exceptions=True)

    async def _send(self, socket: websockets.ClientConnection) -> None:
        doc: Doc[Text] = Doc()
        doc["title"] = text = Text()
        updates: list[bytes] = []
        subscription = doc.observe(lambda event: updates.append(event.update))
        try:
            while True:
                text.insert(0, "x")
                await socket.send(update_frame(updates.pop()))
                await asyncio.sleep(BETWEEN_EDITS)
        finally:
            doc.unobserve(subscription)

    async def _goes_on(self, socket: websockets.ClientConnection) -> bool:
        try:
            frame = await socket.recv()
        except websockets.ConnectionClosedError as closed:
            self.close_code = closed.rcvd.code if closed.rcvd else 1006
            return False
        assert isinstance(frame, bytes)
        kind, position = read_var_uint(frame, 0)
        if kind == ACKNOWLEDGED:
            self.acknowledged = read_var_uint(frame, read_var_uint(frame, position)[1])[0]
            self.news.set()
        return kind != REFUSED


async def test_nothing_commits_after_the_revoke(two_replicas: Stack) -> None:
    ports = [replica.port for replica in two_replicas.replicas]
    all_of_them = [await shared_document(2) for _ in range(AT_ONCE)]
    async with asyncio.timeout(DEADLINE):
        acknowledged = await asyncio.gather(
            *(race_often(ports[number % 2], shared, seed=number) for number, shared in enumerate(all_of_them))
        )
    assert sum(acknowledged) > RACES / 2  # the races were some


async def race_often(port: int, shared: SharedDocument, seed: int) -> int:
    chance = random.Random(seed)
    acknowledged = 0
    forbidden: list[tuple[int, int]] = []
    for _ in range(RACES // AT_ONCE):
        revoke, grant = chance.choice(REVOKES_AND_GRANTS)
        editor = Editor()
        writing = asyncio.create_task(editor.write(port, shared))
        for _ in range(chance.randint(0, MOST_EDITS_BEFORE)):
            await editor.news.wait()
            editor.news.clear()
        revoked_at = await change(shared, revoke)
        await writing
        assert editor.close_code in {None, 4404}
        acknowledged += editor.acknowledged
        forbidden.append((revoked_at, await change(shared, grant)))
    numbers = await numbers_by(shared.document, shared.users[1].pk)
    assert [(span, number) for span in forbidden for number in numbers if span[0] < number <= span[1]] == []
    assert len(numbers) >= acknowledged
    return acknowledged


@partial(database_sync_to_async, thread_sensitive=False)  # else they would wait for each other
@transaction.atomic
def change(shared: SharedDocument, make: Change) -> int:
    """Changes the rights; the log's head at that moment, whose row the change has locked."""
    make(shared)
    return LogHead.objects.get(document_id=shared.document).head


def owner(shared: SharedDocument) -> Access:
    return access_document(shared.users[0], shared.document)


@database_sync_to_async
def numbers_by(document: UUID, author: UUID) -> list[int]:
    return list(LogEntry.objects.filter(document_id=document, author=author).values_list("number", flat=True))
