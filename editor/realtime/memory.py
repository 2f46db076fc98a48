"""What closed documents took goes back to the system.

The C library keeps it otherwise: pieces that are still in use lie between what is free, so that a replica would stay as
large as it was at the busiest hour.
"""

import asyncio
import ctypes

from editor.collab.counts import Counts
from editor.realtime.measuring import HAPPENED

EVERY_SECONDS = 5.0

_trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # only glibc has it


async def keep_giving_back(counts: Counts = HAPPENED, seconds: float = EVERY_SECONDS) -> None:
    """Whenever documents have been closed. It takes a thread few milliseconds, and more only where there is much."""
    done = counts.closes
    while _trim is not None:
        await asyncio.sleep(seconds)
        if counts.closes != done:
            done = counts.closes
            await asyncio.to_thread(_trim, 0)
