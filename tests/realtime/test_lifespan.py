"""The server's start and stop, as it tells the application of them."""

import asyncio
import gc
from typing import Any

import pytest

from editor.realtime import runtime
from editor.realtime.lifespan import lifespan


@pytest.mark.django_db(transaction=True)
async def test_what_is_loaded_at_the_start_is_left_alone_by_the_garbage_collector() -> None:
    told: asyncio.Queue[Any] = asyncio.Queue()
    said: asyncio.Queue[Any] = asyncio.Queue()
    serving = asyncio.create_task(lifespan({"type": "lifespan"}, told.get, said.put))  # type: ignore[typeddict-item]
    try:
        told.put_nowait({"type": "lifespan.startup"})
        assert await said.get() == {"type": "lifespan.startup.complete"}
        assert gc.get_freeze_count() > 100_000
        assert runtime.current() is not None
        told.put_nowait({"type": "lifespan.shutdown"})
        assert await said.get() == {"type": "lifespan.shutdown.complete"}
        await serving
        assert runtime.current() is None
    finally:
        gc.unfreeze()
