"""Waiting for what tells nobody when it happens: a row, a process, a lock."""

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

from channels.db import database_sync_to_async

DEADLINE_SECONDS = 10.0
BETWEEN_LOOKS_SECONDS = 0.02

T = TypeVar("T")


def wait_until(holds: Callable[[], bool], what: str, seconds: float = DEADLINE_SECONDS) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"{what}: not within {seconds:g} s"
        time.sleep(BETWEEN_LOOKS_SECONDS)


async def read_until(look: Callable[[], T | None], what: str, seconds: float = DEADLINE_SECONDS) -> T:
    """What the function reads from the database, as soon as it is something."""
    deadline = time.monotonic() + seconds
    while not (found := await database_sync_to_async(look)()):
        assert time.monotonic() < deadline, f"{what}: not within {seconds:g} s"
        await asyncio.sleep(BETWEEN_LOOKS_SECONDS)
    return found
