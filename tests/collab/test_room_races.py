"""What happens between a check and its use."""

import asyncio
import itertools
from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

import pytest
from pycrdt import Doc

from editor.collab import room as room_module
from editor.collab.arrival import Arrival
from editor.collab.ports import Committed, Row
from editor.collab.protocol import CloseCode
from tests.collab.rooms import Client, World, a_world, edit_of, eventually, new_doc, paragraph, strict, typing


def many_paragraphs(client: Client, count: int) -> bytes:
    """An update of more than `count` structs, on top of what the client has; not sent yet."""

    return edit_of(copy_of(client.doc), paragraphs(count))


def paragraphs(count: int) -> Callable[[Doc[Any]], None]:
    def edit(doc: Doc[Any]) -> None:
        for number in range(count):
            paragraph(f"{number}")(doc)

    return edit


def copy_of(doc: Doc[Any]) -> Doc[Any]:
    copy = new_doc()
    copy.apply_update(doc.get_update())
    return copy


class Judge:
    """Stands for the child process: says what it is told, when it is told."""

    def __init__(self, world: World, *, survives: bool) -> None:
        self.answer = asyncio.Event()
        self.states: list[bytes] = []
        self.updates: list[bytes] = []
        self._survives = survives
        world.survives = self

    async def __call__(self, state: bytes, update: bytes) -> bool:
        self.states.append(state)
        self.updates.append(update)
        await self.answer.wait()
        return self._survives


async def test_a_large_update_is_tried_on_top_of_what_it_depends_on() -> None:
    async with a_world() as world:
        judge = Judge(world, survives=True)
        writer = await world.join(world.replica())
        doc = copy_of(writer.doc)
        first = edit_of(doc, typing("before"))
        large = edit_of(doc, paragraphs(2_000))
        sending = asyncio.gather(writer.send_update(first), writer.send_update(large))
        await eventually(lambda: len(judge.states) == 1)
        tried_on = new_doc()
        tried_on.apply_update(judge.states[0])
        assert str(tried_on["title"]) == "before"
        assert len(world.payloads()) == 1
        judge.answer.set()
        await sending
        await eventually(lambda: writer.acknowledged[1] == 2)


async def test_others_write_on_while_a_large_update_is_tried_and_it_is_refused_alone() -> None:
    async with a_world() as world:
        judge = Judge(world, survives=False)
        replica = world.replica()
        writer, other = await world.join(replica), await world.join(replica)
        sending = asyncio.create_task(writer.send_update(many_paragraphs(writer, 2_000)))
        await eventually(lambda: len(judge.states) == 1)
        await other.write(typing("meanwhile"))
        await eventually(lambda: other.acknowledged[1] == 1)
        judge.answer.set()
        await sending
        await eventually(lambda: writer.close_code is CloseCode.MALFORMED)
        assert other.close_code is None
        assert len(world.payloads()) == 1


async def test_a_readers_large_update_is_refused_without_a_trial() -> None:
    async with a_world() as world:
        judge = Judge(world, survives=True)
        viewer = await world.join(world.replica(), may_write=False)
        await viewer.send_update(many_paragraphs(viewer, 2_000))
        await eventually(lambda: viewer.refusals == [(1, 1, "read-only")])
        assert judge.states == []


async def test_nobody_has_others_wait_for_all_that_they_send_to_be_tried() -> None:
    async with a_world() as world:
        judge = Judge(world, survives=True)
        replica, author = world.replica(), uuid4()
        greedy = [await world.join(replica, author=author) for _ in range(4)]
        modest = await world.join(replica)
        sending = [asyncio.create_task(each.send_update(many_paragraphs(each, 2_000))) for each in greedy]
        await eventually(lambda: len(judge.updates) > 0)
        update = many_paragraphs(modest, 2_000)
        sending.append(asyncio.create_task(modest.send_update(update)))
        await eventually(lambda: update in judge.updates)
        assert judge.updates.index(update) == 1
        judge.answer.set()
        await asyncio.gather(*sending)
        await eventually(lambda: all(each.acknowledged[1] == 1 for each in (*greedy, modest)))


async def test_closing_the_room_ends_a_trial() -> None:
    async with a_world() as world:
        judge = Judge(world, survives=True)
        replica = world.replica()
        writer = await world.join(replica)
        sending = asyncio.create_task(writer.send_update(many_paragraphs(writer, 2_000)))
        await eventually(lambda: len(judge.states) == 1)
        await replica.registry.close()
        await sending
        assert world.payloads() == []


async def test_who_comes_into_a_room_that_has_ended_is_sent_away() -> None:
    async with a_world() as world:
        replica = world.replica()
        first = await world.join(replica)
        first.room.end(CloseCode.OVERLOADED)
        late = await world.join(replica)
        assert late.room is not first.room or late.peer.outbox.close_code is CloseCode.OVERLOADED
        again = await world.join(replica)
        await again.write(typing("alive"))
        await eventually(lambda: again.acknowledged[1] == 1)


async def test_a_peer_that_holds_on_to_an_ended_room_is_closed() -> None:
    async with a_world() as world:
        replica = world.replica()
        first = await world.join(replica)
        room = first.room
        room.end(CloseCode.OVERLOADED)
        late = await world.join(world.replica("b"))
        room.join(late.peer)
        assert late.peer.outbox.close_code is CloseCode.OVERLOADED


