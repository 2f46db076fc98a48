"""Presence on its way through rooms and replicas."""

import json

from editor.collab.ports import Announcement, PresenceChanged
from editor.collab.protocol import PresenceState, awareness_frame, write_awareness
from tests.collab.presence import say, shown
from tests.collab.rooms import a_world, eventually, typing


async def test_presence_reaches_everybody_the_sender_too_and_every_replica() -> None:
    async with a_world() as world:
        here, there = world.replica("here"), world.replica("there")
        sender, viewer = await world.join(here), await world.join(here, may_write=False)
        far = await world.join(there)
        await say(sender)
        await eventually(lambda: all(sender.doc.client_id in shown(client) for client in (sender, viewer, far)))
        assert shown(far)[sender.doc.client_id][1]["user"]["id"] == str(sender.peer.author)
        sender.room.leave(sender.peer)
        await eventually(lambda: shown(viewer) == shown(far) == {})


async def test_who_moves_very_fast_is_shown_now_and_then_and_at_the_end() -> None:
    async with a_world() as world:
        here, there = world.replica("here"), world.replica("there")
        sender, viewer = await world.join(here), await world.join(there)
        told: list[Announcement] = []
        listener = await world.bus.subscribe(world.document, told.append)
        for clock in range(1, 501):
            await say(sender, clock, state=f'{{"cursor":{clock}}}')
        await eventually(lambda: shown(viewer).get(sender.doc.client_id, (0,))[0] == 500)
        assert shown(viewer)[sender.doc.client_id][1]["cursor"] == 500
        assert len([one for one in told if isinstance(one, PresenceChanged)]) < 20
        await listener.close()


async def test_nobody_who_has_left_is_shown_once_more() -> None:
    async with a_world() as world:
        here, there = world.replica("here"), world.replica("there")
        sender, viewer = await world.join(here), await world.join(there)
        for clock in (1, 2):
            await say(sender, clock)
        await eventually(lambda: sender.doc.client_id in shown(viewer))
        sender.room.leave(sender.peer)
        await eventually(lambda: shown(viewer) == {})
        other = await world.join(here)
        await say(other)
        await eventually(lambda: other.doc.client_id in shown(viewer))
        assert sender.doc.client_id not in shown(viewer)


async def test_a_good_bye_right_before_the_end_is_heard() -> None:
    async with a_world() as world:
        here, there = world.replica("here"), world.replica("there")
        sender, viewer = await world.join(here), await world.join(there)
        await say(sender)
        await eventually(lambda: sender.doc.client_id in shown(viewer))
        await say(sender, 2)
        await say(sender, 3, state="null")
        sender.room.leave(sender.peer)
        await eventually(lambda: shown(viewer) == {})


async def test_a_replica_that_opens_later_learns_who_is_with_the_others() -> None:
    async with a_world() as world:
        sender = await world.join(world.replica("here"))
        await say(sender)
        late = await world.join(world.replica("there"))
        await eventually(lambda: sender.doc.client_id in shown(late))


async def test_a_replica_that_died_leaves_nobody_behind() -> None:
    async with a_world() as world:
        there = world.replica("there")
        reader = await world.join(there)
        ghost = write_awareness([PresenceState(5, 1, json.dumps({"user": {"id": "x"}}))])
        world.bus.publish(PresenceChanged(world.document, "dead", ghost))
        await eventually(lambda: 5 in shown(reader))
        world.clock.time += 29.0
        await world.poll(there)
        assert 5 in shown(reader)
        world.clock.time += 2.0
        await world.poll(there)
        await eventually(lambda: shown(reader) == {})


async def test_who_asks_is_told_who_is_here() -> None:
    async with a_world() as world:
        replica = world.replica()
        sender, asker = [await world.join(replica) for _ in range(2)]
        await asker.room.receive(asker.peer, b"\x03")
        await say(sender)
        await eventually(lambda: len(shown(asker)) == 1)
        asker.inbox.clear()
        await asker.room.receive(asker.peer, b"\x03")
        await eventually(lambda: len(shown(asker)) == 1)


async def test_presence_under_an_author_s_client_id_is_dropped_from_anybody_else() -> None:
    async with a_world() as world:
        replica = world.replica()
        writer, poser = [await world.join(replica) for _ in range(2)]
        await writer.write(typing("a"))
        await eventually(lambda: writer.acknowledged == (0, 1, 1))
        await say(poser, number=writer.doc.client_id)
        await say(poser)
        await eventually(lambda: shown(writer).keys() == {poser.doc.client_id})
        assert poser.close_code is None


async def test_a_tab_that_comes_back_is_shown_again() -> None:
    async with a_world() as world:
        replica = world.replica()
        before, witness = [await world.join(replica) for _ in range(2)]
        await say(before, 5)
        before.room.leave(before.peer)
        after = await world.join(replica, author=before.peer.author, client_id=before.doc.client_id)
        await say(after, 5)
        await eventually(
            lambda: awareness_frame(write_awareness([PresenceState(after.doc.client_id, 5, "null")])) in after.inbox
        )
        await say(after, 6)
        await eventually(lambda: shown(witness).get(after.doc.client_id, (0, None))[0] == 6)
