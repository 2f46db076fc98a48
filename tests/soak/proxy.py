"""A TCP proxy that tears, half-closes, slows down and stalls what goes through it."""

import asyncio
import contextlib
import socket
from collections.abc import Sequence
from random import Random
from types import TracebackType
from typing import Self

_CHUNK = 65_536


class Link:
    """One connection through the proxy."""

    def __init__(self, here: "_Side", there: "_Side") -> None:
        self._sides = (here, there)

    def tear(self) -> None:
        """Passes half of what comes next in either direction, and then cuts: in the middle of a frame, mostly."""
        for side in self._sides:
            side.is_torn = True

    def half_close(self, side: int) -> None:
        """Says to one side that nothing more will come; what it still sends arrives."""
        with contextlib.suppress(OSError, RuntimeError):
            self._sides[side].writer.write_eof()

    def close(self) -> None:
        """What is on its way still arrives."""
        for side in self._sides:
            side.writer.close()

    def abort(self) -> None:
        for side in self._sides:
            side.writer.transport.abort()


class _Side:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.is_torn = False


class Proxy:
    """Listens on `port`, once it is entered, for a server on `target`."""

    def __init__(self, target: int) -> None:
        self._target = target
        self.port = 0
        self.delay = 0.0  # seconds, in each direction
        self.links: list[Link] = []
        self._flowing = asyncio.Event()
        self._flowing.set()
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        for link in self.links:
            link.abort()
        self.flow()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def some(self, share: float, which: int) -> Sequence[Link]:
        """A part of the connections, at least one if there is any."""
        return Random(which).sample(self.links, min(len(self.links), max(1, round(len(self.links) * share))))

    def stall(self) -> None:
        """Nothing passes, in either direction, and nobody is told."""
        self._flowing.clear()

    def flow(self) -> None:
        self._flowing.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            target = await asyncio.open_connection("127.0.0.1", self._target)
        except OSError:
            writer.transport.abort()
            await _gone(writer)
        else:
            await self._pass_on(_Side(reader, writer), _Side(*target))
        finally:
            self._tasks.discard(task)

    async def _pass_on(self, here: _Side, there: _Side) -> None:
        for side in (here, there):
            side.writer.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        link = Link(here, there)
        self.links.append(link)
        try:
            await asyncio.gather(self._pump(here, there), self._pump(there, here))
            link.close()
        except (OSError, RuntimeError, asyncio.CancelledError):
            link.abort()  # one end is gone, or the whole run: so is the other
        finally:
            self.links.remove(link)
        for side in (here, there):
            await _gone(side.writer)

    async def _pump(self, source: _Side, sink: _Side) -> None:
        while data := await source.reader.read(_CHUNK):
            await self._flowing.wait()
            if self.delay:
                await asyncio.sleep(self.delay)
            if source.is_torn:
                sink.writer.write(data[: len(data) // 2])
                await sink.writer.drain()
                raise ConnectionAbortedError
            sink.writer.write(data)
            await sink.writer.drain()
        sink.writer.write_eof()


async def _gone(writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        await writer.wait_closed()
