"""A signed-in browser as far as forms go: requests with a session's cookie and Django's token against forgery."""

import asyncio
from types import TracebackType
from typing import Self

import httpx

from tests.sockets import Door

_CSRF = "c" * 32


class Browser:
    """Talks to one replica, in a thread of its own each time."""

    def __init__(self, origin: str, session_key: str = "", *, sent_from: str = "") -> None:
        self._http = httpx.Client(
            base_url=origin,
            cookies={"csrf": _CSRF, **({"session": session_key} if session_key else {})},
            headers={"Origin": sent_from or origin, "X-CSRFToken": _CSRF},
            timeout=30,
            trust_env=False,
        )
        self.door = Door.cookie(session_key, origin)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()

    async def post(self, path: str, **fields: str | int) -> httpx.Response:
        return await asyncio.to_thread(self._http.post, path, data=fields)

    async def post_bytes(self, path: str, content: bytes) -> httpx.Response:
        headers = {"Content-Type": "application/octet-stream"}
        return await asyncio.to_thread(self._http.post, path, content=content, headers=headers)

    async def delete(self, path: str) -> httpx.Response:
        return await asyncio.to_thread(self._http.delete, path)
