"""Keeps a room level with the log and with the rights, whoever changed them and however word of it came."""

import asyncio
import logging
from datetime import datetime
from typing import TYPE_CHECKING

from editor.collab.arrival import Arrival
from editor.collab.peer import Peer, PeerRights
from editor.collab.ports import AccessChanged, Announcement, Committed, Head, LogUnavailable
from editor.collab.protocol import CloseCode

if TYPE_CHECKING:
    from editor.collab.room import Room

logger = logging.getLogger(__name__)

_READ_AT_ONCE = 1_000
_AGAIN_AFTER = 0.2  # seconds
_ON_ITS_WAY = 0.05  # seconds; an announcement takes one or two thousandths, and twenty where much is written


class Follower:
    """Announcements are hints: they set flags, and one task does what the flags say."""

    def __init__(self, room: "Room") -> None:
        self._room = room
        self._around = room.around
        self._is_behind = False
        self._is_stale = False
        self._look = asyncio.Event()
        self._expecting: asyncio.TimerHandle | None = None
        self._level = asyncio.Event()
        self._reading = asyncio.Lock()

    def hear(self, announcement: Announcement) -> None:
        match announcement:
            case Committed():
                self._hear_committed(announcement)
            case AccessChanged():
                self.read_rights_again()

    def observe(self, head: Head | None) -> None:
        """Takes where the log stands, or None: the document is gone."""
        if head is None:
            self._room.end(CloseCode.NOT_FOUND)
        elif head.generation != self._room.state.generation:
            self._room.end(CloseCode.OTHER_GENERATION)
        else:
            if head.head > self._room.state.head:
                self._fall_behind()
            if head.access_version > self._room.access_version:
                self.read_rights_again()

    def expire_rights(self, now: datetime) -> None:
        """Reads the rights again if one has ended by itself."""
        ends = [peer.rights.valid_until for peer in self._room.peers]
        if any(end is not None and end <= now for end in ends):
            self.read_rights_again()

    def read_rights_again(self) -> None:
        self._is_stale = True
        self._look.set()

    async def run(self) -> None:
        while True:
            await self._look.wait()
            self._look.clear()
            try:
                if self._is_stale:
                    await self.refresh_rights()
                if self._is_behind:
                    await self.catch_up()
            except LogUnavailable as error:
                logger.info("document %s can't follow: %s", self._room.document, error)
                await asyncio.sleep(_AGAIN_AFTER)
                self._look.set()
            except Exception:
                logger.exception("the follower of document %s failed", self._room.document)
                self._room.end(CloseCode.FAULT)

    def note_level(self, *, is_level: bool) -> None:
        """Whether no row is missing before one that is there."""
        if is_level:
            self._level.set()
        else:
            self._level.clear()

    async def hear_the_rest(self) -> None:
        """Another replica's rows come before those of this one that were just committed: they are announced, most
        likely, by the time that they could be read. Raises LogUnavailable.
        """
        await self._room.applied()
        try:
            async with asyncio.timeout(_ON_ITS_WAY):
                await self._level.wait()
        except TimeoutError:
            await self.catch_up()

    async def catch_up(self) -> None:
        """Reads the log to its end. Raises LogUnavailable."""
        async with self._reading:
            self._is_behind = False
            try:
                while not self._room.ended.is_set():
                    rows = await self._around.log.read(self._room.document, self._room.state.head, _READ_AT_ONCE)
                    self._around.counts.gaps += bool(rows)
                    self._around.counts.gap_rows += len(rows)
                    self._room.take_rows(map(Arrival, rows))
                    await self._room.applied()
                    if self._level.is_set() and len(rows) < _READ_AT_ONCE:
                        return
            except LogUnavailable:
                self._fall_behind()
                raise

    async def refresh_rights(self, at_least: int = 0) -> None:
        """Reads the rights of everybody who writes or reads here. Raises LogUnavailable."""
        self._is_stale = False
        room = self._room
        peers = list(room.peers | room.writer.peers)
        try:
            answers = await self._around.rights.read(room.document, peers)
        except LogUnavailable:
            self.read_rights_again()
            raise
        versions = [rights.access_version for rights in answers.values() if isinstance(rights, PeerRights)]
        is_newer = max(versions, default=at_least) > room.access_version or at_least > room.access_version
        room.access_version = max([room.access_version, at_least, *versions])
        for peer, answer in answers.items():
            self._apply_rights(peer, answer)
        # Somebody may have come in meanwhile, with rights that were read before.
        if any(peer.rights.access_version < room.access_version for peer in room.peers):
            self.read_rights_again()
        if at_least and not is_newer:
            await asyncio.sleep(_AGAIN_AFTER)  # a right has ended by the log's clock and not yet by ours

    def _apply_rights(self, peer: Peer, answer: PeerRights | CloseCode) -> None:
        if isinstance(answer, CloseCode):
            peer.rights = PeerRights(may_write=False, access_version=self._room.access_version)
            peer.outbox.close(answer)
            return
        is_changed = (peer.rights.role, peer.rights.may_write) != (answer.role, answer.may_write)
        peer.rights = answer
        if is_changed:
            peer.tell_rights()

    def _hear_committed(self, news: Committed) -> None:
        state = self._room.state
        if news.last <= state.head or news.generation != state.generation:
            return
        if not news.rows:
            self._fall_behind()
        elif not self._room.take_rows(map(Arrival, news.rows)):
            self._expect_the_rest()

    def _expect_the_rest(self) -> None:
        """What is missing before rows that are there was committed earlier, here or elsewhere, and is on its way."""
        if self._expecting is None:
            head = self._room.state.head
            self._expecting = asyncio.get_running_loop().call_later(_ON_ITS_WAY, self._look_for_the_rest, head)

    def _look_for_the_rest(self, head: int) -> None:
        self._expecting = None
        if self._level.is_set() or self._room.ended.is_set():
            return
        if self._room.state.head > head:
            self._expect_the_rest()
        else:
            self._fall_behind()

    def _fall_behind(self) -> None:
        self._is_behind = True
        self._look.set()
