"""Who is connected to this replica, told to the others through the database.

Joining and leaving only note something; one task writes it down about once a second, so that no connection ever waits
for it. While the database is away nothing piles up: what is open then is written afresh when it is back.
"""

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import ParamSpec, TypeVar
from uuid import UUID

import structlog
from channels.db import database_sync_to_async
from django.db import Error as DatabaseError
from django.utils import timezone

from editor.collab.peer import Peer
from editor.collab.protocol import CloseCode
from editor.realtime import live_rows
from editor.realtime.live_rows import Changes
from editor.realtime.models import DEAD_AFTER, KEY_LENGTH, LiveSession
from editor.realtime.principals import Principal

P = ParamSpec("P")
R = TypeVar("R")

log = structlog.get_logger(__name__)

TICK_SECONDS = 1.0
IDLE_SECONDS = 5.0  # between two signs of life where nothing else is to be said
SWEEP_SECONDS = 10.0
MAX_LEFT = 10_000
_STOP_SECONDS = 3.0


@dataclass(slots=True)
class _Open:
    document: UUID
    peer: Peer
    since: datetime
    written_role: int | None = None


class LiveSessions:
    """The open connections of one process. `take_counts` gives what else is to be written with them."""

    def __init__(self, replica: str, take_counts: Callable[[], dict[str, int]]) -> None:
        self._replica = replica
        self._host = socket.gethostname()[:120]
        self._take_counts = take_counts
        self._open: dict[str, _Open] = {}
        self._left: set[str] = set()
        self._counts: dict[str, int] = {}
        self._afresh = True
        self._wrote_at = self._swept_at = -float("inf")
        self._stopping = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        self._task = asyncio.create_task(self._report())

    async def stop(self) -> None:
        """Lets the task end by itself: what a thread has begun to write can't be called back."""
        self._stopping.set()
        if self._task is not None:
            await asyncio.wait([self._task], timeout=_STOP_SECONDS)
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def __len__(self) -> int:
        return len(self._open)

    def join(self, document: UUID, peer: Peer) -> None:
        self._open[peer.connection] = _Open(document, peer, timezone.now())

    def leave(self, peer: Peer) -> None:
        gone = self._open.pop(peer.connection, None)
        if gone is None or gone.written_role is None:
            return
        self._left.add(peer.connection)
        if len(self._left) > MAX_LEFT:
            self._afresh = True
            self._left.clear()

    async def _report(self) -> None:
        """Until `stop`; then takes the replica's rows away."""
        while not self._stopping.is_set():
            await self._attempt()
            try:
                async with asyncio.timeout(TICK_SECONDS):
                    await self._stopping.wait()
            except TimeoutError:
                continue
        try:
            await _apart(live_rows.forget)(self._replica)
        except DatabaseError as error:
            log.warning("replica_not_forgotten", problem=type(error).__name__)

    async def _attempt(self) -> None:
        try:
            await self._write()
        except DatabaseError as error:
            if not self._afresh:
                log.warning("live_sessions_late", problem=type(error).__name__)
            self._afresh = True
        except Exception:
            log.exception("live_sessions_failed")
            self._afresh = True

    async def _write(self) -> None:
        now = time.monotonic()
        changes = self._take(now)
        if changes is not None:
            for connection in await _apart(live_rows.write)(self._replica, self._host, changes):
                self._close(connection)
            self._wrote_at = now
            self._counts = {}
        if now - self._swept_at >= SWEEP_SECONDS:
            await _apart(live_rows.sweep)()
            self._swept_at = now

    def _take(self, now: float) -> Changes | None:
        """What is to be written now, noted as written; None: nothing."""
        for what, count in self._take_counts().items():
            self._counts[what] = self._counts.get(what, 0) + count
        # Who was silent for long has been swept away by the others.
        afresh = self._afresh or now - self._wrote_at > DEAD_AFTER.total_seconds() / 2
        self._afresh = False
        joined, roles = [], {}
        for connection, one in self._open.items():
            role = one.peer.rights.role
            if afresh or one.written_role is None:
                joined.append(self._row(connection, one))
            elif one.written_role != role:
                roles[connection] = role
            one.written_role = role
        left, self._left = self._left, set()
        if not (self._open or left or self._counts or afresh) and now - self._wrote_at < IDLE_SECONDS:
            return None
        return Changes(joined, left, roles, self._counts, afresh)

    def _row(self, connection: str, one: _Open) -> LiveSession:
        principal = one.peer.principal
        kind = principal.kind if isinstance(principal, Principal) else LiveSession.Kind.SESSION
        return LiveSession(
            connection=connection,
            replica_id=self._replica,
            document_id=one.document,
            reader_id=one.peer.author,
            kind=kind,
            role=one.peer.rights.role,
            session_key=principal.key[:KEY_LENGTH] if isinstance(principal, Principal) and kind != "visitor" else "",
            since=one.since,
        )

    def _close(self, connection: str) -> None:
        one = self._open.get(connection)
        if one is not None:
            one.peer.outbox.close(CloseCode.RESTARTING)


def _apart(work: Callable[P, R]) -> Callable[P, Awaitable[R]]:
    """Not in the one thread in which rights are read: nobody waits for this while the database doesn't answer."""
    return database_sync_to_async(work, thread_sensitive=False)
