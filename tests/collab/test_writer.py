"""Acknowledged means committed, once, whatever the log does meanwhile."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from editor.collab.judgement import RefusedUpdate
from editor.collab.peer import PeerRights
from editor.collab.ports import Entry, LogUnavailable, Source
from editor.collab.protocol import CloseCode
from tests.collab.rooms import Client, World, a_world, edit_of, eventually, new_doc, strict, typing
from tests.collab.twins import Failure


def committed(world: World) -> str:
    return str(world.logged()["title"])


async def level(world: World, client: Client, frames: int, rows: int) -> None:
    """The client has all of its frames acknowledged, and the log has exactly so many rows."""
    await eventually(lambda: client.acknowledged[1] == frames, f"{frames} acknowledged")
    assert len(world.payloads()) == rows


# -- The log can't be reached -----------------------------------------------------------------------------------------


async def test_what_the_log_did_not_take_is_tried_again_and_only_then_acknowledged() -> None:
    async with a_world() as world:
        writer, witness = [await world.join(world.replica()) for _ in range(2)]
        world.log.down = True
        await writer.write(typing("a"))
        await eventually(lambda: world.log.appends >= 2)
        assert writer.acknowledged == (0, 0, 0)
        assert str(witness.doc["title"]) == ""
        world.log.down = False
        await level(world, writer, frames=1, rows=1)
        assert writer.close_code is None


async def test_one_failure_costs_nobody_an_edit() -> None:
    async with a_world() as world:
        writer = await world.join(world.replica())
        world.log.fail_next(Failure.UNAVAILABLE, Failure.UNAVAILABLE)
        await writer.write(typing("a"))
        await writer.write(typing("b"))
        await level(world, writer, frames=2, rows=2)
        assert committed(world) == "ab"


async def test_it_gives_up_after_its_time_and_sends_everybody_away() -> None:
    async with a_world(strict(give_up_seconds=30.0)) as world:
        replica = world.replica()
        writer, reader = await world.join(replica), await world.join(replica, may_write=False)
        world.log.down = True
        await writer.write(typing("a"))
        await eventually(lambda: world.log.appends == 1)
        world.clock.time += 30.0
        await eventually(lambda: world.log.appends >= 2)
        assert writer.close_code is None
        world.clock.time += 0.1
        await eventually(lambda: writer.close_code is CloseCode.OVERLOADED)
        await eventually(lambda: reader.close_code is CloseCode.OVERLOADED)
        assert writer.acknowledged == (0, 0, 0)
        assert world.payloads() == []
        await eventually(lambda: not replica.registry.rooms)


async def test_the_time_to_give_up_starts_anew_with_every_success() -> None:
    async with a_world(strict(give_up_seconds=30.0)) as world:
        writer = await world.join(world.replica())
        for text in "abc":
            world.log.fail_next(Failure.UNAVAILABLE)
            before = world.log.appends
            await writer.write(typing(text))
            await eventually(lambda before=before: world.log.appends > before)
            world.clock.time += 20.0
            await level(world, writer, frames="abc".index(text) + 1, rows="abc".index(text) + 1)
        assert writer.close_code is None


# -- Nobody knows whether it was committed ----------------------------------------------------------------------------

UNKNOWN = (Failure.UNKNOWN_COMMITTED, Failure.UNKNOWN_NOT_COMMITTED, Failure.UNKNOWN_COMMITTED_LATER)


@pytest.mark.parametrize("failure", UNKNOWN)
async def test_after_an_unknown_outcome_nothing_is_doubled_and_nothing_lost(failure: Failure) -> None:
    async with a_world() as world:
        here, there = world.replica("a"), world.replica("b")
        writer, witness = await world.join(here), await world.join(there)
        world.log.fail_next(failure)
        await writer.write(typing("a"))
        await writer.write(typing("b"))
        await level(world, writer, frames=2, rows=2)
        await world.poll(there)
        await eventually(lambda: str(witness.doc["title"]) == "ab")
        assert committed(world) == "ab"


@pytest.mark.parametrize("failure", UNKNOWN)
async def test_while_the_outcome_is_unknown_and_the_log_away_nothing_is_acknowledged(failure: Failure) -> None:
    async with a_world() as world:
        writer = await world.join(world.replica())
        world.log.fail_next(failure)
        await writer.write(typing("a"))
        await eventually(lambda: world.log.appends == 1)
        world.log.down = True
        await asyncio.sleep(0.1)
        assert writer.acknowledged == (0, 0, 0)
        world.log.down = False
        await level(world, writer, frames=1, rows=1)


async def in_the_air(world: World, writer: Client) -> None:
    """The writer's edit is on its way to be committed, and the room has read the log and appends it again."""
    world.log.fail_next(Failure.UNKNOWN_COMMITTED_LATER)
    await writer.write(typing("a"))
    await eventually(lambda: world.log.in_the_air == 1)
    world.log.gate.clear()
    await eventually(lambda: world.log.appends == 2)


