"""An end to how long a request may be. Django writes all of it to a disk before it looks at who sends it, and where."""

from typing import Any

_REFUSAL = b'{"code": "too-large"}'
_HEADERS = [
    (b"content-type", b"application/json"),
    (b"content-length", str(len(_REFUSAL)).encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"cache-control", b"no-store"),
    (b"connection", b"close"),
]


class BoundedBodies:
    """An ASGI application around ours. Whoever sends more than `most` bytes gets 413 and isn't heard any more."""

    def __init__(self, application: Any, most: int) -> None:
        self._application = application
        self._most = most

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        left = self._most

        async def receive_some() -> Any:
            nonlocal left
            message = await receive()
            left -= len(message.get("body", b""))
            if left >= 0:
                return message
            await send({"type": "http.response.start", "status": 413, "headers": _HEADERS})
            await send({"type": "http.response.body", "body": _REFUSAL})
            return {"type": "http.disconnect"}

        await self._application(scope, receive_some, send)
