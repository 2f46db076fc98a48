"""What the short way sends is what uvicorn would have sent."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosedOK

from project.serve import listen
from project.websockets import WebSocketProtocol

HANDSHAKE = (
    b"GET / HTTP/1.1\r\nHost: here\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n"
)
MESSAGE = b"\x82\xfe" + (60_000).to_bytes(2) + bytes(4 + 60_000)  # masked with zeros
CLOSED = b"\x88\x82" + bytes(4) + (1012).to_bytes(2)
SIZES = (0, 1, 125, 126, 65_535, 65_536, 200_000)


@asynccontextmanager
async def served(app: Any) -> AsyncIterator[str]:
    async with a_server(app) as (_, url):
        yield url


@asynccontextmanager
async def a_server(
    app: Any, protocol: type[WebSocketProtocol] = WebSocketProtocol
) -> AsyncIterator[tuple[uvicorn.Server, str]]:
    listener = listen("127.0.0.1", 0)
    listener.listen()
    server = uvicorn.Server(
        uvicorn.Config(app, ws=protocol, ws_per_message_deflate=False, lifespan="off", log_config=None)
    )
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    try:
        yield server, f"ws://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        await serving


async def test_messages_of_every_length_arrive_among_texts_on_every_connection() -> None:
    messages = [bytes([size % 251]) * size for size in SIZES]
    ready = asyncio.Semaphore(0)
    everybody = asyncio.Event()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        ready.release()
        await everybody.wait()
        for message in messages:
            await send({"type": "websocket.send", "bytes": message, "text": None})
            await send({"type": "websocket.send", "bytes": None, "text": str(len(message))})
        await receive()

    async with served(app) as url, connect(url) as one, connect(url) as other:
        for _ in range(2):
            await ready.acquire()
        everybody.set()
        for client in (one, other):
            for message in messages:
                assert await client.recv() == message
                assert await client.recv() == str(len(message))


async def test_after_the_close_nothing_is_sent() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.send", "bytes": b"last words"})
        await send({"type": "websocket.close", "code": 1000})
        with pytest.raises(RuntimeError):
            await send({"type": "websocket.send", "bytes": b"too late"})

    async with served(app) as url, connect(url) as client:
        assert await client.recv() == b"last words"
        with pytest.raises(ConnectionClosedOK):
            await client.recv()


async def test_a_connection_that_is_closing_already_keeps_no_other_from_being_closed() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        await receive()

    async with a_server(app) as (server, url), connect(url) as one, connect(url) as other:
        closing, _ = server.server_state.connections
        assert isinstance(closing, WebSocketProtocol)
        closing.conn.send_close(1000)
        server.should_exit = True
        async with asyncio.timeout(10):
            codes = [await _code_of(client) for client in (one, other)]
    assert 1012 in codes


async def test_who_writes_while_the_server_stops_can_read_why_and_is_not_cut_off() -> None:
    """A load balancer that can't write any more passes on nothing more either."""
    is_over = asyncio.Event()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        await is_over.wait()

    async with a_server(app) as (server, url), asyncio.timeout(10):
        reader, writer = await asyncio.open_connection("127.0.0.1", int(url.rpartition(":")[2]))
        try:
            writer.write(HANDSHAKE)
            assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 101 ")
            writer.write(MESSAGE * 100)  # more than the server has read when it stops
            server.should_exit = True
            assert await reader.readexactly(4) == b"\x88\x02" + (1012).to_bytes(2)
            writer.write(MESSAGE * 100 + CLOSED)
            assert await reader.read() == b""
        finally:
            is_over.set()
            writer.close()


@pytest.mark.parametrize("text", [b"\x81\x81\0\0\0\0\xff", b"\x01\x81\0\0\0\0\xe2" + b"\x80\x81\0\0\0\0x"])
async def test_text_that_is_none_is_the_clients_error_and_not_ours(
    text: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        assert (await receive())["type"] == "websocket.disconnect"

    async with a_server(app) as (_, url), asyncio.timeout(10):
        reader, writer = await asyncio.open_connection("127.0.0.1", int(url.rpartition(":")[2]))
        writer.write(HANDSHAKE)
        await reader.readuntil(b"\r\n\r\n")
        writer.write(text)
        assert (await reader.read()).endswith(b"\x88\x02" + (1007).to_bytes(2))
        writer.close()
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []


async def test_what_nobody_reads_is_not_kept_once_the_application_has_finished() -> None:
    forgotten = asyncio.Event()

    class Hasty(WebSocketProtocol):
        last_words_seconds = 0.1

        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            forgotten.set()

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.send", "bytes": bytes(50_000_000)})

    async with a_server(app, Hasty) as (_, url), asyncio.timeout(10):
        _, writer = await asyncio.open_connection("127.0.0.1", int(url.rpartition(":")[2]), limit=1_000)
        writer.write(HANDSHAKE)
        await forgotten.wait()
        writer.close()


async def _code_of(client: ClientConnection) -> int | None:
    await client.wait_closed()
    return client.close_code
