"""The y-websocket client in Node, as it is: the page's own additions are nowhere in it."""

import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from uuid import UUID

from tests.sockets import Door

_PROGRAM = Path(__file__).with_suffix(".mjs")
_NODE = Path(sys.executable).with_name("node")
_MAX_LINE = 16_777_216


class StandardClient:
    """`seen` is what it last said of itself: client, isSynced, title, body, presence by client id, kinds of frames."""

    def __init__(self, port: int, document: UUID, door: Door) -> None:
        self.seen: dict[str, Any] = {}
        self._wishes = {
            "server": f"ws://127.0.0.1:{port}/ws/documents",
            "document": str(document),
            "headers": door.headers,
            "origin": door.origin,
        }
        self._news = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._process = await asyncio.create_subprocess_exec(
            str(_NODE),
            str(_PROGRAM),
            json.dumps(self._wishes),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=_MAX_LINE,
        )
        self._listening = asyncio.create_task(self._listen())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        await self._process.wait()
        await self._listening

    async def order(self, **orders: object) -> None:
        """write=text, show=presence."""
        assert self._process.stdin
        self._process.stdin.write(json.dumps(orders).encode() + b"\n")
        await self._process.stdin.drain()

    async def until(self, condition: Callable[[dict[str, Any]], bool], seconds: float) -> None:
        """Waits until the condition holds for what it sees."""
        try:
            async with asyncio.timeout(seconds):
                while not (self.seen and condition(self.seen)):
                    self._news.clear()
                    await self._news.wait()
        except TimeoutError:
            raise AssertionError(f"not in {seconds} s; it sees {str(self.seen)[:1000]}") from None

    async def _listen(self) -> None:
        assert self._process.stdout
        async for line in self._process.stdout:
            self.seen = json.loads(line)
            self._news.set()
