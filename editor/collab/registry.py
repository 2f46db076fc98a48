"""The rooms of one replica: opened once for however many, closed some time after the last has gone."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import Any

from editor.collab.ports import Announcement, DocumentId, LogUnavailable, Subscription
from editor.collab.protocol import CloseCode
from editor.collab.room import Room
from editor.collab.surroundings import Surroundings

logger = logging.getLogger(__name__)

SLOW_OPEN_SECONDS = 1.0


class NotOpen(Exception):
    """There is no room to be had; `code` says why."""

    def __init__(self, code: CloseCode) -> None:
        super().__init__(code.name)
        self.code = code


class Registry:
    """All methods run on one event loop."""

    def __init__(self, around: Surroundings, grace_seconds: float) -> None:
        self._around = around
        self._grace_seconds = grace_seconds
        self._homes: dict[DocumentId, _Home] = {}
        self._is_draining = False

    @property
    def rooms(self) -> dict[DocumentId, Room]:
        """The rooms that are open now."""
        return {document: home.room for document, home in self._homes.items() if home.room is not None}

    @contextlib.asynccontextmanager
    async def room(self, document: DocumentId) -> AsyncIterator[Room]:
        """The document's room, kept open at least as long as the context lasts.

        Raises NotOpen where there is no such document, the log can't be reached, or the replica is going away.
        """
        if self._is_draining:
            raise NotOpen(CloseCode.RESTARTING)
        home = self._homes.get(document)
        if home is None or home.is_over or (home.room and home.room.ended.is_set()):
            home = self._homes[document] = _Home(document, self._around, self._grace_seconds, self._forget)
        home.users += 1
        try:
            room = await asyncio.shield(home.opening)
            if self._is_draining:
                raise NotOpen(CloseCode.RESTARTING)
            yield room
        finally:
            home.users -= 1
            home.look.set()

    async def drain(self, seconds: float) -> None:
        """Opens nothing more, commits what waits as far as time allows, then sends every peer elsewhere."""
        self._is_draining = True
        rooms = list(self.rooms.values())
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await asyncio.gather(*(room.writer.settled() for room in rooms))
        for room in rooms:
            room.end(CloseCode.RESTARTING)

    async def close(self) -> None:
        homes = list(self._homes.values())
        for home in homes:
            home.task.cancel()
        await asyncio.gather(*(home.task for home in homes), return_exceptions=True)

    def _forget(self, home: "_Home") -> None:
        if self._homes.get(home.document) is home:
            del self._homes[home.document]


class _Home:
    """One room from opening to close; one task owns it all."""

    def __init__(
        self, document: DocumentId, around: Surroundings, grace_seconds: float, forget: Callable[["_Home"], None]
    ) -> None:
        self.document = document
        self.room: Room | None = None
        self.users = 0
        self.is_over = False
        self.look = asyncio.Event()
        self.opening: asyncio.Future[Room] = asyncio.get_running_loop().create_future()
        self._around = around
        self._grace_seconds = grace_seconds
        self._forget = forget
        self._early: list[Announcement] = []
        self.task = asyncio.create_task(self._live())

    async def _live(self) -> None:
        subscription: Subscription | None = None
        try:
            # Subscribe, then read, then replay: nothing that happens in between is missed.
            subscription = await self._around.bus.subscribe(self.document, self._hear)
            await self._open()
            if self.room:
                await self._wait_for_the_end(self.room)
        finally:
            self.is_over = True
            self._forget(self)
            if not self.opening.done():
                self.opening.set_exception(NotOpen(CloseCode.RESTARTING))
            self.opening.exception()  # where nobody waits any more, nobody misses it
            if self.room:
                await self.room.close()
                self.room.state.forget()
                self._around.counts.closes += 1
            if subscription:
                await subscription.close()

    async def _open(self) -> None:
        began = self._around.now()
        try:
            stored = await self._around.log.load(self.document)
            if stored is None:
                self.opening.set_exception(NotOpen(CloseCode.NOT_FOUND))
                return
            self.room = Room(self.document, stored, self._around)
        except LogUnavailable:
            self.opening.set_exception(NotOpen(CloseCode.OVERLOADED))
            return
        except Exception:
            logger.exception("document %s can't be opened", self.document)
            self.opening.set_exception(NotOpen(CloseCode.FAULT))
            return
        for announcement in self._early:
            self.room.hear(announcement)
        self._early.clear()
        await self.room.applied()
        if self.room.end_code is not None:
            self.opening.set_exception(NotOpen(self.room.end_code))
            return
        self._note_opened(self.room, self._around.now() - began)
        self.opening.set_result(self.room)

    def _note_opened(self, room: Room, seconds: float) -> None:
        self._around.counts.opens.add(seconds)
        if seconds > SLOW_OPEN_SECONDS:
            logger.warning("document %s took %.1f s to open, up to %s", self.document, seconds, room.state.head)

    def _hear(self, announcement: Announcement) -> None:
        if self.room:
            self.room.hear(announcement)
        elif len(self._early) < 1_000:  # what is dropped is found in the log
            self._early.append(announcement)

    async def _wait_for_the_end(self, room: Room) -> None:
        """Returns when the room has ended, or when nobody has used it for the grace time and nothing waits in it."""
        while not room.ended.is_set():
            self.look.clear()
            if self.users == 0 and await self._stays_empty(room):
                return
            if self.users:
                await _first(room.ended.wait(), self.look.wait())

    async def _stays_empty(self, room: Room) -> bool:
        await _first(room.ended.wait(), self.look.wait(), seconds=self._grace_seconds)
        # Whoever came back and left again sets `look`: the grace time starts anew.
        if self.look.is_set() or self.users or room.ended.is_set():
            return False
        await room.writer.settled()
        return self.users == 0


async def _first(*waits: Coroutine[Any, Any, Any], seconds: float | None = None) -> None:
    """Returns when the first of them has happened, or after so many seconds."""
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    try:
        await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
