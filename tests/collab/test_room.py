"""Coming in, asking, and what happens to those who speak out of turn."""

import asyncio
from dataclasses import replace
from uuid import uuid4

import pytest

from editor.collab.protocol import CloseCode, PresenceState, awareness_frame, write_awareness
from editor.collab.state import DocumentBroken
from tests.collab.crafting import client as structs_of
from tests.collab.crafting import state_vector, text, uint, update
from tests.collab.presence import say, shown
from tests.collab.rooms import a_world, edit_of, eventually, new_doc, strict, typing
from tests.collab.taking import take

# -- Coming in --------------------------------------------------------------------------------------------------------


async def test_a_newcomer_is_asked_and_gets_the_document_and_who_is_here() -> None:
    async with a_world() as world:
        replica = world.replica()
        writer = await world.join(replica)
        await writer.write(typing("abc"))
        await say(writer)
        await eventually(lambda: writer.acknowledged == (0, 1, 1))
        reader = await world.join(replica, may_write=False)
        await eventually(lambda: str(reader.doc["title"]) == "abc")
        await eventually(lambda: shown(reader).keys() == {writer.doc.client_id})
        assert reader.asked == 1


async def test_one_more_than_may_be_in_a_room_is_sent_away() -> None:
    async with a_world(strict(max_peers=2)) as world:
        replica = world.replica()
        inside = [await world.join(replica) for _ in range(2)]
        outside = await world.join(replica)
        await eventually(lambda: outside.close_code is CloseCode.OVERLOADED)
        await inside[0].write(typing("a"))
        await eventually(lambda: str(inside[1].doc["title"]) == "a")
        assert outside.inbox == []
        inside[0].room.leave(inside[0].peer)
        await world.join(replica)
        assert len(inside[0].room.peers) == 2


async def test_the_next_frame_is_read_when_the_answer_is_sent() -> None:
    async with a_world() as world:
        slow = await world.join(world.replica())
        assert slow.reader
        slow.reader.cancel()
        asking = asyncio.create_task(slow.send_step_1(b"\x00"))
        await asyncio.sleep(0.01)
        assert not asking.done()
        await take(slow.peer.outbox)
        slow.peer.outbox.sent()
        await asking


# -- Copies of another life -------------------------------------------------------------------------------------------


async def test_a_copy_with_more_of_somebody_else_than_the_log_has_is_of_another_generation() -> None:
    async with a_world() as world:
        replica = world.replica()
        writer = await world.join(replica)
        await writer.write(typing("abc"))
        await eventually(lambda: writer.acknowledged == (0, 1, 1))
        reader = await world.join(replica)
        ahead = state_vector([(writer.doc.client_id, 4)])
        await reader.send_step_1(ahead)
        await eventually(lambda: reader.close_code is CloseCode.OTHER_GENERATION)
        await writer.send_step_1(ahead)
        await asyncio.sleep(0)
        assert writer.close_code is None


async def test_a_copy_that_is_ahead_of_this_replica_only_is_waited_for() -> None:
    async with a_world() as world:
        writer, reader = [await world.join(world.replica(name)) for name in "ab"]
        await writer.write(typing("abc"))
        await eventually(lambda: str(reader.doc["title"]) == "abc")
        world.bus.down = True
        await writer.write(typing("def"))
        await eventually(lambda: writer.acknowledged == (0, 2, 2))
        await reader.send_step_1(writer.doc.get_state())
        await eventually(lambda: str(reader.doc["title"]) == "abcdef")
        assert reader.close_code is None


async def test_while_the_log_cannot_tell_it_is_sent_to_try_again() -> None:
    async with a_world() as world:
        writer, reader = [await world.join(world.replica(name)) for name in "ab"]
        await writer.write(typing("abc"))
        await eventually(lambda: str(reader.doc["title"]) == "abc")
        world.log.down = True
        await reader.send_step_1(state_vector([(writer.doc.client_id, 4)]))
        await eventually(lambda: reader.close_code is CloseCode.OVERLOADED)


