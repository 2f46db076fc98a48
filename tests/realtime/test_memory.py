"""What a closed document took doesn't stay with the process."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import UUID, uuid4

from editor.collab.ports import Row
from editor.realtime.memory import keep_giving_back
from tests.collab.rooms import World, a_world, edit_of, eventually, new_doc, paragraph

DOCUMENTS = 40


def resident() -> float:
    """Megabytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4_096 / 1_048_576


def store_large_documents(world: World) -> list[UUID]:
    """Each with a snapshot of 770 kB."""
    doc = new_doc()
    for number in range(3_000):
        edit_of(doc, paragraph(f"{number} " + "long " * 40))
    state = doc.get_update()
    documents = [world.log.create() for _ in range(DOCUMENTS)]
    for document in documents:
        log = world.log.documents[document]
        log.snapshot_number, log.snapshot = 1, state
        log.rows.append(Row(1, state, uuid4()))
    return documents


async def test_memory_comes_back_after_large_documents_were_closed() -> None:
    async with a_world() as world:
        replica = world.replica()
        documents = store_large_documents(world)
        before = resident()
        async with AsyncExitStack() as stack:
            for document in documents:
                room = await stack.enter_async_context(replica.registry.room(document))
                await room.state.learn()
            taken = resident() - before
            assert taken > DOCUMENTS
            giving_back = asyncio.create_task(keep_giving_back(room.around.counts, 0.05))
        try:
            await eventually(lambda: resident() - before < taken / 4)
        finally:
            giving_back.cancel()
