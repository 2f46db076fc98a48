"""Requests that never end are ended: their headers, what stands beside their content, and the content."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn

from project.asgi import _MAX_BODY_BYTES, application
from project.http import MAX_BYTES, HttpProtocol
from project.serve import configuration, listen
from project.websockets import WebSocketProtocol

START = b"POST / HTTP/1.1\r\nHost: here\r\n"
CHUNKED = START + b"Transfer-Encoding: chunked\r\n\r\n"
MEGABYTE = b"a" * 1_000_000


async def count_it(_scope: Any, receive: Any, send: Any) -> None:
    """Answers how long the content is."""
    length, more = 0, True
    while more:
        message = await receive()
        length += len(message.get("body", b""))
        more = message.get("more_body", False)
    await send({"type": "http.response.start", "status": 200, "headers": [(b"connection", b"close")]})
    await send({"type": "http.response.body", "body": f"<{length}>".encode()})


@asynccontextmanager
async def connected() -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """To a server as ours is, with a small application."""
    assert configuration().http is HttpProtocol
    listener = listen("127.0.0.1", 0)
    listener.listen()
    server = uvicorn.Server(
        uvicorn.Config(count_it, http=HttpProtocol, ws=WebSocketProtocol, lifespan="off", log_config=None)
    )
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    reader, writer = await asyncio.open_connection(*listener.getsockname())
    try:
        yield reader, writer
    finally:
        writer.close()
        server.should_exit = True
        await serving


async def answer_to(first: bytes, again: bytes, times: int) -> bytes:
    """What the server says, and nothing where it has hung up before it was read."""
    async with asyncio.timeout(20), connected() as (reader, writer):
        try:
            writer.write(first)
            for _ in range(times):
                writer.write(again)
                await writer.drain()
            return await reader.read()
        except ConnectionError:
            return b""


@pytest.mark.parametrize(
    "first",
    [
        b"GET /",
        START + b"X: ",
        START + b"X",
        CHUNKED + b"5;x=",
        CHUNKED + b"5\r\nhello\r\n0\r\nX: ",
    ],
    ids=["an address", "a header", "a header's name", "beside a chunk", "after the last chunk"],
)
async def test_what_goes_on_for_ever_is_cut_off(first: bytes) -> None:
    said = await answer_to(first, MEGABYTE, 20)
    assert said == b"" or said.startswith(b"HTTP/1.1 400 ")


async def test_many_headers_are_too_many() -> None:
    said = await answer_to(START, b"X: y\r\n" * 10_000, 100)
    assert said == b"" or said.startswith(b"HTTP/1.1 400 ")


UPGRADE = b"Host: here\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"


@pytest.mark.parametrize(
    "handshake",
    [
        b"GET / HTTP/1.1\r\n" + UPGRADE + b"Cookie: " + b"a" * 20_000,
        b"GET / HTTP/1.1\r\n" + UPGRADE + b"X: y\r\n" * 200 + b"X: y",
        b"GET / HTTP/1.1\r\n" + UPGRADE + b"Content-Length: 3",
        b"GET / HTTP/1.0\r\n" + UPGRADE + b"X: y",
    ],
    ids=["a long header", "many headers", "content", "an old version"],
)
async def test_a_handshake_that_cannot_be_read_is_refused_and_the_connection_ends(handshake: bytes) -> None:
    said = await answer_to(handshake + b"\r\n\r\n", b"", 0)
    assert said.startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize("piece", [b"a", b"a" * 1_000, b"a" * 300_000])
async def test_content_in_chunks_of_any_size_is_taken(piece: bytes) -> None:
    times = 2 * MAX_BYTES if len(piece) == 1 else 20
    chunk = b"%x\r\n%s\r\n" % (len(piece), piece)
    said = await answer_to(CHUNKED, chunk * times + b"0\r\n\r\n", 1)
    assert f"<{times * len(piece)}>".encode() in said


async def test_a_usual_request_may_have_long_headers() -> None:
    said = await answer_to(START + b"Cookie: " + b"a" * 60_000 + b"\r\nContent-Length: 5\r\n\r\n", b"hello", 1)
    assert b"<5>" in said


async def test_content_without_end_is_answered_413_and_kept_nowhere() -> None:
    """The whole application, which would write it to a disk; nobody is signed in, and no such address is there."""
    taken, said = 0, list[dict[str, Any]]()

    async def receive() -> dict[str, Any]:
        nonlocal taken
        taken += 10 * len(MEGABYTE)
        return {"type": "http.request", "body": 10 * MEGABYTE, "more_body": True}

    async def send(message: dict[str, Any]) -> None:
        said.append(message)

    scope = {"type": "http", "method": "POST", "path": "/nowhere", "headers": [], "client": ("192.0.2.1", 1)}
    await application({**scope, "query_string": b"", "http_version": "1.1", "scheme": "http"}, receive, send)
    assert [message.get("status") for message in said] == [413, None]
    assert taken <= _MAX_BODY_BYTES + 10 * len(MEGABYTE)
