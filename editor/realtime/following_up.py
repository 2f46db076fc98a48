"""What follows an edit a moment later: the projections, and a snapshot when the tail has grown long."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from uuid import UUID
from weakref import WeakKeyDictionary

import structlog
from channels.db import database_sync_to_async
from django.conf import settings
from django.db import Error as DatabaseError
from procrastinate.exceptions import ConnectorException

from editor.collab.room import Room
from editor.collab.state import DocumentState
from editor.documents.projections import Projected, project, refresh_projection
from editor.log.tasks import request_compaction

log = structlog.get_logger(__name__)

# Seconds. The columns are to follow within two of the last edit; while somebody writes on, now and then is enough.
QUIET = 1.0
AT_THE_LATEST = 10.0
FINISH_SECONDS = 2.0
_AGAIN_AFTER = 5.0
_LOOK_EVERY = 0.1


class FollowingUp:
    """Each document that this replica has appended to is followed up when it is quiet, however many edits that were."""

    def __init__(self, room_of: Callable[[UUID], Room | None], finish_seconds: float = FINISH_SECONDS) -> None:
        self._room_of = room_of
        self._finish_seconds = finish_seconds
        self._due: dict[UUID, tuple[float, float]] = {}
        """Of each: when the first edit came that isn't followed up, and when it will be."""
        self._late_since: dict[UUID, float] = {}
        self._projected: WeakKeyDictionary[Room, Projected] = WeakKeyDictionary()
        self.compactions_asked = 0

    def note(self, document: UUID) -> None:
        now = time.monotonic()
        first = self._due[document][0] if document in self._due else now
        self._due[document] = first, min(now + QUIET, first + AT_THE_LATEST)

    def lag(self) -> tuple[int, float]:
        """How many documents wait to be projected, and for how many seconds the oldest has."""
        since = {document: first for document, (first, _) in self._due.items()} | self._late_since
        return len(since), time.monotonic() - min(since.values()) if since else 0.0

    async def run(self) -> None:
        while True:
            await asyncio.sleep(_LOOK_EVERY)
            await self.look()

    async def look(self) -> None:
        """Follows up what is due."""
        now = time.monotonic()
        for document in [document for document, (_, at) in self._due.items() if at <= now]:
            await self._follow_up(document)

    async def finish(self) -> None:
        """Follows up what can be in a moment, before the process ends; the worker does the rest within a minute."""
        with suppress(TimeoutError):
            async with asyncio.timeout(self._finish_seconds):
                for document in list(self._due):
                    await self._follow_up(document)
        if left := self.lag()[0]:
            log.info("projections_left", documents=left)

    async def _follow_up(self, document: UUID) -> None:
        # Before the state is read: an edit that comes during the work is noted anew.
        due = self._due.pop(document, None)
        if due is None:  # `look` and `finish` go on side by side
            return
        self._late_since.setdefault(document, due[0])
        room = self._room_of(document)
        is_late = await self._attempt("projection", document, self._project(document, room))
        if room is not None:
            is_late |= await self._attempt("compaction", document, self._ask_for_compaction(document, room.state))
        if not is_late:
            self._late_since.pop(document, None)  # the other one of `look` and `finish` may have done it

    async def _attempt(self, what: str, document: UUID, work: Awaitable[None]) -> bool:
        """Whether it is to be tried again. Each part on its own: a document that can't be projected must not grow for
        ever.
        """
        try:
            await work
        except (DatabaseError, ConnectorException) as error:  # the latter from the job queue, which wraps it
            log.warning(f"{what}_late", document=str(document), problem=type(error).__name__)
            now = time.monotonic()
            self._due.setdefault(document, (now, now + _AGAIN_AFTER))
            return True
        except Exception:
            log.exception(f"{what}_failed", document=str(document))
        return False

    async def _project(self, document: UUID, room: Room | None) -> None:
        """In a thread of its own: sockets and pages don't wait for what a large document takes."""
        if room is None:
            await database_sync_to_async(refresh_projection, thread_sensitive=False)(document)
            return
        state, before = room.state, self._projected.pop(room, None)
        work = database_sync_to_async(project, thread_sensitive=False)
        projected = await work(document, state.whole(), state.head, state.last_author, before)
        if projected is not None:
            self._projected[room] = projected

    async def _ask_for_compaction(self, document: UUID, state: DocumentState) -> None:
        if state.head - state.snapshot_number >= settings.COLLAB["snapshot_every"]:
            await request_compaction(document)
            self.compactions_asked += 1
            state.snapshot_number = state.head  # asked for; not again before as many edits
