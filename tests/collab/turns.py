"""How long a turn of the event loop computes, however busy the machine is: nobody else is served meanwhile."""

import asyncio
import gc
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(slots=True)
class Turns:
    """`longest`: the processor's seconds, of the loop's thread alone, that one callback took at most."""

    longest: float = 0.0


@contextmanager
def measured_turns() -> Iterator[Turns]:
    """The garbage of earlier tests is not counted, as servers leave alone what they have started with."""
    turns, run = Turns(), asyncio.Handle._run

    def run_measured(handle: asyncio.Handle) -> None:
        began = time.thread_time()
        run(handle)
        turns.longest = max(turns.longest, time.thread_time() - began)

    gc.collect()
    gc.freeze()
    asyncio.Handle._run = run_measured  # type: ignore[assignment,method-assign]  # nothing else sees all that a loop does
    try:
        yield turns
    finally:
        asyncio.Handle._run = run  # type: ignore[method-assign]
        gc.unfreeze()
