"""What nobody honest sends keeps the event loop busy for 250 ms at most: so long everybody else there has to wait."""

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from random import Random
from uuid import uuid4

import pytest

from editor.collab.outbox import Outbox
from editor.collab.peer import Peer, PeerRights
from editor.collab.protocol import step_2_frame, update_frame
from editor.collab.room import Room
from editor.collab.trial import Trial
from tests.collab.crafting import NULL, any_list, client, element, formatting, text, update
from tests.collab.edits import history
from tests.collab.mutants import spoilt
from tests.collab.rooms import World, a_world
from tests.collab.taking import take
from tests.collab.turns import measured_turns
from tests.replicas.hostile.attacks import all_attacks

STALL_SECONDS = 0.25
MUTANTS = 3_000
EDITS = 60
VICTIM = 77

logger = logging.getLogger(__name__)


@asynccontextmanager
async def a_room() -> AsyncIterator[tuple[World, Room]]:
    """With a document that somebody has written, and who still has it open."""
    async with a_world() as world:
        world.survives = Trial().survives
        async with world.replica().registry.room(world.document) as room:
            await send(world, room, [update_frame(each) for each in history(Random(5), EDITS)])
            async with somebody(world, room, may_write=False):
                yield world, room


@asynccontextmanager
async def somebody(world: World, room: Room, *, may_write: bool) -> AsyncIterator[Peer]:
    """Takes whatever comes, and looks at none of it: here only the server computes."""
    rights = PeerRights(may_write, world.log.documents[world.document].access_version)
    author = uuid4()
    identity = {"id": str(author), "name": "Somebody", "color": "#123456"}
    peer = Peer(author=author, rights=rights, outbox=Outbox(8_388_608), identity=identity, speaks_ours=True)

    async def listen() -> None:
        while await take(peer.outbox):
            peer.outbox.sent()

    listening = asyncio.create_task(listen())
    room.join(peer)
    try:
        yield peer
    finally:
        room.leave(peer)
        listening.cancel()


async def send(world: World, room: Room, frames: Sequence[bytes], *, may_write: bool = True) -> None:
    """All frames of one connection, one after the other, until the room has decided on them."""
    async with somebody(world, room, may_write=may_write) as peer:
        for frame in frames:
            if peer.outbox.close_code is None:
                await room.receive(peer, frame)
        await room.writer.settled()


async def test_crafted_frames() -> None:
    async with a_room() as (world, room):
        with measured_turns() as turns:
            for attack in all_attacks(VICTIM):
                frames = [frame for frame in attack.frames if isinstance(frame, bytes)]
                await send(world, room, frames, may_write=not attack.by_viewer)
                assert turns.longest < STALL_SECONDS, attack.name


async def test_spoilt_updates() -> None:
    rng = Random(6)
    said = history(rng, EDITS)
    async with a_room() as (world, room):
        with measured_turns() as turns:
            for number in range(MUTANTS):
                frame_of = (update_frame, step_2_frame)[number % 2]
                await send(world, room, [frame_of(spoilt(rng, said, rng.choice(said)))])
    assert turns.longest < STALL_SECONDS


LARGEST = {
    "letters": client(9, 0, text("x" * 2_090_000, parent="title")),
    "emoji": client(9, 0, text("😀" * 520_000, parent="title")),
    "values": client(9, 0, element(parent="default"), any_list(*[NULL] * 999_000, parent=(9, 0), key="a")),
    "structs": client(
        9, 0, text("a", parent="title"), *(formatting("bold", "null", origin=(9, n)) for n in range(99_999))
    ),
}


@pytest.mark.parametrize("what", LARGEST)
async def test_as_much_as_one_frame_may_carry(what: str) -> None:
    async with a_room() as (world, room):
        before = room.state.head
        with measured_turns() as turns:
            await send(world, room, [update_frame(update(LARGEST[what]))])
        assert room.state.head == before + 1  # it was let in, and applied
    logger.info("%.0f ms", turns.longest * 1_000)
    assert turns.longest < STALL_SECONDS


async def test_as_many_authors_as_one_frame_may_have() -> None:
    many = update(*(client(1_000 + number, 0, text("x", parent="title")) for number in range(1_000)))
    async with a_room() as (world, room):
        with measured_turns() as turns:
            await send(world, room, [update_frame(many)])
        assert len(room.state.owners) > 1_000
    assert turns.longest < STALL_SECONDS


def marks(count: int) -> bytes:
    """That many items in a title, which nothing joins."""
    switched = [formatting("bold", ("true", "null")[n % 2], origin=(7, n)) for n in range(count)]
    return update(client(7, 0, text("a", parent="title"), *switched))


def between(author: int, count: int, last: int) -> bytes:
    """Each letter is to be put between the first mark and the last, and pycrdt looks at all that stand there."""
    return update(client(author, 0, *[text("x", origin=(7, 0), right=(7, last)) for _ in range(count)]))


def holes(count: int) -> dict[int, list[tuple[int, int]]]:
    """Every second letter, each of which pycrdt cuts out of all that stand in a row."""
    return {9: [(2 * n, 1) for n in range(count)]}


LONG = client(9, 0, text("x" * 600_000, parent="title"))
TOO_LONG = {
    "many letters between many marks": (marks(2_000), between(9, 99_000, 2_000)),
    "letters between many marks": (marks(10_000), between(9, 1_000, 9_000)),
    "few letters between very many marks": (marks(95_000), between(9, 60, 94_000)),
    "many deletions": (update(LONG), update(deletions=holes(300_000))),
    "a text and its deletions": (update(), update(LONG, deletions=holes(290_000))),
}


@pytest.mark.parametrize("what", TOO_LONG)
async def test_what_would_take_too_long_is_tried_elsewhere_and_refused(what: str) -> None:
    before, hostile = TOO_LONG[what]
    async with a_room() as (world, room):
        await send(world, room, [update_frame(before)])
        head = room.state.head
        with measured_turns() as turns:
            await send(world, room, [update_frame(hostile)])
        assert room.state.head == head
    assert turns.longest < STALL_SECONDS


async def test_what_takes_long_together_is_applied_in_many_turns_here_and_wherever_it_is_read() -> None:
    async with a_room() as (world, room):
        await send(world, room, [update_frame(marks(10_000))])
        await send(world, room, [update_frame(between(100, 1, 9_000))])
        frames = [update_frame(between(101 + number, 8, 9_000)) for number in range(100)]
        with measured_turns() as turns:
            await send(world, room, frames)
            async with world.replica("there").registry.room(world.document) as other:
                assert other.state.head == room.state.head
        assert room.state.head >= len(frames)
        assert room.state.whole() == other.state.whole()
    assert turns.longest < STALL_SECONDS


async def test_what_many_people_let_be_held() -> None:
    """Nothing of it ever becomes complete. What comes after it is judged together with all of it."""
    people = 40
    async with a_room() as (world, room):
        with measured_turns() as turns:
            for person in range(people):
                await send(world, room, [update_frame(lacking(1_000 * person + number)) for number in range(256)])
        assert room.writer.held == 256 * people
    assert turns.longest < STALL_SECONDS


def lacking(number: int) -> bytes:
    return update(client(1_000_000 + number, 5, text("x", origin=(1_000_000 + number, 4))))
