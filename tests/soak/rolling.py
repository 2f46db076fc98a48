"""A rolling restart with nothing else broken: people go on writing, and notice a reconnection at most."""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.soak.people import Person
from tests.soak.world import World
from tests.sockets import SocketClient

BACK_SECONDS = 15.0
SLACK = 2.0  # for machines that are slow and busy
_RESTARTING, _LOST = 1012, 1006
_MAY_BE_LOST = 0.02
"""Of all connections: a replica waits two seconds for who is told, and a busy machine may take longer."""
_BETWEEN_LOOKS = 0.05

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Rolling:
    """`times`: seconds from each replica's SIGTERM until all of its people were back."""

    began: float = field(default_factory=time.monotonic)
    ended: float = 0.0
    times: list[float] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


async def restart_all(world: World, people: Sequence[Person], readers: Sequence[SocketClient]) -> Rolling:
    everybody = [*(person.client for person in people), *readers]
    codes_before = [len(client.close_codes) for client in everybody]
    rolling = Rolling()
    for replica in world.stack.replicas:
        begin = time.monotonic()
        code = await asyncio.to_thread(replica.terminate)
        if code != 0:
            rolling.problems.append(f"{replica.name} was asked to stop and ended with exit code {code}")
        missing = await _missing(people, readers, begin + BACK_SECONDS * SLACK)
        rolling.times.append(seconds := time.monotonic() - begin)
        logger.info("%d missing %.1f s after a replica was asked to stop", missing, seconds)
        if missing:
            rolling.problems.append(f"{missing} were not back {seconds:.1f} s after a replica was asked to stop")
        await world.start(replica)
    rolling.ended = time.monotonic()
    codes = zip(everybody, codes_before, strict=True)
    closed = Counter(code for client, n in codes for code in client.close_codes[n:])
    logger.info("closed with %s", dict(closed))
    rolling.problems += judge_codes(closed)
    return rolling


def judge_codes(closed: Counter[int]) -> list[str]:
    """Whoever is told that the replica restarts comes back by themselves; a few may find out without being told."""
    if closed.keys() - {_RESTARTING, _LOST}:
        return [f"a rolling restart closed connections with {sorted(closed)}"]
    if closed[_LOST] > closed.total() * _MAY_BE_LOST + 1:
        return [f"a rolling restart cut {closed[_LOST]} connections of {closed.total()} without a word"]
    return []


async def _missing(people: Sequence[Person], readers: Sequence[SocketClient], deadline: float) -> int:
    """Waits until all are back who haven't gone offline themselves; how many aren't."""
    while True:
        await asyncio.sleep(_BETWEEN_LOOKS)  # what the replica said last is heard first
        missing = sum(not (person.client.is_connected or person.is_away) for person in people)
        missing += sum(not reader.is_connected for reader in readers)
        if not missing or time.monotonic() > deadline:
            return missing
