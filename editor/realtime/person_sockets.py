"""The open pages of people at this replica, whatever they show: who gets which hint, and when one must close."""

import asyncio
import contextlib
import json
from collections import Counter
from collections.abc import AsyncIterator
from uuid import UUID

import structlog

from editor.collab.ports import Announcement, Bus, EventHappened, LogUnavailable
from editor.collab.protocol import CloseCode
from editor.collab.registry import NotOpen
from editor.realtime.look_ups import LookUps
from editor.realtime.principals import Principal

log = structlog.get_logger(__name__)

MAX_SOCKETS_PER_PERSON = 50
MAX_WAITING = 32
LOOK_SECONDS = 3.0
"""How soon a socket closes whose session has ended, or whose user was deactivated."""
CATCH_UP = json.dumps({"type": "catch-up"})
"""Something may have been missed: look at everything again."""


class PersonSocket:
    """What waits for one page. The same hint waits once; whoever doesn't read is sent away, to come back and look."""

    def __init__(self, principal: Principal) -> None:
        self.principal = principal
        self.close_code: CloseCode | None = None
        self._waiting: dict[str, None] = {CATCH_UP: None}
        self._news = asyncio.Event()
        self._news.set()

    def hear(self, announcement: Announcement) -> None:
        if isinstance(announcement, EventHappened):
            self.tell(announcement.event)

    def tell(self, hint: str) -> None:
        self._waiting[hint] = None
        if len(self._waiting) > MAX_WAITING:
            self.close(CloseCode.OVERLOADED)
        self._news.set()

    def close(self, code: CloseCode) -> None:
        self.close_code = self.close_code or code
        self._waiting.clear()
        self._news.set()

    async def take(self) -> list[str]:
        """What waits, once there is something; nothing where the socket is to close."""
        await self._news.wait()
        if self.close_code is None:
            self._news.clear()
        taken = list(self._waiting)
        self._waiting.clear()
        return taken


class PersonSockets:
    """Those of one replica. All methods run on its event loop."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._sockets: set[PersonSocket] = set()
        self._is_draining = False

    @contextlib.asynccontextmanager
    async def socket(self, principal: Principal) -> AsyncIterator[PersonSocket]:
        """A socket that hears what is announced to the person. Raises NotOpen."""
        if self._is_draining:
            raise NotOpen(CloseCode.RESTARTING)
        if self._counts()[principal.reader.pk] >= MAX_SOCKETS_PER_PERSON:
            raise NotOpen(CloseCode.OVERLOADED)
        socket = PersonSocket(principal)
        self._sockets.add(socket)
        try:
            subscription = await self._bus.subscribe(principal.reader.pk, socket.hear)
            try:
                yield socket
            finally:
                await subscription.close()
        finally:
            self._sockets.discard(socket)

    def __len__(self) -> int:
        return len(self._sockets)

    def catch_up(self) -> None:
        """What was announced while the bus was away is lost."""
        for socket in self._sockets:
            socket.tell(CATCH_UP)

    def drain(self) -> None:
        self._is_draining = True
        for socket in self._sockets:
            socket.close(CloseCode.RESTARTING)

    async def keep_looking(self, look_ups: LookUps) -> None:
        """Closes the sockets of those who are not signed in any more."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            sockets = tuple(self._sockets)
            if not sockets:
                continue
            try:
                good = await look_ups.who_is_signed_in({socket.principal for socket in sockets})
            except LogUnavailable as error:
                log.warning("person_sockets_unchecked", problem=type(error).__name__)
                continue
            for socket in sockets:
                if socket.principal not in good:
                    socket.close(CloseCode.NOT_SIGNED_IN)

    def _counts(self) -> Counter[UUID]:
        return Counter(socket.principal.reader.pk for socket in self._sockets)
