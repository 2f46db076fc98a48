"""Nothing is committed without the right to it, and nothing refused that the log has."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from editor.collab.peer import PeerRights
from editor.collab.protocol import CloseCode
from tests.collab.commits import committed, level
from tests.collab.rooms import a_world, edit_of, eventually, new_doc, typing

# -- Rights -----------------------------------------------------------------------------------------------------------


async def test_a_revoked_writers_waiting_edit_is_refused_and_the_others_go_in() -> None:
    async with a_world() as world:
        replica = world.replica()
        revoked, writer = [await world.join(replica) for _ in range(2)]
        world.log.gate.clear()
        await revoked.write(typing("x"))
        await writer.write(typing("a"))
        world.log.raise_access_version(world.document)
        world.rights.answers[revoked.peer.author] = False
        world.log.gate.set()
        await eventually(lambda: revoked.refusals == [(1, 1, "read-only")])
        await level(world, writer, frames=1, rows=1)
        assert committed(world) == "a"
        assert revoked.events == ['{"type": "rights", "role": 10, "mayWrite": false}']
        assert revoked.acknowledged == (0, 0, 0)


async def test_a_removed_members_waiting_edit_is_not_committed_and_the_socket_closed() -> None:
    async with a_world() as world:
        removed = await world.join(world.replica())
        world.log.gate.clear()
        await removed.write(typing("x"))
        world.log.raise_access_version(world.document)
        world.rights.answers[removed.peer.author] = CloseCode.NOT_FOUND
        world.log.gate.set()
        await eventually(lambda: removed.close_code is CloseCode.NOT_FOUND)
        assert world.payloads() == []


async def test_what_somebody_sent_who_left_is_judged_by_fresh_rights_too() -> None:
    async with a_world() as world:
        revoked = await world.join(world.replica())
        world.log.gate.clear()
        await revoked.write(typing("x"))
        revoked.room.leave(revoked.peer)
        world.log.raise_access_version(world.document)
        world.rights.answers[revoked.peer.author] = False
        world.log.gate.set()
        await revoked.room.writer.settled()
        assert world.payloads() == []


async def test_a_right_that_ended_by_the_logs_clock_is_read_again() -> None:
    async with a_world() as world:
        writer = await world.join(world.replica())
        writer.peer.rights = PeerRights(True, 1, valid_until=datetime.now(UTC) - timedelta(seconds=1))
        await writer.write(typing("a"))
        await level(world, writer, frames=1, rows=1)


async def test_a_client_id_that_was_claimed_elsewhere_meanwhile_is_refused() -> None:
    async with a_world() as world:
        forger, writer = [await world.join(world.replica()) for _ in range(2)]
        world.log.documents[world.document].owners[forger.doc.client_id] = uuid4()
        await forger.write(typing("x"))
        await writer.write(typing("a"))
        await eventually(lambda: forger.refusals == [(1, 1, "foreign-client")])
        await eventually(lambda: forger.close_code is CloseCode.INVALID)
        await level(world, writer, frames=1, rows=1)
        assert committed(world) == "a"


async def test_two_replicas_cannot_both_give_a_client_id_away() -> None:
    async with a_world() as world:
        one, other = [await world.join(world.replica(name), client_id=7) for name in "ab"]
        world.log.gate.clear()
        await one.write(typing("a"))
        await other.write(typing("b"))
        world.log.gate.set()
        await eventually(lambda: bool(one.refusals or other.refusals))
        assert len(world.payloads()) == 1
        assert [code for *_, code in (*one.refusals, *other.refusals)] == ["foreign-client"]


# -- Gone -------------------------------------------------------------------------------------------------------------


async def test_an_append_to_a_deleted_document_closes_with_not_found() -> None:
    async with a_world() as world:
        writer = await world.join(world.replica())
        del world.log.documents[world.document]
        await writer.write(typing("a"))
        await eventually(lambda: writer.close_code is CloseCode.NOT_FOUND)


async def test_an_append_to_another_generation_closes_with_its_code() -> None:
    async with a_world() as world:
        writer = await world.join(world.replica())
        world.log.documents[world.document].generation = uuid4()
        await writer.write(typing("a"))
        await eventually(lambda: writer.close_code is CloseCode.OTHER_GENERATION)
        assert world.payloads() == []


# -- Coming over from another replica ---------------------------------------------------------------------------------


@pytest.mark.parametrize("may_write", [True, False])
async def test_who_comes_over_faster_than_the_announcement_is_not_refused(may_write: bool) -> None:
    async with a_world() as world:
        here, there = world.replica("a"), world.replica("b")
        await world.join(here)
        author = await world.join(there)
        world.bus.drop_next()
        await author.write(typing("abc"))
        await author.write(lambda doc: doc["title"].clear())
        await level(world, author, frames=2, rows=2)
        mover = await world.join(here, may_write=may_write)
        mover.doc.apply_update(author.doc.get_update())
        await mover.send_step_2(mover.doc.get_update())
        await eventually(lambda: mover.acknowledged[0] == 1)
        assert mover.refusals == []
        assert len(world.payloads()) == 2


async def test_nothing_is_refused_as_incomplete_while_the_log_cannot_be_read() -> None:
    async with a_world() as world:
        here, there = world.replica("a"), world.replica("b")
        one_tab, other_tab = await world.join(here), await world.join(there)
        world.bus.down = True
        first = await other_tab.write(typing("a"))
        await level(world, other_tab, frames=1, rows=1)
        doc = new_doc(one_tab.doc.client_id)
        doc.apply_update(first)
        await one_tab.send_update(edit_of(doc, typing("b")))
        await eventually(lambda: one_tab.asked == 2)
        world.log.down = True
        world.clock.time += world.limits.hold_seconds + 1
        one_tab.room.writer.remind()
        await asyncio.sleep(0.1)
        assert one_tab.refusals == []
        world.log.down = False
        await level(world, one_tab, frames=1, rows=2)
        assert committed(world) == "ab"
