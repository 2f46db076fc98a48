"""When people of a long run write, and when not."""

import asyncio

from tests.soak.people import comes_within


async def test_who_waits_for_the_next_edit_hears_that_it_is_over() -> None:
    over = asyncio.Event()
    waiting = asyncio.create_task(comes_within(60, over))
    await asyncio.sleep(0)
    over.set()
    async with asyncio.timeout(5):
        assert await waiting


async def test_until_then_it_is_time_for_an_edit_after_a_while() -> None:
    assert not await comes_within(0.001, asyncio.Event())
