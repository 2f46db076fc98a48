"""Acknowledged means committed, once, whatever the log does meanwhile."""

import asyncio

import pytest

from editor.collab.protocol import CloseCode
from tests.collab.commits import appends, committed, level
from tests.collab.rooms import Client, World, a_world, eventually, strict, typing
from tests.collab.twins import Failure

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
            await appends(world, before + 1)
            world.clock.time += 20.0
            await level(world, writer, frames="abc".index(text) + 1, rows="abc".index(text) + 1)
        assert writer.close_code is None


async def test_what_the_room_has_read_before_it_hears_of_its_own_commit_is_acknowledged_all_the_same() -> None:
    async with a_world() as world:
        replica = world.replica()
        writer, witness = await world.join(replica), await world.join(replica)
        world.log.replies.clear()
        await writer.write(typing("a"))
        await eventually(lambda: len(world.payloads()) == 1)
        await world.poll(replica)
        await eventually(lambda: str(witness.doc["title"]) == "a")
        world.log.replies.set()
        await level(world, writer, frames=1, rows=1)
        await writer.write(typing("b"))
        await level(world, writer, frames=2, rows=2)
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
