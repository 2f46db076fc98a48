"""What peers don't read isn't kept for them: a replica's memory stays flat while they are there, and after."""

import contextlib
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from pycrdt import Doc

from project.local.replica import Replica
from project.local.stack import Stack
from tests.replicas.conftest import OPERATORS
from tests.replicas.deaf import DeafPeer
from tests.replicas.memory import forget_peak, peak_megabytes
from tests.replicas.metrics import scrape
from tests.replicas.people import SharedDocument, shared_document
from tests.sockets import SocketClient, clients

DEAF = 6
OUTBOX_MEGABYTES = 1
PASTE = 500_000  # bytes
PASTES = 150
BOUND_MEGABYTES = DEAF * 2 * (OUTBOX_MEGABYTES + PASTE / 1_048_576) + 16
"""For each deaf peer a full outbox and the frame that its connection is in the middle of, both once more while what
waits is merged, and 16 MB by which a process that works on such pieces may be larger one time than another.
All pastes together are 72 MB, and 72 MB for each deaf peer as soon as what waits for it is merged.
"""

OVERFLOWS = "scriptorium_outbox_overflows_total"

logger = logging.getLogger(__name__)


@pytest.fixture
def replica(stack: Stack) -> Iterator[Replica]:
    """One of its own, so that nobody else's documents come and go in its memory, with outboxes that are soon full."""
    limit = str(OUTBOX_MEGABYTES * 1_048_576)
    [replica] = stack.start_replicas(1, environment={**OPERATORS, "COLLAB_MAX_OUTBOX_BYTES": limit})
    yield replica
    replica.terminate()
    stack.replicas.remove(replica)


async def test_memory_stays_flat_while_most_peers_are_deaf_and_after(replica: Replica) -> None:
    shared = await shared_document(2)
    writer, reader = (SocketClient([replica.port], shared.document, door) for door in shared.doors)
    async with clients(writer, reader):
        await paste_much(writer, reader)  # whatever the first of all edits needs is there from here on
        alone = await peak_while_pasting(replica, writer, reader)
        with deaf_peers(replica, shared) as deaf:
            await writer.until(lambda: {peer.client for peer in deaf} <= writer.presence.keys(), "all show")
            with_them = await peak_while_pasting(replica, writer, reader)
            assert scrape(replica)[OVERFLOWS] == DEAF
            await writer.until(lambda: all(peer.is_cut_off() for peer in deaf), "they are cut off")
        after = await peak_while_pasting(replica, writer, reader)
    logger.info("%.1f MB at the most alone, %.1f with deaf peers, %.1f after them", alone, with_them, after)
    assert with_them - alone < BOUND_MEGABYTES
    assert after - alone < BOUND_MEGABYTES


async def peak_while_pasting(replica: Replica, writer: SocketClient, reader: SocketClient) -> float:
    forget_peak(replica)
    await paste_much(writer, reader)
    return peak_megabytes(replica)


async def paste_much(writer: SocketClient, reader: SocketClient) -> None:
    """Each paste replaces the one before, so that the document stays small while ever more is sent.

    The next one comes when the other has read this one: nothing but the deaf peers' share waits in the replica.
    """
    for _ in range(PASTES):
        await paste(f"<{len(writer.journal)}>", writer, reader)


async def paste(token: str, writer: SocketClient, reader: SocketClient) -> None:
    await writer.write(token, lambda doc: replace(doc, token.ljust(PASTE, "x")))
    await reader.until(lambda: reader.text.startswith(token), "the paste is read")
    await writer.until(lambda: not writer.waiting, "it is saved")


def replace(doc: Doc[Any], text: str) -> None:
    doc["title"].clear()
    doc["title"] += text


@contextlib.contextmanager
def deaf_peers(replica: Replica, shared: SharedDocument) -> Iterator[list[DeafPeer]]:
    with contextlib.ExitStack() as stack:
        yield [
            stack.enter_context(contextlib.closing(DeafPeer(replica.port, shared.document, shared.doors[0], client)))
            for client in range(1, 1 + DEAF)
        ]
