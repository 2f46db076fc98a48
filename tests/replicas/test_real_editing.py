"""A whole recorded text, written again by its two authors on two replicas, keystroke by keystroke."""

import asyncio
import logging
import time
from collections.abc import Iterator, Sequence
from functools import partial

import pytest
from channels.db import database_sync_to_async

from editor.collab.limits import Limits
from editor.collab.updates import read_state_vector, read_update
from editor.documents.models import Document
from editor.log.verification import find_problems
from project.local.replica import Replica
from project.local.stack import Stack
from tests.collab.friendsforever import CLIENTS, SEED_CLIENT, Edit, Trace, text_of, trace
from tests.replicas.people import SharedDocument, shared_document
from tests.replicas.standard_client import StandardClient
from tests.sockets import SocketClient, clients
from tests.waiting import read_until

WRITING_SECONDS, SHOWING_SECONDS = 120, 10

logger = logging.getLogger(__name__)


@pytest.fixture
def two_patient_replicas(stack: Stack) -> Iterator[Sequence[Replica]]:
    """Two more, which let a connection send as fast as it can."""
    replicas = stack.start_replicas(2, environment={"COLLAB_FRAMES_PER_SECOND": "1000000"})
    yield replicas
    for replica in replicas:
        replica.terminate()
        stack.replicas.remove(replica)


async def test_the_text_is_the_recorded_one_for_everybody(two_patient_replicas: Sequence[Replica]) -> None:
    record, shared = trace(), await shared_document(3)
    ports = [replica.port for replica in two_patient_replicas]
    authors = [SocketClient([port], shared.document, door) for port, door in zip(ports, shared.doors, strict=False)]
    async with clients(*authors), StandardClient(ports[1], shared.document, shared.doors[2]) as reader:
        await authors[0].connected()
        await authors[0].pass_on(record.seed)
        await authors[1].until(lambda: authors[1].is_connected and SEED_CLIENT in clocks(authors[1]))
        start = time.monotonic()
        async with asyncio.timeout(WRITING_SECONDS):
            await asyncio.gather(*(write_again(author, agent, record) for agent, author in enumerate(authors)))
        written = time.monotonic()
        await reader.until(lambda seen: seen["body"] == record.end_content, SHOWING_SECONDS)
        shown = time.monotonic()
        await projected(authors[0], shared, record.end_content)
        assert [text_of(author.doc) for author in authors] == [record.end_content] * 2
        logger.info("%d edits in %.1f s", len(record.edits), written - start)
        logger.info("shown after %.1f s, projected after %.1f s", shown - written, time.monotonic() - written)
    assert await database_sync_to_async(find_problems)(shared.document) == []


async def write_again(author: SocketClient, agent: int, record: Trace) -> None:
    """Sends this agent's edits, each once the other's that it was made after have come in."""
    other = CLIENTS[1 - agent]
    needed_clocks = [0, *ends(record.of_agent(1 - agent), other)]
    seen = 0
    for edit in record.of_agent(agent):
        needed = needed_clocks[edit.needs[1 - agent]]
        if needed > seen:
            await author.until(partial(has_heard, author, other, needed), seconds=60)
            seen = clocks(author)[other]
        await author.pass_on(edit.update)
        await asyncio.sleep(0)  # the socket is read, too
    await author.write("[end]")
    await author.until(lambda: author.journal == ["[end]"], seconds=60)


def ends(edits: Sequence[Edit], client: int) -> Iterator[int]:
    """The clock of `client` after each of its edits."""
    clock = 0
    for edit in edits:
        span = read_update(edit.update, Limits.stored()).ranges.get(client)
        clock = span[1] if span else clock
        yield clock


def has_heard(author: SocketClient, client: int, clock: int) -> bool:
    return clocks(author).get(client, 0) >= clock


def clocks(author: SocketClient) -> dict[int, int]:
    return read_state_vector(author.doc.get_state(), 10)


async def projected(author: SocketClient, shared: SharedDocument, text: str) -> None:
    """Waits until Postgres has the text as a column, too."""
    await read_until(Document.objects.filter(pk=shared.document, text=text.strip()).exists, "the projection")
