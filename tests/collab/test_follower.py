"""However word of it comes, or doesn't: a room ends up level with the log and with the rights."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from uuid import uuid4

import pytest

from editor.collab.peer import PeerRights
from editor.collab.ports import AccessChanged, Committed, EventHappened, PresenceChanged, Row
from editor.collab.protocol import CloseCode
from tests.collab.rooms import Client, Replica, World, a_world, eventually, typing


@dataclass
class Pair:
    """A writer on one replica, a reader on another."""

    world: World
    here: Replica
    there: Replica
    writer: Client
    reader: Client

    async def write(self, *texts: str) -> None:
        """One row each."""
        for text in texts:
            rows = len(self.world.payloads())
            await self.writer.write(typing(text))
            await self._rows(rows + 1)

    async def _rows(self, count: int) -> None:
        await eventually(lambda: len(self.world.payloads()) == count)

    async def reads(self, text: str) -> None:
        await eventually(lambda: str(self.reader.doc["title"]) == text, f"{text!r} at the reader")


@pytest.fixture
async def pair() -> AsyncIterator[Pair]:
    async with a_world() as world:
        here, there = world.replica("here"), world.replica("there")
        yield Pair(world, here, there, await world.join(here), await world.join(there))


async def test_what_is_announced_is_shown_without_asking_the_log(pair: Pair) -> None:
    await pair.write("a", "b")
    pair.world.log.down = True
    await pair.reads("ab")


async def test_a_gap_is_filled_from_the_log(pair: Pair) -> None:
    pair.world.bus.drop_next(2)
    await pair.write("a", "b")
    await asyncio.sleep(0.01)
    assert str(pair.reader.doc["title"]) == ""
    await pair.write("c")
    await pair.reads("abc")


async def test_doubled_and_reordered_announcements_do_no_harm(pair: Pair) -> None:
    pair.world.bus.double_next(2)
    await pair.write("a", "b")
    pair.world.bus.hold()
    await pair.write("c", "d", "e")
    pair.world.bus.release(backwards=True)
    await pair.reads("abcde")
    assert pair.reader.room.state.head == 5


async def test_what_is_announced_a_little_later_than_what_follows_it_is_not_read(pair: Pair) -> None:
    bus = pair.world.bus
    bus.hold()
    await pair.write("a")
    [first] = [news for news in bus.published if isinstance(news, Committed)]
    bus.drop_held()
    await pair.write("b")
    await asyncio.sleep(0.005)  # in virtual time
    bus.publish(first)
    await pair.reads("ab")
    assert pair.reader.room.around.counts.gaps == 0


async def test_the_last_announcement_lost_is_made_up_for_by_the_poll(pair: Pair) -> None:
    pair.world.bus.down = True
    await pair.write("a", "b")
    await pair.world.poll(pair.there)
    await pair.reads("ab")


async def test_a_thousand_rows_and_more_are_read_in_parts(pair: Pair) -> None:
    pair.world.bus.down = True
    for text in "a" * 2_300:
        await pair.writer.write(typing(text))
    await eventually(lambda: len(pair.world.payloads()) == 2_300)
    await pair.world.poll(pair.there)
    await pair.reads("a" * 2_300)


async def test_what_could_not_be_read_is_read_when_the_log_is_back(pair: Pair) -> None:
    pair.world.bus.drop_next()
    await pair.write("a")
    pair.world.log.down = True
    pair.reader.room.hear(
        Committed(pair.world.document, "here", pair.world.log.documents[pair.world.document].generation, 1, 1)
    )
    await asyncio.sleep(0.02)
    assert str(pair.reader.doc["title"]) == ""
    pair.world.log.down = False
    await pair.reads("a")


async def test_rows_of_another_generation_are_not_shown(pair: Pair) -> None:
    row = Row(1, b"\x01\x01\x05\x00\x04\x01\x05title\x01x\x00", uuid4())
    pair.reader.room.hear(Committed(pair.world.document, "here", uuid4(), 1, 1, [row]))
    await asyncio.sleep(0.01)
    assert str(pair.reader.doc["title"]) == ""


@pytest.mark.parametrize("payload", [b"\x01", b"\x01\x01\x05\x07\x84\x05\x06\x01x\x00"])
async def test_rows_that_cannot_be_taken_end_the_room_and_nobody_elses(pair: Pair, payload: bytes) -> None:
    generation = pair.world.log.documents[pair.world.document].generation
    pair.reader.room.hear(Committed(pair.world.document, "x", generation, 1, 1, [Row(1, payload, uuid4())]))
    await eventually(lambda: pair.reader.close_code is CloseCode.FAULT)
    assert pair.writer.close_code is None
    await eventually(lambda: not pair.there.registry.rooms)


async def test_another_generation_closes_everybody(pair: Pair) -> None:
    pair.world.log.documents[pair.world.document].generation = uuid4()
    await pair.world.poll(pair.there)
    await eventually(lambda: pair.reader.close_code is CloseCode.OTHER_GENERATION)


async def test_a_document_that_is_gone_closes_everybody(pair: Pair) -> None:
    del pair.world.log.documents[pair.world.document]
    await pair.world.poll(pair.there)
    await eventually(lambda: pair.reader.close_code is CloseCode.NOT_FOUND)


# -- Rights -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["announcement", "poll", "newcomer"])
async def test_a_change_of_rights_arrives_by_whatever_way(pair: Pair, word: str) -> None:
    pair.world.log.raise_access_version(pair.world.document)
    pair.world.rights.answers[pair.reader.peer.author] = False
    if word == "announcement":
        pair.world.bus.publish(AccessChanged(pair.world.document, "server"))
    elif word == "poll":
        await pair.world.poll(pair.there)
    else:
        await pair.world.join(pair.there)
    await eventually(lambda: pair.reader.events == ['{"type": "rights", "role": 10, "mayWrite": false}'])
    assert not pair.reader.peer.may_write
    await pair.reader.write(typing("x"))
    await eventually(lambda: pair.reader.refusals == [(1, 1, "read-only")])
    assert pair.world.payloads() == []


async def test_who_lost_all_rights_is_closed_and_sees_nothing_more(pair: Pair) -> None:
    await pair.write("a")
    await pair.reads("a")
    pair.world.log.raise_access_version(pair.world.document)
    pair.world.rights.answers[pair.reader.peer.author] = CloseCode.NOT_FOUND
    pair.world.bus.publish(AccessChanged(pair.world.document, "server"))
    await eventually(lambda: pair.reader.close_code is CloseCode.NOT_FOUND)
    await pair.write("b")
    await asyncio.sleep(0.01)
    assert str(pair.reader.doc["title"]) == "a"


async def test_rights_that_did_not_change_are_not_told(pair: Pair) -> None:
    pair.world.rights.answers[pair.reader.peer.author] = True
    pair.reader.peer.rights = PeerRights(True, 1, role=30)
    pair.world.log.raise_access_version(pair.world.document)
    await pair.world.poll(pair.there)
    await eventually(lambda: pair.reader.peer.rights.access_version == 2)
    assert pair.reader.events == []


async def test_rights_that_could_not_be_read_are_read_again(pair: Pair) -> None:
    failing = 2
    read = pair.world.rights.read

    async def unavailable(*arguments: object) -> object:
        nonlocal failing
        failing -= 1
        if failing >= 0:
            await pair.world.log.heads([])
        return await read(*arguments)  # type: ignore[arg-type]  # as they came

    pair.world.rights.read = unavailable  # type: ignore[method-assign, assignment]  # only this world's
    pair.world.rights.answers[pair.reader.peer.author] = False
    pair.world.log.down = True
    pair.world.bus.publish(AccessChanged(pair.world.document, "server"))
    await asyncio.sleep(0.01)
    assert pair.reader.peer.may_write
    pair.world.log.down = False
    await eventually(lambda: not pair.reader.peer.may_write)


# -- What else comes over the bus -------------------------------------------------------------------------------------


async def test_an_event_reaches_those_who_asked_for_our_frames(pair: Pair) -> None:
    standard = await pair.world.join(pair.there, speaks_ours=False)
    pair.world.bus.publish(EventHappened(pair.world.document, "server", '{"type": "title"}'))
    await eventually(lambda: pair.reader.events == pair.writer.events == ['{"type": "title"}'])
    assert standard.events == []


@pytest.mark.parametrize("update", [b"\x05", b"\xff" * 20, b"\x01\x01\x01\x02{}{}"])
async def test_bad_presence_from_another_replica_is_left_out(pair: Pair, update: bytes) -> None:
    pair.reader.room.hear(PresenceChanged(pair.world.document, "elsewhere", update))
    await pair.write("a")
    await pair.reads("a")
