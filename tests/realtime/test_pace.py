"""Over its pace a connection's reading waits; nothing is dropped."""

import time

from editor.realtime.pace import Pace


async def seconds_for(pace: Pace, frames: int) -> float:
    begin = time.monotonic()
    for _ in range(frames):
        await pace.keep()
    return time.monotonic() - begin


async def test_a_burst_goes_through_at_once_and_what_comes_after_it_waits() -> None:
    pace = Pace(per_second=200, burst=1_000)
    assert await seconds_for(pace, 1_000) < 0.2
    assert await seconds_for(pace, 20) >= 0.08


async def test_who_was_quiet_has_no_more_than_a_burst() -> None:
    pace = Pace(per_second=1_000, burst=10)
    pace._at -= 3_600
    assert await seconds_for(pace, 60) >= 0.04
