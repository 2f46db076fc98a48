"""A room is opened once for however many, and closed only when nobody needs it any more."""

import asyncio
from contextlib import AsyncExitStack
from uuid import uuid4

import pytest

from editor.collab.ports import Row
from editor.collab.protocol import CloseCode, update_frame
from editor.collab.registry import NotOpen, Registry
from tests.collab.rooms import Replica, World, a_world, edit_of, eventually, new_doc, typing


async def opens(registry: Registry, world: World) -> None:
    async with registry.room(world.document) as room:
        assert room.document == world.document


async def fails(registry: Registry, world: World) -> CloseCode:
    with pytest.raises(NotOpen) as raised:
        await opens(registry, world)
    return raised.value.code


async def test_ten_that_arrive_together_load_once() -> None:
    async with a_world() as world, AsyncExitStack() as stack:
        registry = world.replica().registry
        rooms = await asyncio.gather(
            *(stack.enter_async_context(registry.room(world.document)) for _ in range(10)),
        )
        assert len(set(map(id, rooms))) == 1
        assert world.log.loads == 1
        assert world.bus.subscribers(world.document) == 1


async def test_what_happens_while_it_loads_is_not_missed() -> None:
    async with a_world() as world:
        writer = await world.join(world.replica("a"))
        opening = asyncio.create_task(world.join(world.replica("b")))
        for text in "abcde":
            await writer.write(typing(text))
            await asyncio.sleep(0)
        reader = await opening
        await eventually(lambda: str(reader.doc["title"]) == "abcde")


async def test_a_load_that_fails_fails_for_all_who_wait_and_the_next_one_tries_again() -> None:
    async with a_world() as world:
        registry = world.replica().registry
        world.log.down = True
        codes = await asyncio.gather(*(fails(registry, world) for _ in range(3)))
        assert codes == [CloseCode.OVERLOADED] * 3
        world.log.down = False
        await opens(registry, world)
        await eventually(lambda: not registry.rooms)
        await eventually(lambda: world.bus.subscribers(world.document) == 0)


async def test_a_document_that_is_not_there_is_not_found() -> None:
    async with a_world() as world:
        registry = world.replica().registry
        with pytest.raises(NotOpen) as raised:
            async with registry.room(uuid4()):
                pass
        assert raised.value.code is CloseCode.NOT_FOUND
        await eventually(lambda: not registry.rooms)


@pytest.mark.parametrize("payload", [b"\x01", b"\x01\x01\x05\x01\x04\x01\x05title\x01a\x00"])
async def test_a_log_that_cannot_be_read_is_our_fault(payload: bytes) -> None:
    async with a_world() as world:
        world.log.documents[world.document].rows.append(Row(1, payload, uuid4()))
        assert await fails(world.replica().registry, world) is CloseCode.FAULT


async def test_who_gives_up_while_it_opens_does_not_end_it_for_the_others() -> None:
    async with a_world() as world:
        registry = world.replica().registry
        impatient = asyncio.create_task(opens(registry, world))
        patient = asyncio.create_task(opens(registry, world))
        await asyncio.sleep(0)
        impatient.cancel()
        await patient
        assert world.log.loads == 1


# -- Closing ----------------------------------------------------------------------------------------------------------


async def test_it_closes_when_the_last_has_gone_for_the_grace_time() -> None:
    async with a_world() as world:
        registry = world.replica().registry
        await opens(registry, world)
        assert world.document in registry.rooms
        await eventually(lambda: not registry.rooms)
        await eventually(lambda: world.bus.subscribers(world.document) == 0)


async def test_who_comes_back_within_the_grace_time_finds_the_same_room() -> None:
    async with a_world() as world:
        registry = Registry(world.replica().registry._around, grace_seconds=60)
        async with registry.room(world.document) as before:
            pass
        async with registry.room(world.document) as after:
            assert before is after
        assert world.log.loads == 1
        await registry.close()


async def test_the_grace_time_starts_anew_for_who_comes_back() -> None:
    async with a_world() as world:
        registry = Registry(world.replica().registry._around, grace_seconds=0.3)
        await opens(registry, world)
        for _ in range(5):
            await opens(registry, world)
            await asyncio.sleep(0.01)
        assert world.document in registry.rooms
        assert world.log.loads == 1
        await registry.close()


async def test_what_waits_is_committed_before_it_closes() -> None:
    async with a_world() as world:
        replica = world.replica()
        client = await world.join(replica)
        async with replica.registry.room(world.document) as room:
            world.log.gate.clear()
            await room.receive(client.peer, update_frame(edit_of(client.doc, typing("a"))))
            room.leave(client.peer)
        await asyncio.sleep(0.05)
        assert world.document in replica.registry.rooms
        world.log.gate.set()
        await eventually(lambda: len(world.payloads()) == 1)


async def test_what_is_only_held_does_not_keep_it_open() -> None:
    async with a_world() as world:
        registry = world.replica().registry
        client = await world.join(world.replica("other"))
        doc = new_doc(5)
        edit_of(doc, typing("a"))
        async with registry.room(world.document) as room:
            await room.receive(client.peer, update_frame(edit_of(doc, typing("b"))))
        await eventually(lambda: not registry.rooms)
        assert world.payloads() == []


async def test_after_a_room_has_ended_the_next_one_gets_another() -> None:
    async with a_world() as world, AsyncExitStack() as stack:
        registry = world.replica().registry
        before = await stack.enter_async_context(registry.room(world.document))
        before.end(CloseCode.FAULT)
        await eventually(lambda: not registry.rooms)
        after = await stack.enter_async_context(registry.room(world.document))
        assert after is not before
        assert world.log.loads == 2


# -- Draining ---------------------------------------------------------------------------------------------------------


async def test_a_drain_commits_what_waits_and_sends_everybody_elsewhere() -> None:
    async with a_world() as world:
        replica = world.replica()
        writer, reader = await world.join(replica), await world.join(replica, may_write=False)
        world.log.gate.clear()
        await writer.write(typing("a"))
        draining = asyncio.create_task(replica.registry.drain(5))
        await eventually(lambda: world.log.appends == 1)
        assert writer.close_code is None
        world.log.gate.set()
        await draining
        await eventually(lambda: writer.close_code is CloseCode.RESTARTING)
        await eventually(lambda: reader.close_code is CloseCode.RESTARTING)
        assert writer.acknowledged == (0, 1, 1)
        assert await fails(replica.registry, world) is CloseCode.RESTARTING


async def test_a_drain_does_not_wait_for_a_log_that_is_away() -> None:
    async with a_world() as world:
        replica = world.replica()
        writer = await world.join(replica)
        world.log.down = True
        await writer.write(typing("a"))
        await replica.registry.drain(0.05)
        await eventually(lambda: writer.close_code is CloseCode.RESTARTING)
        assert writer.acknowledged == (0, 0, 0)


async def test_nobody_gets_into_a_room_that_was_being_opened_when_the_drain_began() -> None:
    async with a_world() as world:
        replica = world.replica()
        opening = asyncio.create_task(fails(replica.registry, world))
        await asyncio.sleep(0)
        await replica.registry.drain(1)
        assert await opening is CloseCode.RESTARTING


async def test_closing_ends_the_rooms_and_forgets_them() -> None:
    async with a_world() as world:
        replica: Replica = world.replica()
        await world.join(replica)
        await replica.registry.close()
        assert replica.registry.rooms == {}
        assert world.bus.subscribers(world.document) == 0
