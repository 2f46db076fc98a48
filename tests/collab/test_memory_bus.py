import asyncio
from random import Random
from uuid import uuid4

from editor.collab.ports import AccessChanged, Announcement
from tests.collab.twins import Disturbance, MemoryBus

DOCUMENT = uuid4()


def announcements(count: int) -> list[Announcement]:
    return [AccessChanged(DOCUMENT, f"replica {number}") for number in range(count)]


async def received(bus: MemoryBus, sent: list[Announcement]) -> list[Announcement]:
    got: list[Announcement] = []
    subscription = await bus.subscribe(DOCUMENT, got.append)
    for announcement in sent:
        bus.publish(announcement)
    await asyncio.sleep(0)
    await subscription.close()
    return got


async def test_everybody_gets_everything_in_order_until_they_leave() -> None:
    bus = MemoryBus()
    sent = announcements(3)
    got: tuple[list[Announcement], list[Announcement]] = ([], [])
    first = await bus.subscribe(DOCUMENT, got[0].append)
    second = await bus.subscribe(DOCUMENT, got[1].append)
    bus.publish(sent[0])
    bus.publish(sent[1])
    await asyncio.sleep(0)
    await first.close()
    bus.publish(sent[2])
    await asyncio.sleep(0)
    assert got == (sent[:2], sent)
    await second.close()
    assert await received(bus, [AccessChanged(uuid4(), "elsewhere")]) == []
    assert bus.subscribers(DOCUMENT) == 0


async def test_it_drops_and_doubles_as_asked() -> None:
    bus = MemoryBus()
    first, second, third = announcements(3)
    bus.drop_next()
    bus.double_next()
    assert await received(bus, [first, second, third]) == [second, second, third]
    bus.down = True
    assert await received(bus, [first]) == []


async def test_it_delivers_late_and_backwards() -> None:
    bus = MemoryBus()
    sent = announcements(3)
    got: list[Announcement] = []
    await bus.subscribe(DOCUMENT, got.append)
    bus.hold()
    for announcement in sent:
        bus.publish(announcement)
    await asyncio.sleep(0)
    assert got == []
    bus.release(backwards=True)
    await asyncio.sleep(0)
    assert got == sent[::-1]


async def test_it_disturbs_at_random() -> None:
    bus = MemoryBus(Disturbance(Random(1), drop=0.2, double=0.2, reorder=0.2))
    sent = announcements(100)
    got = await received(bus, sent)
    assert set(got) < set(sent)
    assert len(got) > len(set(got))
    assert got != sorted(got, key=sent.index)
