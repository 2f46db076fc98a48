"""What waits for the pages of people, and how much of it may."""

import json
from contextlib import AsyncExitStack
from uuid import UUID, uuid4

import pytest

from editor.accounts.models import User
from editor.collab.ports import AccessChanged, EventHappened
from editor.collab.protocol import CloseCode
from editor.collab.registry import NotOpen
from editor.realtime.person_sockets import (
    CATCH_UP,
    MAX_SOCKETS_PER_PERSON,
    MAX_WAITING,
    PersonSocket,
    PersonSockets,
)
from editor.realtime.principals import Principal
from tests.collab.twins import MemoryBus


def principal(user_id: UUID | None = None) -> Principal:
    return Principal(User(pk=user_id or uuid4()), "key", "session")


def hint(kind: str) -> str:
    return json.dumps({"type": kind})


async def test_a_hint_that_waits_already_waits_once() -> None:
    socket = PersonSocket(principal())
    for kind in ("notifications", "documents", "notifications"):
        socket.tell(hint(kind))
    assert await socket.take() == [CATCH_UP, hint("notifications"), hint("documents")]


async def test_a_page_that_does_not_read_is_sent_away() -> None:
    socket = PersonSocket(principal())
    for number in range(MAX_WAITING):
        socket.tell(hint(str(number)))
    assert await socket.take() == []
    assert socket.close_code == CloseCode.OVERLOADED


async def test_a_person_hears_what_is_announced_to_them_alone() -> None:
    bus = MemoryBus()
    sockets = PersonSockets(bus)
    ada, ben = principal(), principal()
    async with sockets.socket(ada) as hers, sockets.socket(ben) as his:
        await hers.take(), await his.take()
        bus.publish(EventHappened(ada.reader.pk, "server", hint("notifications")))
        bus.publish(AccessChanged(ben.reader.pk, "server"))
        bus.publish(EventHappened(ben.reader.pk, "server", hint("documents")))
        assert await hers.take() == [hint("notifications")]
        assert await his.take() == [hint("documents")]


async def test_one_person_has_so_many_pages_at_a_replica_and_no_more() -> None:
    sockets = PersonSockets(MemoryBus())
    ada = principal()
    async with AsyncExitStack() as stack:
        for _ in range(MAX_SOCKETS_PER_PERSON):
            await stack.enter_async_context(sockets.socket(ada))
        with pytest.raises(NotOpen) as refused:
            await stack.enter_async_context(sockets.socket(ada))
        assert refused.value.code == CloseCode.OVERLOADED
        await stack.enter_async_context(sockets.socket(principal()))
    async with sockets.socket(ada):
        pass


async def test_all_look_again_when_the_bus_is_back_and_go_elsewhere_when_the_replica_stops() -> None:
    sockets = PersonSockets(MemoryBus())
    async with sockets.socket(principal()) as socket:
        await socket.take()
        sockets.catch_up()
        assert await socket.take() == [CATCH_UP]
        sockets.drain()
        assert (await socket.take(), socket.close_code) == ([], CloseCode.RESTARTING)
        with pytest.raises(NotOpen):
            async with sockets.socket(principal()):
                pass
