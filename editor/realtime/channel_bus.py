"""The port `Bus` on a channel layer: hints from replica to replica, none of which is missed if it gets lost."""

import asyncio
import contextlib
import time
from collections import defaultdict
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import structlog
from channels.layers import BaseChannelLayer

from editor.collab.counts import Spread
from editor.collab.ports import Announcement, Committed, DocumentId
from editor.realtime.announcements import from_message, group_of, to_message

log = structlog.get_logger(__name__)

_MAX_WAITING = 10_000
_AT_ONCE = 100
_TIMEOUT = 1.0  # seconds, for anything asked of the layer
_AGAIN_AFTER = 0.25
_LOOKS_EVERY = 1.0
_NOTHING = {"type": "nothing"}  # which no announcement is
_ECHO_LOST_AFTER = 10.0

Deliver = Callable[[Announcement], None]


class ChannelBus:
    """One channel of the layer for the whole process, in the group of each document that has a subscription.

    A group per connection would cost a delivery through the layer for each of them; here the rooms fan out.
    """

    def __init__(self, layer: BaseChannelLayer | None, replica: str, on_back: Callable[[], None]) -> None:
        """`replica` is the sender of what is published here. `on_back` is called when the layer answers again, and
        what was said meanwhile is lost.
        """
        self._layer: Any = layer
        self._replica = replica
        self._on_back = on_back
        self._channel = f"bus.{uuid4().hex}"
        self._subscribers: dict[DocumentId, set[Deliver]] = defaultdict(set)
        self._joined: set[DocumentId] = set()
        self._outgoing: asyncio.Queue[Announcement] = asyncio.Queue(_MAX_WAITING)
        self._tasks: list[asyncio.Task[None]] = []
        self._is_down = False
        self._echo_of: tuple[Committed, float] | None = None
        self.echoes = Spread()
        self.failures = 0
        self.returns = 0
        self.dropped = 0

    @property
    def is_up(self) -> bool:
        """As far as the last thing that was asked of the layer tells."""
        return not self._is_down

    async def open(self) -> None:
        works = (self._receive, self._send, self._join_missing, self._look)
        self._tasks = [asyncio.create_task(work()) for work in works]
        await asyncio.sleep(0)  # the receiver makes the channel's queue before anybody joins a group

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_TIMEOUT):
                await asyncio.gather(*self._tasks, return_exceptions=True)

    async def subscribe(self, document: DocumentId, deliver: Deliver) -> "ChannelSubscription":
        self._subscribers[document].add(deliver)
        if document not in self._joined:
            await self._join(document)
        return ChannelSubscription(self, document, deliver)

    def publish(self, announcement: Announcement) -> None:
        try:
            self._outgoing.put_nowait(announcement)
        except asyncio.QueueFull:
            self.dropped += 1
            return
        if isinstance(announcement, Committed) and self._echo_of is None:
            self._echo_of = announcement, time.monotonic()

    async def unsubscribe(self, document: DocumentId, deliver: Deliver) -> None:
        self._subscribers[document].discard(deliver)
        if self._subscribers[document]:
            return
        del self._subscribers[document]
        self._joined.discard(document)
        await self._ask(self._layer.group_discard(group_of(document), self._channel))

    async def _join(self, document: DocumentId) -> None:
        if await self._ask(self._layer.group_add(group_of(document), self._channel)):
            self._joined.add(document)

    async def _join_missing(self) -> None:
        while True:
            await asyncio.sleep(_AGAIN_AFTER)
            for document in [document for document in self._subscribers if document not in self._joined]:
                await self._join(document)
                if self._is_down:
                    break

    async def _look(self) -> None:
        """Says something to itself, so that it is known whether the layer is there where nobody says anything."""
        while True:
            await asyncio.sleep(_LOOKS_EVERY)
            await self._ask(self._layer.send(self._channel, _NOTHING))

    async def _send(self) -> None:
        while True:
            waiting = [await self._outgoing.get()]
            while not self._outgoing.empty() and len(waiting) < _AT_ONCE:
                waiting.append(self._outgoing.get_nowait())
            sending = [self._publish(announcement) for announcement in waiting]
            if not await self._ask(sending[0] if len(sending) == 1 else asyncio.gather(*sending)):
                await asyncio.sleep(_AGAIN_AFTER)
                while not self._outgoing.empty():
                    self._outgoing.get_nowait()
                    self.dropped += 1

    def _publish(self, announcement: Announcement) -> Coroutine[Any, Any, None]:
        sending: Coroutine[Any, Any, None] = self._layer.group_send(
            group_of(announcement.document), to_message(announcement)
        )
        return sending

    async def _receive(self) -> None:
        while True:
            try:
                announcement = from_message(await self._layer.receive(self._channel), self._replica)
            except Exception as error:  # noqa: BLE001 — a worker's loop; the layer raises whatever its driver raises
                self._note(error)
                await asyncio.sleep(_AGAIN_AFTER)
                continue
            if announcement is not None:
                self._deliver(announcement)

    def _deliver(self, announcement: Announcement) -> None:
        if self._echo_of is not None and isinstance(announcement, Committed):
            self._note_echo(announcement, *self._echo_of)
        for deliver in tuple(self._subscribers.get(announcement.document, ())):
            try:
                deliver(announcement)
            except Exception:
                log.exception("announcement_failed", document=str(announcement.document))

    def _note_echo(self, heard: Committed, said: Committed, at: float) -> None:
        """How long a commit's announcement takes through the layer, by one clock: it comes back to its sender too.

        One at a time is followed; one that got lost is given up.
        """
        took = time.monotonic() - at
        if (heard.document, heard.sender, heard.last) == (said.document, said.sender, said.last):
            self.echoes.add(took)
            self._echo_of = None
        elif took > _ECHO_LOST_AFTER:
            self._echo_of = None

    async def _ask(self, request: Any) -> bool:
        """Whether the layer did it, in time."""
        try:
            async with asyncio.timeout(_TIMEOUT):
                await request
        except Exception as error:  # noqa: BLE001 — the layer raises whatever its driver raises; noted and counted
            self._note(error)
            return False
        if self._is_down:
            self._is_down = False
            self.returns += 1
            log.info("bus_is_back")
            self._on_back()
        return True

    def _note(self, error: Exception) -> None:
        if not self._is_down:
            log.warning("bus_is_down", problem=type(error).__name__)
        self._is_down = True
        self.failures += 1


@dataclass(frozen=True, slots=True)
class ChannelSubscription:
    """Ends with `close`."""

    bus: ChannelBus
    document: DocumentId
    deliver: Deliver

    async def close(self) -> None:
        await self.bus.unsubscribe(self.document, self.deliver)
