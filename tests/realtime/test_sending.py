"""Frames leave at once, in order, and a client that is slow or gone is nobody else's trouble."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from editor.collab.outbox import Outbox
from editor.collab.protocol import CloseCode
from editor.realtime import sending
from editor.realtime.sending import Post, Sending, begin


class Client:
    """Takes frames as a server does for it: at once while `open` is set, else when it is set again."""

    def __init__(self) -> None:
        self.frames: list[bytes] = []
        self.open = asyncio.Event()
        self.open.set()
        self.fault: Exception | None = None

    async def send(self, message: dict[str, Any]) -> None:
        if not self.open.is_set():
            await self.open.wait()
        if self.fault:
            raise self.fault
        self.frames.append(message["bytes"])


@asynccontextmanager
async def connected(*clients: Client) -> AsyncIterator[list[tuple[Outbox, Sending]]]:
    post = Post()
    task = asyncio.create_task(post.run())
    outboxes = [Outbox(1_000) for _ in clients]
    yield [(outbox, Sending(outbox, client.send, post)) for outbox, client in zip(outboxes, clients, strict=True)]
    task.cancel()


async def turns(count: int = 5) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


async def test_what_fills_many_outboxes_leaves_without_a_task_for_each() -> None:
    clients = [Client() for _ in range(20)]
    async with connected(*clients) as made:
        await turns()
        before = asyncio.all_tasks()
        for outbox, _ in made:
            outbox.put(b"one")
            outbox.put(b"two")
        await turns(2)
        assert asyncio.all_tasks() == before
        assert [client.frames for client in clients] == [[b"one", b"two"]] * 20


async def test_what_waits_at_the_end_is_sent_first() -> None:
    post, client, outbox = Post(), Client(), Outbox(1_000)
    Sending(outbox, client.send, post)
    outbox.put(b"one")
    outbox.close(CloseCode.RESTARTING)
    post.flush()
    assert client.frames == [b"one"]


async def test_a_client_that_is_waited_for_gets_all_in_order_and_holds_nobody_up() -> None:
    slow, quick = Client(), Client()
    async with connected(slow, quick) as [(to_slow, _), (to_quick, sending_quick)]:
        slow.open.clear()
        for outbox in (to_slow, to_quick):
            outbox.put(b"one")
            outbox.put(b"two")
        await turns()
        to_slow.put(b"three")
        await turns()
        assert (slow.frames, quick.frames) == ([], [b"one", b"two"])
        slow.open.set()
        await turns()
        to_slow.put(b"four")
        await turns()
        assert slow.frames == [b"one", b"two", b"three", b"four"]
        assert not sending_quick.over.done()


async def test_an_answer_is_sent_once_a_slow_client_has_taken_it() -> None:
    client = Client()
    async with connected(client) as [(outbox, _)]:
        client.open.clear()
        outbox.answer(b"all of it")
        answered = asyncio.create_task(outbox.answered())
        await turns()
        assert not answered.done()
        client.open.set()
        await answered
        assert client.frames == [b"all of it"]


async def test_whoever_takes_nothing_any_more_is_closed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sending, "SEND_TIMEOUT", 0.01)
    client = Client()
    async with connected(client) as [(outbox, made)]:
        client.open.clear()
        outbox.put(b"one")
        assert await made.over is None
        assert outbox.close_code == CloseCode.OVERLOADED


async def test_a_client_that_has_gone_ends_its_own_connection_alone() -> None:
    gone, here = Client(), Client()
    gone.fault = ConnectionResetError("gone")
    async with connected(gone, here) as [(to_gone, sending_gone), (to_here, sending_here)]:
        for outbox in (to_gone, to_here):
            outbox.put(b"one")
        assert await sending_gone.over is gone.fault
        to_gone.put(b"two")
        to_here.put(b"two")
        await turns()
        assert here.frames == [b"one", b"two"]
        assert not sending_here.over.done()


async def test_the_last_words_are_sent_before_the_end() -> None:
    client = Client()
    async with connected(client) as [(outbox, made)]:
        outbox.put(b"last words")
        outbox.close(CloseCode.RESTARTING)
        assert await made.over is None
        assert client.frames == [b"last words"]


async def test_stopping_ends_what_is_waited_for() -> None:
    client = Client()
    async with connected(client) as [(outbox, made)]:
        client.open.clear()
        outbox.put(b"one")
        await turns()
        await made.stop()
        client.open.set()
        await turns()
        assert client.frames == []
        assert made.over.done()


async def test_what_begins_goes_on_where_it_waits() -> None:
    gate: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    heard = []

    async def work() -> None:
        heard.append("begun")
        heard.append(await gate)
        await asyncio.sleep(0)
        raise ValueError("at the end")

    rest = begin(work())
    assert rest is not None
    assert heard == ["begun"]
    gate.set_result("gone on")
    with pytest.raises(ValueError, match="at the end"):
        await rest
    assert heard == ["begun", "gone on"]
