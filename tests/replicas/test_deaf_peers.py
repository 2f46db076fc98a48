"""Peers that stop reading cost the others nothing, are soon gone, and don't keep a replica from stopping."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Iterator

from project.local.stack import Stack
from tests.replicas.deaf import DeafPeer
from tests.replicas.people import SharedDocument
from tests.replicas.writers import Writers, writers

logger = logging.getLogger(__name__)

PER_REPLICA = 3
MORE_THAN_SOCKETS_BUFFER = 8
MEGABYTE = 1_000_000


async def test_half_of_the_peers_stop_reading(two_replicas: Stack) -> None:
    staying, leaving = two_replicas.replicas
    async with writers(two_replicas, [staying.port], count=2, readers=1) as people:
        with deaf_peers(staying.port, people.shared, 1) as here, deaf_peers(leaving.port, people.shared, 11) as there:
            await people.clients[0].until(
                lambda: {peer.client for peer in here + there} <= shown(people), "all show", 10
            )
            start = time.monotonic()
            await write_much(people)
            await people.hear_each_other(within=5)
            stopping = asyncio.create_task(asyncio.to_thread(leaving.terminate))
            await people.clients[0].until(lambda: not shown(people), "the deaf are shown no more", 20)
            logger.info("gone after %.1f s", time.monotonic() - start)
            await people.clients[0].until(lambda: all(peer.is_cut_off() for peer in here), "they are cut off", 20)
            assert time.monotonic() - start < 25
            await people.save(within=5)
            logger.info("cut off after %.1f s", time.monotonic() - start)
            assert await stopping == 0
            logger.info("stopped after %.1f s", time.monotonic() - start)
            assert time.monotonic() - start < 25


@contextlib.contextmanager
def deaf_peers(port: int, shared: SharedDocument, first_client: int) -> Iterator[list[DeafPeer]]:
    with contextlib.ExitStack() as stack:
        yield [
            stack.enter_context(contextlib.closing(DeafPeer(port, shared.document, shared.doors[0], client)))
            for client in range(first_client, first_client + PER_REPLICA)
        ]


def shown(people: Writers) -> set[int]:
    return {client for client, state in people.clients[0].presence.items() if state.get("mark") == "deaf"}


async def write_much(people: Writers) -> None:
    for number in range(MORE_THAN_SOCKETS_BUFFER):
        await people.clients[0].write(f"<{number}:{'x' * MEGABYTE}>")
