"""The proxy passes everything on until it is told otherwise."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from tests.soak.proxy import Proxy

LARGE = bytes(range(256)) * 4_000


@dataclass(frozen=True, slots=True)
class Way:
    proxy: Proxy
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter


@contextlib.asynccontextmanager
async def way_to_an_echo() -> AsyncIterator[Way]:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65_536):
                writer.write(data)
                await writer.drain()
            writer.write(b"the end")
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server, Proxy(server.sockets[0].getsockname()[1]) as proxy, asyncio.timeout(10):
        reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
        writer.write(b"hello")
        assert await reader.readexactly(5) == b"hello"
        yield Way(proxy, reader, writer)
        writer.close()


async def test_all_arrives_and_so_does_the_end() -> None:
    async with way_to_an_echo() as way:
        way.writer.write(LARGE)
        way.writer.write_eof()
        assert await way.reader.read() == LARGE + b"the end"


async def test_a_torn_link_passes_half_and_ends() -> None:
    async with way_to_an_echo() as way:
        [link] = way.proxy.some(1, which=0)
        link.tear()
        way.writer.write(b"12345678")
        with contextlib.suppress(ConnectionError):
            assert len(await way.reader.read()) <= 4


async def test_a_side_that_is_told_the_end_may_still_speak() -> None:
    async with way_to_an_echo() as way:
        [link] = way.proxy.some(0.1, which=0)
        link.half_close(1)
        assert await way.reader.read() == b"the end"


async def test_a_stalled_way_passes_nothing_until_it_flows() -> None:
    async with way_to_an_echo() as way:
        way.proxy.stall()
        way.writer.write(b"later")
        reading = asyncio.create_task(way.reader.readexactly(5))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.shield(reading), 0.1)
        way.proxy.flow()
        assert await reading == b"later"


async def test_who_comes_while_nobody_listens_is_cut_off() -> None:
    async with Proxy(1) as proxy, asyncio.timeout(10):
        reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
        with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
            await reader.readexactly(1)
        writer.close()
