"""Deletions that follow from the updates without standing in one: whoever loses when two set one attribute."""

from typing import Any

import pytest
from pycrdt import XmlElement

from editor.collab.updates import Limits, read_update
from tests.collab.rooms import a_world, deleting, edit_of, eventually, typing


def setting(value: str) -> Any:
    def edit(doc: Any) -> None:
        doc["default"].children[0].attributes["align"] = value

    return edit


@pytest.mark.parametrize("may_write", [True, False])
async def test_a_step_2_that_names_the_loser_of_two_attributes_brings_no_row(may_write: bool) -> None:
    async with a_world() as world:
        replica = world.replica()
        ann, bob = [await world.join(replica) for _ in range(2)]
        await ann.write(lambda doc: doc["default"].children.append(XmlElement("paragraph")))
        await eventually(lambda: len(list(bob.doc["default"].children)) == 1)
        one, other = edit_of(ann.doc, setting("left")), edit_of(bob.doc, setting("right"))
        await ann.send_update(one)
        await bob.send_update(other)
        await eventually(lambda: ann.acknowledged[1] == 2 and bob.acknowledged[1] == 1)
        assert len(world.payloads()) == 3
        joiner = await world.join(replica, may_write=may_write)
        await eventually(lambda: joiner.doc.get_state() == world.logged().get_state())
        everything = joiner.doc.get_update()
        assert joiner.room.state.knowledge.covers(read_update(everything, Limits())) is False
        await joiner.send_step_2(everything)
        await eventually(lambda: joiner.acknowledged[0] == 1)
        assert joiner.refusals == []
        assert len(world.payloads()) == 3
        await joiner.send_step_2(everything)
        await eventually(lambda: joiner.acknowledged[0] == 2)


async def test_a_viewers_own_deletion_is_refused_even_beside_implied_ones() -> None:
    async with a_world() as world:
        replica = world.replica()
        ann = await world.join(replica)
        await ann.write(typing("abc"))
        await ann.write(lambda doc: doc["default"].children.append(XmlElement("paragraph")))
        await ann.write(setting("left"))
        await ann.write(setting("right"))
        await eventually(lambda: ann.acknowledged[1] == 4)
        viewer = await world.join(replica, may_write=False)
        await eventually(lambda: str(viewer.doc["title"]) == "abc")
        edit_of(viewer.doc, deleting(0, 1))
        await viewer.send_step_2(viewer.doc.get_update())
        await eventually(lambda: viewer.refusals == [(0, 1, "read-only")])
        assert len(world.payloads()) == 4


# What Yjs 13.6 says: a paragraph by client 7; its "align" set by 7 and by 8, who don't know of each other; and the
# whole document of somebody who has heard all three.
PARAGRAPH = bytes.fromhex("0101070007010764656661756c74030970617261677261706800")
LEFT = bytes.fromhex("010107012800070005616c69676e0177046c65667400")
RIGHT = bytes.fromhex("010108002800070005616c69676e017705726967687400")
WHOLE = bytes.fromhex(
    "020108002800070005616c69676e017705726967687402070007010764656661756c7403097061726167726170682100070005616c69676e01"
    "0107010101"
)


@pytest.mark.parametrize("order", [(LEFT, RIGHT), (RIGHT, LEFT)], ids=["the loser first", "the winner first"])
@pytest.mark.parametrize("may_write", [True, False])
async def test_it_is_the_same_with_what_yjs_says(order: tuple[bytes, bytes], may_write: bool) -> None:
    async with a_world() as world:
        replica = world.replica()
        author_of = {LEFT: await world.join(replica), RIGHT: await world.join(replica)}
        await author_of[LEFT].send_update(PARAGRAPH)
        for number, update in enumerate(order, 2):
            await author_of[update].send_update(update)
            await author_of[update].room.writer.settled()
            assert len(world.payloads()) == number
        reader = await world.join(replica, may_write=may_write)
        await reader.send_step_2(WHOLE)
        await eventually(lambda: reader.acknowledged[0] == 1)
        assert reader.refusals == []
        assert len(world.payloads()) == 3
