"""What waits for a slow peer is bounded, and says the same as all that it stands for."""

import asyncio

from editor.collab.encoding import read_var_bytes
from editor.collab.outbox import Broadcast, Outbox, broadcast, merged
from editor.collab.protocol import (
    CloseCode,
    PresenceState,
    acknowledged_frame,
    awareness_frame,
    read_awareness,
    update_frame,
    write_awareness,
)
from tests.collab.rooms import edit_of, new_doc, typing
from tests.collab.taking import take

FULL = 100_000


def edits(count: int, text: str = "abc") -> list[Broadcast]:
    doc = new_doc()
    return [broadcast([edit_of(doc, typing(text))]) for _ in range(count)]


def presence(client: int, clock: int, state: str = "{}") -> bytes:
    return write_awareness([PresenceState(client, clock, state)])


def title_of(frames: list[bytes]) -> str:
    doc = new_doc()
    for frame in frames:
        if frame[:2] == b"\x00\x02":
            doc.apply_update(read_var_bytes(frame, 2)[0])
    return str(doc["title"])


async def test_frames_come_out_in_order_after_the_acknowledgement_then_presence() -> None:
    outbox = Outbox(FULL)
    [edit] = edits(1)
    outbox.acknowledge(0, 1, 1)
    outbox.presence(presence(1, 1))
    outbox.put(b"one")
    outbox.update(edit)
    outbox.answer(b"two")
    assert await take(outbox) == [
        acknowledged_frame(0, 1, 1),
        b"one",
        edit.frame,
        b"two",
        awareness_frame(presence(1, 1)),
    ]


async def test_updates_that_wait_together_become_one() -> None:
    outbox = Outbox(FULL)
    for edit in edits(20):
        outbox.update(edit)
    [frame] = await take(outbox)
    assert title_of([frame]) == "abc" * 20


async def test_an_update_does_not_overtake_a_frame() -> None:
    outbox = Outbox(FULL)
    one, two, three = edits(3)
    outbox.update(one)
    outbox.put(b"between")
    outbox.update(two)
    outbox.update(three)
    frames = await take(outbox)
    assert [frames[0], frames[1]] == [one.frame, b"between"]
    assert frames[2] == update_frame(merged([two.payload, three.payload]))


async def test_more_than_are_merged_at_once_are_merged_all_the_same() -> None:
    updates = [edit.payload for edit in edits(1_201, "x")]
    assert title_of([update_frame(merged(updates))]) == "x" * 1_201


async def test_of_acknowledgements_the_last_one_is_sent() -> None:
    outbox = Outbox(FULL)
    for number in range(1, 4):
        outbox.acknowledge(0, number, number)
    assert await take(outbox) == [acknowledged_frame(0, 3, 3)]


async def test_of_presence_the_newest_state_of_each_client_is_sent() -> None:
    outbox = Outbox(FULL)
    for clock in range(1, 4):
        outbox.presence(presence(1, clock))
    outbox.presence(presence(2, 9))
    [frame] = await take(outbox)
    states = read_awareness(read_var_bytes(frame, 1)[0], 10)
    assert states == [PresenceState(1, 3, "{}"), PresenceState(2, 9, "{}")]


# -- Bounds -----------------------------------------------------------------------------------------------------------


async def test_what_can_be_merged_does_not_overflow() -> None:
    waiting = edits(200, "x")
    outbox = Outbox(sum(len(edit.frame) for edit in waiting) * 2 // 3)
    for edit in waiting:
        outbox.update(edit)
    assert outbox.close_code is None
    assert title_of(await take(outbox)) == "x" * 200


async def test_past_its_bytes_the_peer_is_closed_as_overloaded_and_nothing_waits_any_more() -> None:
    outbox = Outbox(1_000)
    for edit in edits(2, "x" * 600):
        outbox.update(edit)
    assert outbox.close_code is CloseCode.OVERLOADED
    assert await take(outbox) == []


async def test_frames_count_too() -> None:
    outbox = Outbox(1_000)
    outbox.put(b"x" * 1_000)
    assert outbox.close_code is None
    outbox.put(b"x")
    assert outbox.close_code is CloseCode.OVERLOADED


async def test_what_was_taken_counts_no_more() -> None:
    outbox = Outbox(1_000)
    for _ in range(10):
        outbox.put(b"x" * 900)
        await take(outbox)
        outbox.sent()
    assert outbox.close_code is None


async def test_an_answer_counts_not_even_when_updates_are_merged_behind_it() -> None:
    outbox = Outbox(1_000)
    outbox.answer(b"y" * 50_000)
    for edit in edits(40, "x"):
        outbox.update(edit)
    assert outbox.close_code is None
    answer, update = await take(outbox)
    assert answer == b"y" * 50_000
    assert title_of([update]) == "x" * 40


async def test_presence_is_merged_while_it_waits() -> None:
    outbox = Outbox(4_000)
    for clock in range(1, 3_000):
        outbox.presence(presence(clock % 3, clock, '"' + "x" * 200 + '"'))
    assert sum(map(len, outbox._presence)) <= 4_000
    [frame] = await take(outbox)
    assert {state.clock for state in read_awareness(read_var_bytes(frame, 1)[0], 10)} == {2_997, 2_998, 2_999}


async def test_presence_past_the_bytes_is_dropped_and_the_peer_stays() -> None:
    outbox = Outbox(1_000)
    for client in range(10):
        outbox.presence(presence(client, 1, '"' + "x" * 300 + '"'))
        assert sum(map(len, outbox._presence)) <= 1_000
    assert outbox.close_code is None


# -- The end ----------------------------------------------------------------------------------------------------------


async def test_what_waits_is_sent_before_the_end_and_nothing_is_added() -> None:
    outbox = Outbox(FULL)
    [edit] = edits(1)
    outbox.put(b"last words")
    outbox.close(CloseCode.INVALID)
    outbox.close(CloseCode.NOT_FOUND)
    for add in (outbox.put, outbox.answer, outbox.presence):
        add(b"more")
    outbox.update(edit)
    assert outbox.close_code is CloseCode.INVALID
    assert await take(outbox) == [b"last words"]
    assert await take(outbox) == []


async def test_who_may_not_see_the_document_any_more_gets_nothing_that_waits() -> None:
    for code in (CloseCode.NOT_FOUND, CloseCode.NOT_SIGNED_IN):
        outbox = Outbox(FULL)
        outbox.update(edits(1)[0])
        outbox.presence(presence(1, 1))
        outbox.close(code)
        assert await take(outbox) == []


async def test_an_answer_is_waited_for_until_it_is_sent() -> None:
    outbox = Outbox(FULL)
    outbox.answer(b"one")
    waiting = asyncio.create_task(outbox.answered())
    await asyncio.sleep(0)
    assert not waiting.done()
    await take(outbox)
    await asyncio.sleep(0)
    assert not waiting.done()
    outbox.sent()
    await waiting


async def test_an_answer_that_came_while_others_were_sent_is_waited_for() -> None:
    outbox = Outbox(FULL)
    outbox.answer(b"one")
    await take(outbox)
    outbox.answer(b"two")
    outbox.sent()
    waiting = asyncio.create_task(outbox.answered())
    await asyncio.sleep(0)
    assert not waiting.done()
    outbox.abandon()
    await waiting


async def test_taking_waits_for_something_to_take() -> None:
    outbox = Outbox(FULL)
    taking = asyncio.create_task(take(outbox))
    await asyncio.sleep(0)
    assert not taking.done()
    outbox.put(b"one")
    assert await taking == [b"one"]
