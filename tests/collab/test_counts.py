"""What the core counts, and what it tells of an edit that is followed."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from editor.collab.counts import Counts, Spread
from editor.collab.outbox import Outbox, broadcast
from editor.collab.ports import DocumentId
from editor.collab.protocol import RefusalCode
from editor.collab.surroundings import Surroundings
from editor.collab.trail import Trail
from tests.collab.rooms import Client, World, a_world, edit_of, eventually, new_doc, typing

Steps = list[tuple[str, dict[str, Any]]]


@pytest.fixture
async def world() -> AsyncIterator[World]:
    async with a_world() as world:
        yield world


def counts_of(client: Client) -> Counts:
    return client.room.around.counts


def test_a_value_counts_under_the_first_bound_that_it_does_not_pass() -> None:
    spread = Spread((1, 10))
    for value in (0.5, 1, 1.1, 10, 11):
        spread.add(value)
    assert (spread.counts, spread.sum) == ([2, 2, 1], 23.6)


async def test_a_document_is_opened_once_for_all_who_come(world: World) -> None:
    replica = world.replica()
    clients = [await world.join(replica) for _ in range(3)]
    assert sum(counts_of(clients[0]).opens.counts) == 1


async def test_what_the_bus_loses_is_counted_as_a_gap_when_it_is_read(world: World) -> None:
    here, there = world.replica("here"), world.replica("there")
    writer, reader = await world.join(here), await world.join(there)
    world.bus.drop_next(2)
    for text in "ab":
        await writer.write(typing(text))
        await writer.room.writer.settled()
    await world.poll(there)
    await eventually(lambda: str(reader.doc["title"]) == "ab")
    await writer.write(typing("c"))
    await eventually(lambda: str(reader.doc["title"]) == "abc")
    assert (counts_of(reader).gaps, counts_of(reader).gap_rows) == (1, 2)


async def test_refusals_are_counted_by_code(world: World) -> None:
    viewer = await world.join(world.replica(), may_write=False)
    await viewer.write(typing("a"))
    await viewer.room.writer.settled()
    other = await world.join(world.replica("other"))
    await other.room.receive(other.peer, b"\x07nonsense")
    assert viewer.peer.outbox.counts.refused == {RefusalCode.READ_ONLY: 1}
    assert other.peer.outbox.counts.refused == {RefusalCode.MALFORMED: 1}


async def test_what_has_to_wait_is_counted_and_how_much_waits(world: World) -> None:
    client = await world.join(world.replica())
    edit_of(client.doc, typing("lost on the way"))
    await client.write(typing("b"))
    await eventually(lambda: client.room.writer.held == 1)
    assert counts_of(client).held == 1


async def test_merging_and_closing_a_slow_reader_are_counted() -> None:
    counts = Counts()
    outbox = Outbox(1_000, counts)
    doc = new_doc()
    for _ in range(60):
        outbox.update(broadcast([edit_of(doc, typing("abc"))]))
    assert (counts.outbox_merges > 0, counts.outbox_overflows) == (True, 0)
    outbox.update(broadcast([edit_of(doc, typing("long " * 400))]))
    outbox.put(b"x" * 2_000)
    assert counts.outbox_overflows == 1


def follow(around: Surroundings, steps: Steps) -> Surroundings:
    def note(step: str, /, **details: object) -> None:
        steps.append((step, details))

    def trail_of(document: DocumentId) -> Trail:
        return Trail(note)

    return replace(around, trail_of=trail_of)


async def test_every_step_of_an_edit_is_told_in_order_and_without_its_content(world: World) -> None:
    steps: Steps = []
    replica = world.replica()
    replica.registry._around = follow(replica.registry._around, steps)
    client = await world.join(replica)
    client.peer.connection = "its name"
    await client.write(typing("content"))
    await eventually(lambda: client.acknowledged[1] == 1)
    frame = {"connection": "its name", "frame": 1, "kind": "update"}
    size = len(world.payloads()[0])
    steps.remove(("edit_announced", {"first": 1, "last": 1}))  # at any time after the commit
    assert steps == [
        ("edit_received", {**frame, "bytes": size}),
        ("edit_judged", {**frame, "outcome": "new"}),
        ("edit_committed", {**frame, "number": 1}),
        ("edit_applied", {"first": 1, "last": 1, "shown_to": 0}),
        ("edit_acknowledged", {**frame, "log_stands_at": 1}),
    ]


async def test_an_edit_that_is_refused_is_followed_to_its_end(world: World) -> None:
    steps: Steps = []
    replica = world.replica()
    replica.registry._around = follow(replica.registry._around, steps)
    viewer = await world.join(replica, may_write=False)
    await viewer.write(typing("a"))
    await viewer.room.writer.settled()
    assert [details.get("outcome") for _, details in steps] == [None, "refused: read-only"]
