"""The room's state table in docs/protocol.md: one test a cell."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest
from pycrdt import Doc

from editor.collab.protocol import CloseCode
from tests.collab.rooms import Client, World, a_world, deleting, edit_of, eventually, new_doc, strict, typing


@dataclass
class Table:
    """A room with a document that says "abcdef", an editor and a viewer who have it all, and a witness."""

    world: World
    writer: Client
    viewer: Client
    witness: Client

    def sender(self, who: str) -> Client:
        return self.writer if who == "writer" else self.viewer

    @property
    def rows(self) -> int:
        return len(self.world.payloads())

    def untouched(self) -> None:
        assert self.rows == 1
        assert str(self.witness.doc["title"]) == "abcdef"


@pytest.fixture
async def table() -> AsyncIterator[Table]:
    async with a_world() as world:
        replica = world.replica()
        writer = await world.join(replica)
        viewer = await world.join(replica, may_write=False)
        witness = await world.join(replica)
        await writer.write(typing("abcdef"))
        everybody = (writer, viewer, witness)
        await eventually(lambda: all(str(client.doc["title"]) == "abcdef" for client in everybody))
        await eventually(lambda: writer.acknowledged == (0, 1, 1))
        yield Table(world, writer, viewer, witness)


def next_update(client: Client, text: str = "!") -> bytes:
    """An edit of a fresh client that has all that `client` has; not sent yet."""
    return edit_of(copy_of(client), typing(text))


def copy_of(client: Client) -> Doc[Any]:
    doc = new_doc()
    doc.apply_update(client.doc.get_update())
    return doc


# -- New -------------------------------------------------------------------------------------------------------------


async def test_new_structs_from_a_writer_are_committed_acknowledged_and_shown(table: Table) -> None:
    await table.writer.write(typing("g"))
    await eventually(lambda: table.writer.acknowledged == (0, 2, 2))
    await eventually(lambda: str(table.witness.doc["title"]) == "abcdefg")
    assert table.rows == 2


async def test_new_deletions_from_a_writer_are_committed_acknowledged_and_shown(table: Table) -> None:
    await table.writer.write(deleting(1, 3))
    await eventually(lambda: table.writer.acknowledged == (0, 2, 2))
    await eventually(lambda: str(table.witness.doc["title"]) == "adef")
    assert table.rows == 2


@pytest.mark.parametrize("edit", [typing("g"), deleting(1, 3)], ids=["struct", "deletion"])
async def test_new_from_a_viewer_is_refused_and_seen_by_nobody(table: Table, edit: object) -> None:
    await table.viewer.write(edit)  # type: ignore[arg-type]  # parametrized
    await eventually(lambda: table.viewer.refusals == [(1, 1, "read-only")])
    await table.viewer.send_update(next_update(table.writer))
    await asyncio.sleep(0)
    table.untouched()
    assert table.viewer.acknowledged == (0, 0, 0)
    assert table.viewer.close_code is None


# -- Known -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["writer", "viewer"])
async def test_known_structs_are_acknowledged_without_a_row(table: Table, who: str) -> None:
    sender = table.sender(who)
    before = sender.acknowledged[0]
    await sender.send_step_2(sender.doc.get_update())
    await eventually(lambda: sender.acknowledged[0] == before + 1)
    table.untouched()


@pytest.mark.parametrize("who", ["writer", "viewer"])
async def test_known_deletions_are_acknowledged_without_a_row(table: Table, who: str) -> None:
    deletion = await table.writer.write(deleting(1, 3))
    await eventually(lambda: table.rows == 2)
    sender = table.sender(who)
    await sender.send_step_2(deletion)
    await eventually(lambda: sender.acknowledged[0] == 1)
    assert table.rows == 2


# -- Partly known ----------------------------------------------------------------------------------------------------


async def test_of_partly_known_structs_a_writers_rest_is_committed(table: Table) -> None:
    table.writer.doc["title"] += "gh"
    await table.writer.send_step_2(table.writer.doc.get_update())
    await eventually(lambda: table.writer.acknowledged == (1, 1, 2))
    await eventually(lambda: str(table.witness.doc["title"]) == "abcdefgh")
    assert len(table.world.payloads()[1]) < len(table.writer.doc.get_update())
    assert str(table.world.logged()["title"]) == "abcdefgh"


async def test_of_partly_known_deletions_a_writers_rest_is_committed(table: Table) -> None:
    await table.writer.write(deleting(1, 3))
    await eventually(lambda: table.rows == 2)
    del table.writer.doc["title"][1:2]
    await table.writer.send_step_2(table.writer.doc.get_update(table.writer.doc.get_state()))
    await eventually(lambda: table.writer.acknowledged == (1, 2, 3))
    assert str(table.world.logged()["title"]) == "aef"


@pytest.mark.parametrize("edit", [typing("gh"), deleting(2, 4)], ids=["struct", "deletion"])
async def test_a_viewers_partly_known_step_2_is_refused_whole(table: Table, edit: object) -> None:
    await table.writer.write(deleting(0, 1))
    await eventually(lambda: str(table.viewer.doc["title"]) == "bcdef")
    edit_of(table.viewer.doc, edit)  # type: ignore[arg-type]  # parametrized
    await table.viewer.send_step_2(table.viewer.doc.get_update())
    await eventually(lambda: table.viewer.refusals == [(0, 1, "read-only")])
    assert table.rows == 2


# -- Held ------------------------------------------------------------------------------------------------------------


async def test_structs_that_depend_on_what_is_missing_are_held_and_asked_for(table: Table) -> None:
    other_tab = new_doc()
    other_tab.apply_update(table.writer.doc.get_update())
    first = edit_of(other_tab, typing("g"))
    second = edit_of(other_tab, typing("h"))
    asked = table.writer.asked
    await table.writer.send_update(second)
    await eventually(lambda: table.writer.asked == asked + 1)
    table.untouched()
    assert table.writer.acknowledged == (0, 1, 1)
    await table.writer.send_update(first)
    await eventually(lambda: table.writer.acknowledged == (0, 3, 3))
    assert str(table.world.logged()["title"]) == "abcdefgh"
    assert table.world.payloads()[1:] == [first, second]


async def test_a_deletion_of_what_is_missing_is_held_until_it_comes(table: Table) -> None:
    other_tab = new_doc()
    other_tab.apply_update(table.writer.doc.get_update())
    first = edit_of(other_tab, typing("g"))
    deletion = edit_of(other_tab, deleting(6, 7))
    await table.writer.send_update(deletion)
    await table.writer.send_update(first)
    await eventually(lambda: table.writer.acknowledged == (0, 3, 3))
    assert str(table.world.logged()["title"]) == "abcdef"


@pytest.mark.parametrize("kind", ["struct", "deletion"])
async def test_what_a_viewer_would_have_held_is_refused(table: Table, kind: str) -> None:
    other = new_doc()
    other.apply_update(table.viewer.doc.get_update())
    edit_of(other, typing("g"))
    await table.viewer.send_update(edit_of(other, typing("h") if kind == "struct" else deleting(6, 7)))
    await eventually(lambda: table.viewer.refusals == [(1, 1, "read-only")])
    table.untouched()


async def test_what_is_held_too_long_is_refused(table: Table) -> None:
    other_tab = new_doc()
    other_tab.apply_update(table.writer.doc.get_update())
    edit_of(other_tab, typing("g"))
    await table.writer.send_update(edit_of(other_tab, typing("h")))
    asked = table.writer.asked
    await eventually(lambda: table.writer.asked > asked or table.writer.asked == 2)
    table.world.clock.time += table.world.limits.hold_seconds + 1
    room = table.writer.room
    room.observe((await table.world.log.heads([table.world.document]))[table.world.document])
    await eventually(lambda: table.writer.refusals == [(1, 2, "incomplete")])
    await eventually(lambda: table.writer.close_code is CloseCode.INVALID)
    table.untouched()


async def test_a_held_frame_stops_the_acknowledged_prefix(table: Table) -> None:
    other_tab = new_doc()
    other_tab.apply_update(table.writer.doc.get_update())
    first = edit_of(other_tab, typing("g"))
    await table.writer.send_update(edit_of(other_tab, typing("h")))
    await table.writer.write(typing("x"))
    await eventually(lambda: table.rows == 2)
    await eventually(lambda: str(table.witness.doc["title"]) == "abcdefx")
    assert table.writer.acknowledged[1] == 1
    await table.writer.send_update(first)
    await eventually(lambda: table.writer.acknowledged[1] == 4)


async def test_more_than_may_be_held_is_refused() -> None:
    async with a_world(strict(max_held_frames=2)) as world:
        writer = await world.join(world.replica())
        for client_id in (11, 12, 13):
            doc = new_doc(client_id)
            edit_of(doc, typing("g"))
            await writer.send_update(edit_of(doc, typing("h")))
        await eventually(lambda: writer.refusals == [(1, 3, "incomplete")])
        assert world.payloads() == []


# -- Refused ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["writer", "viewer"])
async def test_malformed_bytes_close_the_sender_alone(table: Table, who: str) -> None:
    sender = table.sender(who)
    await sender.send_update(b"\x01\x01\xff")
    await eventually(lambda: sender.close_code is CloseCode.MALFORMED)
    assert [code for _, _, code in sender.refusals] == ["malformed"]
    table.untouched()
    assert table.witness.close_code is None


async def test_structs_under_somebody_elses_client_id_are_refused(table: Table) -> None:
    forged = new_doc(table.writer.doc.client_id)
    forged.apply_update(table.witness.doc.get_update())
    await table.witness.send_update(edit_of(forged, typing("forged")))
    await eventually(lambda: table.witness.refusals == [(1, 1, "foreign-client")])
    await eventually(lambda: table.witness.close_code is CloseCode.INVALID)
    assert table.rows == 1


async def test_a_refused_frame_stops_the_acknowledged_prefix_for_good(table: Table) -> None:
    await table.viewer.write(typing("g"))
    await eventually(lambda: len(table.viewer.refusals) == 1)
    await table.viewer.send_step_2(table.witness.doc.get_update())
    await table.viewer.send_step_1(b"\x00")
    await asyncio.sleep(0)
    assert table.viewer.acknowledged == (0, 0, 0)


async def test_a_standard_client_without_the_right_is_told_so_and_stays() -> None:
    async with a_world() as world:
        viewer = await world.join(world.replica(), author=uuid4(), may_write=False, speaks_ours=False)
        await viewer.write(typing("g"))
        await eventually(lambda: b"\x02\x00\x09read-only" in viewer.inbox)
        assert viewer.close_code is None
        assert world.payloads() == []
