"""Connections to a real server that take their time with a request's headers."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import uvicorn
from uvicorn.server import ServerState

from project.http import HttpProtocol

REQUEST = b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"
DEADLINE = 10
Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Hasty(HttpProtocol):
    head_seconds = 0.05


async def say_hello(scope: Any, receive: Any, send: Any) -> None:
    """Answers when the content is there, which may take longer than the headers may."""
    while (await receive())["more_body"]:
        pass
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"5")]})
    await send({"type": "http.response.body", "body": b"hello"})


@asynccontextmanager
async def a_connection() -> AsyncIterator[Ends]:
    config = uvicorn.Config(say_hello, log_config=None, timeout_keep_alive=60)
    state = ServerState()
    server = await asyncio.get_running_loop().create_server(lambda: Hasty(config, state, {}), "127.0.0.1")
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    try:
        async with asyncio.timeout(DEADLINE):
            yield reader, writer
    finally:
        writer.close()
        server.close()


async def hello(reader: asyncio.StreamReader) -> None:
    assert (await reader.readuntil(b"hello")).startswith(b"HTTP/1.1 200")


async def hung_up(reader: asyncio.StreamReader) -> None:
    with suppress(ConnectionResetError):
        assert await reader.read() == b""


async def hung_up_after(reader: asyncio.StreamReader, answer: bytes) -> None:
    with suppress(ConnectionResetError):
        assert (await reader.read()).startswith(answer)


async def test_who_says_nothing_is_hung_up_on() -> None:
    async with a_connection() as (reader, _):
        await hung_up(reader)


async def test_who_never_ends_the_headers_is_hung_up_on_however_much_they_say() -> None:
    async with a_connection() as (reader, writer):
        writer.write(REQUEST[:-2])

        async def go_on() -> None:
            while True:
                writer.write(b"X: y\r\n")
                await writer.drain()
                await asyncio.sleep(0.01)

        talking = asyncio.create_task(go_on())
        await hung_up(reader)
        talking.cancel()
        await asyncio.gather(talking, return_exceptions=True)


async def test_the_next_request_on_a_connection_has_as_long_as_the_first() -> None:
    async with a_connection() as (reader, writer):
        writer.write(REQUEST)
        await hello(reader)
        writer.write(REQUEST[:-2])
        await hung_up(reader)


async def test_neither_content_nor_a_pause_between_two_requests_counts() -> None:
    long_enough = 3 * Hasty.head_seconds
    async with a_connection() as (reader, writer):
        writer.write(REQUEST.replace(b"GET", b"PUT").replace(b"\r\n\r\n", b"\r\nContent-Length: 1\r\n\r\n"))
        await asyncio.sleep(long_enough)
        writer.write(b"x")
        await hello(reader)
        await asyncio.sleep(long_enough)
        writer.write(REQUEST)
        await hello(reader)


async def test_who_asks_far_ahead_of_the_answers_is_hung_up_on() -> None:
    async with a_connection() as (reader, writer):
        writer.write(REQUEST * 10_000)
        await hung_up_after(reader, b"HTTP/1.1 400 ")


async def test_who_asks_a_little_ahead_of_the_answers_gets_all_of_them() -> None:
    async with a_connection() as (reader, writer):
        writer.write(REQUEST * 10)
        for _ in range(10):
            await hello(reader)
