"""An end to how long a request may be, and how long it may take. Django writes all of it to a disk before it looks at
who sends it, and where.
"""

import asyncio
from typing import Any

PATIENCE_SECONDS = 60
SLOWEST_BYTES_A_SECOND = 2_000
_REFUSALS = {413: b'{"code": "too-large"}', 408: b'{"code": "too-slow"}'}


class BoundedBodies:
    """An ASGI application around ours. Whoever sends more than `most` bytes gets 413, whoever is still sending after
    `patience` seconds, and fewer than 2 kB a second on the whole, 408; and neither is heard any more.
    """

    def __init__(self, application: Any, most: int, patience: float = PATIENCE_SECONDS) -> None:
        self._application = application
        self._most = most
        self._patience = patience

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http":
            await self._application(scope, _Body(receive, send, self._most, self._patience).receive, send)
        else:
            await self._application(scope, receive, send)


class _Body:
    def __init__(self, receive: Any, send: Any, most: int, patience: float) -> None:
        self._receive = receive
        self._send = send
        self._most = most
        self._until = asyncio.get_running_loop().time() + patience
        self._length = 0
        self._is_whole = False

    async def receive(self) -> Any:
        if self._is_whole:  # what comes now is the end of the connection
            return await self._receive()
        try:
            async with asyncio.timeout_at(self._until + self._length / SLOWEST_BYTES_A_SECOND):
                message = await self._receive()
        except TimeoutError:
            return await self._refuse(408)
        self._length += len(message.get("body", b""))
        self._is_whole = not message.get("more_body", False)
        return message if self._length <= self._most else await self._refuse(413)

    async def _refuse(self, status: int) -> Any:
        refusal = _REFUSALS[status]
        headers = [
            (b"content-type", b"application/json"),
            (b"content-length", str(len(refusal)).encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"cache-control", b"no-store"),
            (b"connection", b"close"),
        ]
        await self._send({"type": "http.response.start", "status": status, "headers": headers})
        await self._send({"type": "http.response.body", "body": refusal})
        return {"type": "http.disconnect"}
