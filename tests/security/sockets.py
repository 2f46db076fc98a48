"""The whole ASGI application in this process, spoken to as a server does."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterable
from typing import Any
from uuid import UUID

from asgiref.sync import sync_to_async
from django.db import connections

from editor.realtime import runtime
from project.asgi import application

HERE = "192.0.2.1"


class Socket:
    """A connection: what the application said, and how much of what waits for it it has taken."""

    def __init__(
        self, path: str, *, token: str = "", address: str = HERE, headers: Iterable[tuple[str, str]] = ()
    ) -> None:
        named = [("authorization", f"Bearer {token}")] if token else []
        self._scope = {
            "type": "websocket",
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "scheme": "ws",
            "headers": [(name.encode(), value.encode()) for name, value in (*named, *headers)],
            "client": (address, 4711),
            "subprotocols": [],
            "extensions": {"websocket.http.response": {}},
        }
        self.said: list[dict[str, Any]] = []
        self.taken = -1  # without the connect
        self._incoming: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._incoming.put_nowait({"type": "websocket.connect"})
        self._news = asyncio.Event()
        self.task = asyncio.create_task(application(self._scope, self._receive, self._say))

    async def _receive(self) -> dict[str, Any]:
        message = await self._incoming.get()
        self.taken += 1
        return message

    async def _say(self, message: dict[str, Any]) -> None:
        self.said.append(message)
        self._news.set()

    def send(self, *frames: bytes) -> None:
        for frame in frames:
            self._incoming.put_nowait({"type": "websocket.receive", "bytes": frame})

    @property
    def status(self) -> int | None:
        """Of an answer instead of a socket; 403 is what a server says for a close before the accept."""
        first = self.said[0] if self.said else {}
        if first.get("type") == "websocket.close":
            return 403
        return first.get("status")

    @property
    def close_code(self) -> int | None:
        return next((said["code"] for said in self.said if said["type"] == "websocket.close"), None)

    @property
    def frames(self) -> list[bytes]:
        return [said["bytes"] for said in self.said if said["type"] == "websocket.send" and said["bytes"]]

    async def until(self, count: int) -> None:
        """Waits until the application has said so many things."""
        async with asyncio.timeout(20):
            while len(self.said) < count:
                self._news.clear()
                await self._news.wait()

    async def ended(self) -> "Socket":
        async with asyncio.timeout(20):
            await self.task
        return self

    async def leave(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


def of_document(document: UUID) -> str:
    return f"/ws/documents/{document}"


@contextlib.asynccontextmanager
async def a_process() -> AsyncIterator[list[Socket]]:
    """Whatever sockets are added to the list are left at the end, and the runtime is stopped."""
    sockets: list[Socket] = []
    try:
        yield sockets
    finally:
        for socket in sockets:
            await socket.leave()
        await runtime.stop()
        await sync_to_async(connections.close_all)()
