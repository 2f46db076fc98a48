"""What a connection would send."""

import asyncio

from editor.collab.outbox import Outbox


async def take(outbox: Outbox) -> list[bytes]:
    """Waits for frames and takes all of them; empty when the connection is to end with `outbox.close_code`."""
    filled = asyncio.Event()
    outbox.on_filled = filled.set
    while True:
        frames = outbox.collect()
        if frames or outbox.close_code:
            return frames
        filled.clear()
        await filled.wait()
