"""The bounds of what waits, what is appended and what is held; and updates that come without a socket."""

import asyncio
from uuid import uuid4

import pytest

from editor.collab.judgement import RefusedUpdate
from editor.collab.ports import Committed, Entry, LogUnavailable, Source
from editor.collab.protocol import CloseCode
from tests.collab.commits import announced, level
from tests.collab.rooms import a_world, edit_of, eventually, new_doc, strict, typing

# -- Bounds -----------------------------------------------------------------------------------------------------------


async def test_an_append_has_so_many_entries_at_most() -> None:
    async with a_world(strict(max_append_entries=3)) as world:
        writer = await world.join(world.replica())
        world.log.gate.clear()
        for text in "abcdefgh":
            await writer.write(typing(text))
        world.log.gate.set()
        await level(world, writer, frames=8, rows=8)
        assert announced(world) == [(1, 3), (4, 6), (7, 8)]


async def test_an_append_has_so_many_bytes_at_most_but_one_entry_at_least() -> None:
    async with a_world(strict(max_append_bytes=1_000)) as world:
        writer = await world.join(world.replica())
        world.log.gate.clear()
        for length in (10, 2_000, 400, 400, 400):
            await writer.write(typing("x" * length))
        world.log.gate.set()
        await level(world, writer, frames=5, rows=5)
        assert announced(world) == [(1, 1), (2, 2), (3, 4), (5, 5)]


async def test_rows_are_announced_with_their_bytes_only_while_they_are_few() -> None:
    async with a_world(strict(max_announced_bytes=1_000)) as world:
        writer, reader = [await world.join(world.replica(name)) for name in "ab"]
        await writer.write(typing("x" * 500))
        await level(world, writer, frames=1, rows=1)
        await writer.write(typing("y" * 2_000))
        await eventually(lambda: len(str(reader.doc["title"])) == 2_500)
        sizes = [len(news.rows) for news in world.bus.published if isinstance(news, Committed)]
        assert sizes == [1, 0]


async def test_a_frame_waits_while_too_much_waits() -> None:
    async with a_world(strict(max_waiting_bytes=1_000)) as world:
        writer = await world.join(world.replica())
        world.log.gate.clear()
        await writer.write(typing("x" * 1_200))
        paused = asyncio.create_task(writer.write(typing("y")))
        await eventually(lambda: world.log.appends == 1)
        await asyncio.sleep(0.01)
        assert not paused.done()
        world.log.gate.set()
        await paused
        await level(world, writer, frames=2, rows=2)


async def test_who_waits_for_space_is_let_go_when_the_room_ends() -> None:
    async with a_world(strict(max_waiting_bytes=1_000)) as world:
        writer = await world.join(world.replica())
        world.log.gate.clear()
        await writer.write(typing("x" * 1_200))
        paused = asyncio.create_task(writer.write(typing("y")))
        await eventually(lambda: world.log.appends == 1)
        writer.room.end(CloseCode.RESTARTING)
        async with asyncio.timeout(10):
            await paused
        assert world.payloads() == []


@pytest.mark.parametrize(("limit", "value"), [("max_held_frames", 2), ("max_held_bytes", 600)])
async def test_one_peer_has_so_much_held_at_most_and_another_one_still_has_room(limit: str, value: int) -> None:
    async with a_world(strict(**{limit: value})) as world:
        replica = world.replica()
        greedy, modest = [await world.join(replica) for _ in range(2)]
        for number, client in enumerate((greedy, modest, greedy, greedy)):
            doc = new_doc(100 + number)
            edit_of(doc, typing("g"))
            await client.send_update(edit_of(doc, typing("h" * 250)))
        await eventually(lambda: greedy.refusals == [(1, 3, "incomplete")])
        assert modest.refusals == []
        assert modest.close_code is None


async def test_a_second_connection_lets_nobody_have_more_held() -> None:
    async with a_world(strict(max_held_frames=2)) as world:
        replica, author = world.replica(), uuid4()
        connections = [await world.join(replica, author=author) for _ in range(3)]
        for number, client in enumerate(connections):
            doc = new_doc(100 + number)
            edit_of(doc, typing("g"))
            await client.send_update(edit_of(doc, typing("h")))
        await eventually(lambda: connections[2].refusals == [(1, 1, "incomplete")])


# -- Without a socket -------------------------------------------------------------------------------------------------


async def test_a_submitted_update_returns_where_the_log_stands_then() -> None:
    async with a_world() as world:
        client = await world.join(world.replica())
        await client.write(typing("a"))
        await level(world, client, frames=1, rows=1)
        assert await (await client.room.submit(client.peer, edit_of(client.doc, typing("b")))) == 2
        assert await (await client.room.submit(client.peer, client.doc.get_update())) == 2


async def test_a_submitted_update_is_refused_with_a_code() -> None:
    async with a_world() as world:
        viewer = await world.join(world.replica(), may_write=False)
        for update, code in ((edit_of(viewer.doc, typing("b")), "read-only"), (b"\x01", "malformed")):
            with pytest.raises(RefusedUpdate) as raised:
                await (await viewer.room.submit(viewer.peer, update))
            assert raised.value.code == code


@pytest.mark.parametrize("ends", ["before", "while it waits"])
async def test_a_submitted_update_fails_where_the_room_ends(ends: str) -> None:
    async with a_world() as world:
        client = await world.join(world.replica())
        world.log.gate.clear()
        update = edit_of(client.doc, typing("b"))
        if ends == "before":
            client.room.end(CloseCode.RESTARTING)
            await client.room.close()
        submitting = asyncio.create_task(client.room.submit(client.peer, update))
        if ends != "before":
            await eventually(lambda: world.log.appends == 1)
            client.room.end(CloseCode.RESTARTING)
        with pytest.raises(LogUnavailable):
            async with asyncio.timeout(10):
                await (await submitting)


async def test_an_entry_says_who_wrote_it_how_and_under_which_rights() -> None:
    async with a_world() as world:
        writer = await world.join(world.replica())
        update = await writer.write(typing("a"))
        await level(world, writer, frames=1, rows=1)
        await writer.write(typing("b"))
        await level(world, writer, frames=2, rows=2)
        first, second = world.log.documents[world.document].entries
        client = frozenset({writer.doc.client_id})
        assert first == Entry(update, writer.peer.author, Source.BROWSER, 1, client, 1)
        assert second.new_clients == frozenset()
