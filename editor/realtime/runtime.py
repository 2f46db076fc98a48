"""The composition root: puts the core, the log, the bus and the rights together, once per process."""

import asyncio
import time
from functools import partial
from uuid import UUID, uuid4

import structlog
from channels.layers import get_channel_layer
from django.conf import settings
from django.utils import timezone

from editor.collab.counts import Spread
from editor.collab.limits import Limits
from editor.collab.ports import Head, LogUnavailable
from editor.collab.protocol import CloseCode
from editor.collab.registry import Registry
from editor.collab.room import Room
from editor.collab.surroundings import RoomLimits, Surroundings
from editor.collab.trial import Trial
from editor.content.schema import MARKS
from editor.documents.ports import realtime
from editor.realtime.channel_bus import ChannelBus
from editor.realtime.edit_trail import trail_of
from editor.realtime.following_up import FollowingUp
from editor.realtime.live_sessions import LiveSessions
from editor.realtime.look_ups import LookUps
from editor.realtime.measuring import HAPPENED, LoopWatch, MeasuredLog
from editor.realtime.memory import keep_giving_back
from editor.realtime.person_sockets import PersonSockets
from editor.realtime.postgres_log import PostgresLog, log_conninfo
from editor.realtime.sending import Post
from editor.realtime.server_writes import ServerWrites

log = structlog.get_logger(__name__)

POLL_SECONDS = 1.0
DRAIN_SECONDS = 6.0
UPLOADS_AT_ONCE = 4  # in the memory of one replica


class Runtime:
    """What one process needs to serve documents. It belongs to the event loop that it was started on."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.replica = uuid4().hex
        self.log = PostgresLog(log_conninfo(), settings.LOG_POOL_SIZE)
        self.look_ups = LookUps(log_conninfo())
        self.bus = ChannelBus(get_channel_layer(), self.replica, self.introduce)
        self.post = Post()
        self.people = PersonSockets(self.bus)
        self.following_up = FollowingUp(self._room)
        self.measured = MeasuredLog(self.log)
        self.upload_turn = asyncio.Semaphore(UPLOADS_AT_ONCE)
        self.loop_watch = LoopWatch()
        self.polls = Spread()
        self.polled_at = time.monotonic()
        self.live_sessions = LiveSessions(self.replica, self.measured.take_counts)
        self.registry = Registry(
            Surroundings(
                replica=self.replica,
                log=self.measured,
                bus=self.bus,
                rights=self.look_ups,
                limits=room_limits(),
                now=time.monotonic,
                survives=Trial().survives,
                on_appended=self.following_up.note,
                counts=HAPPENED,
                trail_of=trail_of(self.replica),
            ),
            settings.COLLAB["grace_seconds"],
        )
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        await self.log.open()
        await self.bus.open()
        look = partial(self.people.keep_looking, self.look_ups)
        work = (self._poll, self.post.run, self.following_up.run, look, self.loop_watch.run, keep_giving_back)
        self._tasks = [asyncio.create_task(task()) for task in work]
        self.live_sessions.start()
        log.info("replica_started", replica=self.replica)

    async def stop(self) -> None:
        await self.following_up.finish()  # as long as there are rooms, which have the documents
        await self.registry.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.live_sessions.stop()
        await self.bus.close()
        await self.look_ups.close()
        await self.log.close()

    def _room(self, document: UUID) -> Room | None:
        return self.registry.rooms.get(document)

    def introduce(self) -> None:
        """Says in every room who is here: what was said while the bus was away is lost."""
        for room in self.registry.rooms.values():
            room.presence.introduce()
        self.people.catch_up()

    async def _poll(self) -> None:
        """The floor under the bus: asks about all open documents at once, whatever was announced or lost."""
        while True:
            await asyncio.sleep(POLL_SECONDS)
            rooms = self.registry.rooms
            known = {document: room.state.head for document, room in rooms.items()}
            began = time.monotonic()
            try:
                heads = await self.log.heads(rooms) if rooms else {}
            except LogUnavailable:
                continue
            self.polled_at = time.monotonic()
            self.polls.add(self.polled_at - began)
            for document, room in rooms.items():
                self._observe(room, heads.get(document), known[document])

    def _observe(self, room: Room, head: Head | None, known: int) -> None:
        try:
            room.observe(head, known)
            room.follower.expire_rights(timezone.now())
        except Exception:
            log.exception("poll_failed", document=str(room.document))
            room.end(CloseCode.FAULT)


def room_limits() -> RoomLimits:
    limits = settings.COLLAB
    return RoomLimits(
        update=Limits(update_bytes=limits["max_frame_bytes"], usual_formats=frozenset(MARKS)),
        upload=Limits(update_bytes=limits["max_upload_bytes"], usual_formats=frozenset(MARKS)),
        max_presence_bytes=limits["max_presence_bytes"],
        max_waiting_bytes=limits["max_waiting_bytes"],
        max_held_bytes=limits["max_held_bytes"],
        max_peers=limits["max_peers_per_room"],
    )


_runtime: Runtime | None = None
_starting = asyncio.Lock()


async def running() -> Runtime:
    """The process's runtime, started if it isn't yet."""
    global _runtime  # noqa: PLW0603 — one per process
    async with _starting:
        if _runtime is None:
            runtime = Runtime()
            await runtime.start()
            _runtime = runtime
    return _runtime


def current() -> Runtime | None:
    """The process's runtime, if it has one yet."""
    return _runtime


async def drain() -> None:
    """Commits what waits and sends every peer to another replica; nothing is opened any more."""
    if _runtime is not None:
        _runtime.people.drain()
        await _runtime.registry.drain(DRAIN_SECONDS)
        _runtime.post.flush()


async def stop() -> None:
    global _runtime, _starting  # noqa: PLW0603 — one of each per process
    async with _starting:
        stopping, _runtime = _runtime, None
        if stopping is not None:
            await stopping.stop()
    _starting = asyncio.Lock()  # it belongs to the loop on which somebody waited; the next runtime may have another one


def install() -> None:
    """Gives the documents their way to the open rooms and into the log."""
    realtime.fill(ServerWrites())