async def test_rights_that_were_read_before_a_revoke_are_read_again_by_whoever_joins_during_it() -> None:
    async with a_world() as world:
        replica = world.replica()
        first, revoked = await world.join(replica), await world.join(replica)
        stale = revoked.peer.rights
        revoked.room.leave(revoked.peer)
        world.log.raise_access_version(world.document)
        world.rights.answers[revoked.peer.author] = CloseCode.NOT_FOUND
        first.room.follower.read_rights_again()
        await asyncio.sleep(0)  # the follower has listed its peers and asks for their rights
        revoked.peer.rights = stale
        revoked.room.join(revoked.peer)
        await eventually(lambda: revoked.close_code is CloseCode.NOT_FOUND)


async def test_what_is_good_is_acknowledged_before_what_is_bad_is_refused() -> None:
    async with a_world() as world:
        replica = world.replica()
        victim, author = await world.join(replica), await world.join(replica)
        await victim.write(typing("mine"))
        await eventually(lambda: author.doc["title"].to_py() == "mine")
        world.log.gate.clear()
        await victim.write(typing("!"))  # keeps the writer busy, so that the next two are judged together
        good = edit_of(author.doc, typing("good"))
        forged = new_doc(victim.doc.client_id)
        forged.apply_update(copy_of(author.doc).get_update())
        await author.send_update(good)
        await author.send_update(edit_of(forged, typing("forged")))
        world.log.gate.set()
        await eventually(lambda: author.refusals == [(1, 2, "foreign-client")])
        assert author.acknowledged[1] == 1


async def test_a_log_that_has_lost_rows_ends_the_room_without_an_acknowledgement() -> None:
    async with a_world() as world:
        writer = await world.join(world.replica())
        await writer.write(typing("a"))
        await writer.write(typing("b"))
        await eventually(lambda: writer.acknowledged[1] == 2)
        stored = world.log.documents[world.document]
        del stored.rows[1:], stored.entries[1:]
        await writer.write(typing("c"))
        await eventually(lambda: writer.close_code is CloseCode.OTHER_GENERATION)
        assert writer.acknowledged[1] == 2


async def test_the_poll_finds_a_log_that_has_lost_rows() -> None:
    async with a_world() as world:
        writer = await world.join(world.replica())
        await writer.write(typing("a"))
        await eventually(lambda: writer.acknowledged[1] == 1)
        head = writer.room.state.head
        world.log.documents[world.document].rows.clear()
        heads = await world.log.heads([world.document])
        writer.room.observe(heads[world.document], head)
        await eventually(lambda: writer.close_code is CloseCode.OTHER_GENERATION)


async def test_a_copy_of_another_generation_does_not_get_in_even_after_the_handshake() -> None:
    async with a_world() as world:
        replica = world.replica()
        first = await world.join(replica)
        late = await world.join(replica)
        late.room.leave(late.peer)
        late.peer.generation = world.log.create()  # any other id
        first.room.join(late.peer)
        await eventually(lambda: late.close_code is CloseCode.OTHER_GENERATION)


class Panic(BaseException):
    """As pycrdt's: no Exception."""


async def test_a_room_without_its_follower_ends() -> None:
    async with a_world() as world:
        writer = await world.join(world.replica())

        def fail(arrivals: object) -> bool:
            raise Panic

        writer.room.take_rows = fail  # type: ignore[method-assign]  # as a panic out of pycrdt
        news = Committed(world.document, "b", writer.room.state.generation, 1, 1)
        writer.room.hear(news)
        await eventually(lambda: writer.close_code is CloseCode.FAULT)


async def test_a_room_ends_that_fails_while_it_goes_on_with_many_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    async with a_world() as world:
        reader = await world.join(world.replica())
        room, doc, author = reader.room, new_doc(), uuid4()
        shown: list[Arrival] = []
        rows = [Arrival(Row(number, edit_of(doc, typing("a")), author)) for number in (1, 2)]
        show = room._show

        def fail_at_the_second(ready: Sequence[Arrival]) -> None:
            shown.extend(ready)
            if len(shown) > 1:
                raise Panic
            show(ready)

        moments = itertools.count(step=room_module._MOMENT)  # each row takes all of one
        monkeypatch.setattr("time.perf_counter", lambda: next(moments) / 2)
        monkeypatch.setattr(room, "_show", fail_at_the_second)
        assert not room.take_rows(rows)
        async with asyncio.timeout(10):
            await room.applied()
        await eventually(lambda: reader.close_code is CloseCode.FAULT)
        assert room.state.head == 2


async def test_all_rooms_together_hold_back_only_so_much() -> None:
    async with a_world(strict(max_waiting_bytes=60)) as world:
        replica = world.replica()
        held = []
        for _ in range(4):
            client = await world.join(replica)
            doc = new_doc()
            edit_of(doc, typing("a"))
            held.append(client)
            await client.send_update(edit_of(doc, typing("bbbbbbbbbb")))
        await eventually(lambda: any(client.refusals for client in held))
        assert not all(client.refusals for client in held)


async def test_an_update_that_could_not_be_tried_is_not_refused() -> None:
    async def fail(state: bytes, update: bytes) -> bool:
        raise OSError("no more processes")

    async with a_world() as world:
        world.survives = fail
        writer = await world.join(world.replica())
        await writer.send_update(many_paragraphs(writer, 2_000))
        await eventually(lambda: writer.close_code is CloseCode.FAULT)
        assert writer.refusals == []
        assert world.payloads() == []


async def test_a_large_update_for_a_room_that_has_ended_keeps_nobody_waiting() -> None:
    async with a_world() as world:
        writer = await world.join(world.replica())
        large = many_paragraphs(writer, 2_000)
        writer.room.end(CloseCode.OVERLOADED)
        async with asyncio.timeout(5):
            await writer.send_update(large)
        assert world.payloads() == []