async def test_a_commit_that_comes_after_the_log_was_read_is_not_made_again() -> None:
    async with a_world() as world:
        writer = await world.join(world.replica())
        await in_the_air(world, writer)
        world.log.commit_late()
        world.log.gate.set()
        await level(world, writer, frames=1, rows=1)
        assert committed(world) == "a"


async def test_it_is_not_made_again_either_when_rights_change_at_the_same_time() -> None:
    async with a_world() as world:
        writer = await world.join(world.replica())
        await in_the_air(world, writer)
        world.log.commit_late()
        world.log.raise_access_version(world.document)
        world.log.gate.set()
        await level(world, writer, frames=1, rows=1)


async def test_what_was_committed_before_its_author_lost_the_right_is_acknowledged() -> None:
    async with a_world() as world:
        writer = await world.join(world.replica())
        await in_the_air(world, writer)
        world.log.commit_late()
        world.log.raise_access_version(world.document)
        world.rights.answers[writer.peer.author] = False
        world.log.gate.set()
        await level(world, writer, frames=1, rows=1)
        assert writer.refusals == []


async def test_somebody_elses_append_between_is_read_before_it_is_made_again() -> None:
    async with a_world() as world:
        writer, other = [await world.join(world.replica(name)) for name in "ab"]
        world.log.fail_next(Failure.UNKNOWN_NOT_COMMITTED)
        await writer.write(typing("a"))
        await eventually(lambda: world.log.appends == 1)
        world.bus.drop_next(2)
        await other.write(typing("b"))
        await eventually(lambda: other.acknowledged == (0, 1, 1))
        await level(world, writer, frames=1, rows=2)
        await eventually(lambda: str(writer.doc["title"]) == committed(world))


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


# -- Bounds -----------------------------------------------------------------------------------------------------------


async def test_an_append_has_so_many_entries_at_most() -> None:
    async with a_world(strict(max_append_entries=3)) as world:
        writer = await world.join(world.replica())
        world.log.gate.clear()
        for text in "abcdefgh":
            await writer.write(typing(text))
        world.log.gate.set()
        await level(world, writer, frames=8, rows=8)
        announced = [(news.first, news.last) for news in world.bus.published if hasattr(news, "first")]
        assert announced == [(1, 3), (4, 6), (7, 8)]


async def test_an_append_has_so_many_bytes_at_most_but_one_entry_at_least() -> None:
    async with a_world(strict(max_append_bytes=1_000)) as world:
        writer = await world.join(world.replica())
        world.log.gate.clear()
        for length in (10, 2_000, 400, 400, 400):
            await writer.write(typing("x" * length))
        world.log.gate.set()
        await level(world, writer, frames=5, rows=5)
        announced = [(news.first, news.last) for news in world.bus.published if hasattr(news, "first")]
        assert announced == [(1, 1), (2, 2), (3, 4), (5, 5)]


async def test_rows_are_announced_with_their_bytes_only_while_they_are_few() -> None:
    async with a_world(strict(max_announced_bytes=1_000)) as world:
        writer, reader = [await world.join(world.replica(name)) for name in "ab"]
        await writer.write(typing("x" * 500))
        await level(world, writer, frames=1, rows=1)
        await writer.write(typing("y" * 2_000))
        await eventually(lambda: len(str(reader.doc["title"])) == 2_500)
        sizes = [len(news.rows) for news in world.bus.published if hasattr(news, "rows")]
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
        async with asyncio.timeout(1):
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


# -- Without a socket -------------------------------------------------------------------------------------------------


async def test_a_submitted_update_returns_where_the_log_stands_then() -> None:
    async with a_world() as world:
        client = await world.join(world.replica())
        await client.write(typing("a"))
        await level(world, client, frames=1, rows=1)
        assert await client.room.submit(client.peer, edit_of(client.doc, typing("b"))) == 2
        assert await client.room.submit(client.peer, client.doc.get_update()) == 2


async def test_a_submitted_update_is_refused_with_a_code() -> None:
    async with a_world() as world:
        viewer = await world.join(world.replica(), may_write=False)
        for update, code in ((edit_of(viewer.doc, typing("b")), "read-only"), (b"\x01", "malformed")):
            with pytest.raises(RefusedUpdate) as raised:
                await viewer.room.submit(viewer.peer, update)
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
            async with asyncio.timeout(1):
                await submitting


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
