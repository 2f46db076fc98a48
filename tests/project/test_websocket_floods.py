"""What one connection sends has its share of the event loop, and not more."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
import uvicorn
from websockets.frames import Frame, Opcode

from project.serve import listen
from project.websockets import WebSocketProtocol
from tests.collab.turns import measured_turns
from tests.project.test_websockets import HANDSHAKE

DEADLINE = 10
LONG_TURN = 0.06  # seconds, of the processor
MANY = 40_000
PING, PONG, PIECE = (Frame(opcode, b"", fin).serialize(mask=True) for opcode, fin in (
    (Opcode.PING, True), (Opcode.PONG, True), (Opcode.CONT, False)))  # fmt: skip
BEGIN = Frame(Opcode.BINARY, b"", False).serialize(mask=True)
EMPTY = Frame(Opcode.BINARY, b"").serialize(mask=True)
END = Frame(Opcode.CONT, b"last").serialize(mask=True)
LAST = Frame(Opcode.BINARY, b"last").serialize(mask=True)

Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Strict(WebSocketProtocol):
    asides_burst = 10
    asides_per_second = 1


class Lenient(WebSocketProtocol):
    asides_burst = 1_000_000


@asynccontextmanager
async def a_connection(
    protocol: type[WebSocketProtocol], app: Callable[[Any, Any, Any], Awaitable[None]], ping_seconds: float = 60
) -> AsyncIterator[Ends]:
    listener = listen("127.0.0.1", 0)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_194_304)  # so that much is read at once
    listener.listen()
    config = uvicorn.Config(
        app, ws=protocol, ws_per_message_deflate=False, lifespan="off", log_config=None,
        ws_ping_interval=ping_seconds, ws_ping_timeout=ping_seconds,
    )  # fmt: skip
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    reader, writer = await asyncio.open_connection(*listener.getsockname())
    try:
        async with asyncio.timeout(DEADLINE):
            writer.write(HANDSHAKE)
            assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 101 ")
            yield reader, writer
    finally:
        writer.close()
        server.should_exit = True
        await serving


class Listener:
    """An application that takes all messages; `pleased` is set by the last."""

    def __init__(self) -> None:
        self.messages: list[bytes] = []
        self.pleased = asyncio.Event()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await receive()
        await send({"type": "websocket.accept"})
        while (message := await receive())["type"] != "websocket.disconnect":
            self.messages.append(message["bytes"])
            if message["bytes"].endswith(b"last"):
                self.pleased.set()


@pytest.mark.parametrize(
    "frames", [PING * MANY + LAST, PONG * MANY + LAST, BEGIN + PIECE * MANY + END], ids=["pings", "pongs", "pieces"]
)
async def test_who_sends_too_much_beside_messages_is_read_no_further(frames: bytes) -> None:
    app = Listener()
    async with a_connection(Strict, app, ping_seconds=0.2) as (reader, writer):
        writer.write(frames)
        with suppress(ConnectionResetError):
            while await reader.read(65_536):  # it doesn't hear itself asked whether it is there, and is hung up on
                pass
    assert app.messages == []


@pytest.mark.parametrize("frame", [PING, PONG, EMPTY], ids=["pings", "pongs", "messages"])
async def test_many_tiny_frames_take_many_turns(frame: bytes) -> None:
    app = Listener()
    async with a_connection(Lenient, app) as (_, writer):
        with measured_turns() as turns:
            writer.write(frame * MANY + LAST)
            await app.pleased.wait()
    assert app.messages[-1] == b"last"
    assert turns.longest < LONG_TURN


async def test_messages_come_whole_and_in_their_order_whatever_stands_between_them() -> None:
    app = Listener()
    sent = [bytes([number % 251]) * size for number, size in enumerate((0, 1, 5_000, 200_000, 3, 70_000, 4_096) * 5)]
    async with a_connection(WebSocketProtocol, app) as (_, writer):
        for message in sent:
            begin, rest = message[: len(message) // 2], message[len(message) // 2 :]
            writer.write(Frame(Opcode.BINARY, begin, False).serialize(mask=True) + PING)
            writer.write(Frame(Opcode.CONT, rest).serialize(mask=True) + EMPTY)
        writer.write(LAST)
        await app.pleased.wait()
    assert app.messages == [each for message in sent for each in (message, b"")] + [b"last"]


async def test_while_messages_wait_for_the_application_no_more_of_them_are_read() -> None:
    served = asyncio.Event()
    waiting: list[int] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        protocol = receive.__self__
        await receive()
        await send({"type": "websocket.accept"})
        await receive()
        await asyncio.sleep(0)
        waiting.append(protocol.queue.qsize())
        served.set()

    async with a_connection(WebSocketProtocol, app) as (_, writer):
        writer.write(EMPTY * MANY)
        await served.wait()
    assert waiting[0] < 1_000