# -- Speaking out of turn ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        (b"", CloseCode.MALFORMED),
        (b"\x07", CloseCode.MALFORMED),
        (b"\x00\x00\x01\x05", CloseCode.MALFORMED),
        (b"\x00\x00" + uint(7) + state_vector([(1, 1), (1, 2)])[:7], CloseCode.MALFORMED),
        (b"\x00\x00" + uint(13) + state_vector([(n, 1) for n in range(6)]), CloseCode.TOO_LARGE),
        (b"\x01\x01\x05", CloseCode.MALFORMED),
        (awareness_frame(write_awareness([PresenceState(1, 1, "[]")])), CloseCode.MALFORMED),
    ],
)
async def test_what_is_no_frame_closes_its_sender_alone(frame: bytes, code: CloseCode) -> None:
    async with a_world(strict(max_unknown_clients=5)) as world:
        replica = world.replica()
        sender, witness = [await world.join(replica) for _ in range(2)]
        await sender.room.receive(sender.peer, frame)
        await eventually(lambda: sender.close_code is code)
        await witness.write(typing("a"))
        await eventually(lambda: witness.acknowledged == (0, 1, 1))
        assert witness.close_code is None


@pytest.mark.parametrize("limit", [{"update_bytes": 100}, {"structs": 3}, {"clients": 3}])
async def test_an_update_past_a_limit_is_too_large(limit: dict[str, int]) -> None:
    async with a_world(strict(**limit)) as world:
        sender = await world.join(world.replica())
        await sender.send_update(
            update(*(structs_of(number, 0, text("x" * 40, parent="title")) for number in range(1, 5)))
        )
        await eventually(lambda: sender.refusals == [(1, 1, "too-large")])
        await eventually(lambda: sender.close_code is CloseCode.TOO_LARGE)
        assert world.payloads() == []


async def test_what_pycrdt_would_not_survive_is_refused() -> None:
    async with a_world() as world:
        replica = world.replica()
        around = replica.registry._around
        tried: list[int] = []

        async def dies(state: bytes, update: bytes) -> bool:
            tried.append(len(update))
            return False

        replica.registry._around = replace(around, survives=dies)
        sender = await world.join(replica)
        structs = [text("x", parent="title")]
        structs += [text("y", origin=(9, clock)) for clock in range(4_000)]
        await sender.send_update(update(structs_of(9, 0, *structs)))
        await eventually(lambda: sender.refusals == [(1, 1, "malformed")])
        assert len(tried) == 1
        assert world.payloads() == []


async def test_a_document_that_cannot_be_read_any_more_is_loaded_again() -> None:
    async with a_world() as world:
        replica = world.replica()
        one, other = [await world.join(replica) for _ in range(2)]

        def broken(state_vector: bytes) -> bytes:
            raise DocumentBroken("panic")

        one.room.state.update_since = broken  # type: ignore[method-assign]  # as after a panic of pycrdt
        await one.send_step_1(b"\x00")
        await eventually(lambda: one.close_code is other.close_code is CloseCode.FAULT)
        await eventually(lambda: not replica.registry.rooms)
        await world.join(replica)
        assert world.log.loads == 2


# -- Receipts ---------------------------------------------------------------------------------------------------------


async def test_step_2s_and_updates_are_counted_apart_and_acknowledged_in_one_prefix() -> None:
    async with a_world() as world:
        writer = await world.join(world.replica())
        missing = new_doc(77)
        first = edit_of(missing, typing("a"))
        await writer.send_step_2(edit_of(writer.doc, typing("x")))
        await writer.send_update(edit_of(missing, typing("b")))
        await writer.send_step_2(edit_of(writer.doc, typing("y")))
        await eventually(lambda: len(world.payloads()) == 2)
        await eventually(lambda: writer.acknowledged[:2] == (1, 0))
        await writer.send_update(first)
        await eventually(lambda: writer.acknowledged[:2] == (2, 2))


async def test_a_client_that_is_told_nothing_leaves_no_tickets() -> None:
    async with a_world() as world:
        standard = await world.join(world.replica(), author=uuid4(), speaks_ours=False)
        for letter in "abcde":
            await standard.write(typing(letter))
        await eventually(lambda: len(world.payloads()) == 5)
        assert not standard.peer.receipts._open
        assert not [frame for frame in standard.inbox if frame[0] >= 100]
