"""When presence of one peer is shown."""

import asyncio

from editor.collab.presence_pace import PresencePace
from tests.collab.virtual_time import run


def test_who_moves_all_the_time_is_shown_as_often_as_may_be() -> None:
    shown: list[float] = []

    async def move() -> None:
        now = asyncio.get_running_loop().time
        pace = PresencePace(0.05, now, lambda _: shown.append(round(now(), 3)))
        for _ in range(5):
            pace.show("somebody", b"")
            pace.show("somebody", b"")
            await asyncio.sleep(0.04)
        await asyncio.sleep(1)

    run(move())
    assert shown == [0.0, 0.05, 0.1, 0.15, 0.2]


def test_who_moves_now_and_then_is_shown_at_once_and_others_are_no_matter() -> None:
    shown: list[tuple[float, bytes]] = []

    async def move() -> None:
        now = asyncio.get_running_loop().time
        pace = PresencePace(0.05, now, lambda news: shown.append((round(now(), 3), news)))
        for peer in (b"a", b"b"):
            pace.show(peer, peer)
            await asyncio.sleep(0.01)
        await asyncio.sleep(0.05)
        pace.show(b"a", b"a")

    run(move())
    assert shown == [(0.0, b"a"), (0.01, b"b"), (0.07, b"a")]
