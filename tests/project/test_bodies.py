"""Content that takes its time."""

import asyncio
from collections.abc import Iterable
from typing import Any

from project import bodies
from project.bodies import BoundedBodies

PATIENCE = 0.05
SCOPE = {"type": "http"}


class Client:
    """Sends the pieces and then nothing; keeps what it hears."""

    def __init__(self, pieces: Iterable[bytes], *, is_whole: bool) -> None:
        self.heard: list[dict[str, Any]] = []
        messages = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
        if is_whole:
            messages[-1]["more_body"] = False
        self._messages = iter(messages)

    async def receive(self) -> dict[str, Any]:
        for message in self._messages:
            return message
        await asyncio.get_running_loop().create_future()
        raise AssertionError

    async def send(self, message: dict[str, Any]) -> None:
        self.heard.append(message)


async def test_who_stops_in_the_middle_is_told_so_and_the_application_that_they_have_gone() -> None:
    told = []

    async def application(_scope: Any, receive: Any, _send: Any) -> None:
        told.extend([await receive(), await receive()])

    client = Client([b"a"], is_whole=False)
    async with asyncio.timeout(10):
        await BoundedBodies(application, 100, PATIENCE)(SCOPE, client.receive, client.send)
    assert [message["type"] for message in told] == ["http.request", "http.disconnect"]
    assert client.heard[0]["status"] == 408
    assert (b"connection", b"close") in client.heard[0]["headers"]


async def test_much_content_has_more_time() -> None:
    """A fifth of a second's worth at the slowest pace, when the patience alone would have ended."""
    waited = asyncio.Event()

    async def application(_scope: Any, receive: Any, _send: Any) -> None:
        await receive()
        asyncio.get_running_loop().call_later(PATIENCE * 2, waited.set)
        message = await receive()
        assert message["type"] == "http.disconnect"
        assert waited.is_set()

    client = Client([bytes(bodies.SLOWEST_BYTES_A_SECOND // 5)], is_whole=False)
    async with asyncio.timeout(10):
        await BoundedBodies(application, 10_000, PATIENCE)(SCOPE, client.receive, client.send)


async def test_who_has_sent_all_may_wait_for_the_answer_as_long_as_it_takes() -> None:
    async def application(_scope: Any, receive: Any, send: Any) -> None:
        await receive()
        gone = asyncio.create_task(receive())
        done, _ = await asyncio.wait([gone], timeout=PATIENCE * 3)
        assert not done
        gone.cancel()
        await send({"type": "http.response.start", "status": 200})

    client = Client([b"a"], is_whole=True)
    async with asyncio.timeout(10):
        await BoundedBodies(application, 100, PATIENCE)(SCOPE, client.receive, client.send)
    assert client.heard == [{"type": "http.response.start", "status": 200}]
