"""A long document is shown as soon as it is loaded; what is sent to it waits until all that the log has is known."""

import asyncio
import threading
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID, uuid4

from pycrdt import Doc, Text

from editor.collab.ports import Entry, Row, Source
from editor.collab.protocol import CloseCode
from tests.collab.rooms import World, a_world, edit_of, eventually, new_doc, typing

LONG = "long " * 4_000


@asynccontextmanager
async def busy_threads() -> AsyncIterator[threading.Event]:
    """Nothing runs in a thread until the event is set."""
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(1))
    gate = threading.Event()
    busy = asyncio.create_task(asyncio.to_thread(gate.wait))
    try:
        yield gate
    finally:
        gate.set()
        await busy


def store(world: World, author: UUID, *later: str) -> Doc[Any]:
    """A long document with a snapshot, and rows after it; gives a copy to write on with."""
    doc = new_doc(7)
    updates = [edit_of(doc, typing(LONG))]
    log = world.log.documents[world.document]
    log.snapshot_number, log.snapshot = 1, doc.get_update()
    updates += [edit_of(doc, typing(text)) for text in later]
    log.rows += [Row(number, update, author) for number, update in enumerate(updates, 1)]
    log.owners[7] = author
    return doc


async def test_a_reader_gets_a_long_document_before_all_is_known_of_it() -> None:
    async with a_world() as world, busy_threads():
        store(world, uuid4(), "and ", "more")
        reader = await world.join(world.replica())
        await eventually(lambda: str(reader.doc["title"]) == LONG + "and more")
        assert reader.asked == 1


async def test_an_edit_waits_until_all_is_known_and_is_judged_then() -> None:
    async with a_world() as world, busy_threads() as gate:
        doc = store(world, uuid4())
        writer = await world.join(world.replica())
        await eventually(lambda: str(writer.doc["title"]) == LONG)
        await writer.send_step_2(doc.get_update())  # all of it is known
        await writer.write(typing("new"))
        await asyncio.sleep(0.02)
        assert (world.log.appends, writer.acknowledged) == (0, (0, 0, 0))
        gate.set()
        await eventually(lambda: writer.acknowledged == (1, 1, 2))
        assert len(world.payloads()) == 2


async def test_what_others_commit_meanwhile_is_known_too() -> None:
    async with a_world() as world, busy_threads() as gate:
        author = uuid4()
        doc = store(world, author, "before, ")
        here = world.replica()
        writer = await world.join(here, author=author)
        await writer.write(typing("mine"))
        update = edit_of(doc, typing("meanwhile, "))
        world.log.documents[world.document].append([Entry(update, author, Source.BROWSER, 1, frozenset(), 1)])
        await world.poll(here)
        await eventually(lambda: "meanwhile, " in str(writer.doc["title"]))
        await writer.send_update(update)
        gate.set()
        await eventually(lambda: writer.acknowledged[1] == 2)
        assert world.payloads().count(update) == 1
        assert len(world.payloads()) == 4
        assert writer.room.state.knowledge.state() == writer.room.state.clocks()


async def test_a_snapshot_that_breaks_the_rules_takes_no_edits() -> None:
    async with a_world() as world:
        doc: Doc[Any] = Doc()
        doc["unheard-of"] = Text(LONG)
        log = world.log.documents[world.document]
        log.snapshot_number, log.snapshot = 1, doc.get_update()
        log.rows.append(Row(1, log.snapshot, uuid4()))
        writer = await world.join(world.replica())
        await writer.write(typing("new"))
        await eventually(lambda: writer.close_code is CloseCode.FAULT)
        assert world.log.appends == 0
