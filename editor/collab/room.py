"""One open document on one replica: who is in it, what they send, what they are told."""

import asyncio
import logging
import time
from collections.abc import Iterable, Sequence
from dataclasses import replace

from editor.collab.arrival import Arrival
from editor.collab.encoding import Refused
from editor.collab.follower import Follower
from editor.collab.judgement import Delivery, Submission
from editor.collab.limits import Limits
from editor.collab.outbox import broadcast
from editor.collab.peer import Peer
from editor.collab.ports import (
    Announcement,
    CloseAsked,
    DocumentId,
    EventHappened,
    Head,
    LogUnavailable,
    PresenceChanged,
    Stored,
)
from editor.collab.protocol import (
    Awareness,
    CloseCode,
    Edit,
    FrameKind,
    QueryAwareness,
    SyncStep1,
    read_frame,
    step_1_frame,
    step_2_frame,
)
from editor.collab.room_presence import RoomPresence
from editor.collab.state import DocumentBroken, DocumentState
from editor.collab.surroundings import Surroundings
from editor.collab.trial import may_be_worth_a_trial
from editor.collab.updates import read_state_vector, read_update
from editor.collab.writer import Writer

logger = logging.getLogger(__name__)

_MOMENT = 0.02  # seconds
_LONG_READ = 100_000  # bytes; reading hostile ones of the full size takes a fifth of a second


class Room:
    """All methods run on one event loop. Nothing is applied or shown that the log doesn't have.

    `writer` commits what the peers send; `follower` brings in what other replicas have committed. Both end up in
    `take_rows`, the only way into the document.
    """

    def __init__(self, document: DocumentId, stored: Stored, around: Surroundings) -> None:
        self.document = document
        self.around = around
        self.state = DocumentState(replace(stored, tail=()))
        self.peers: set[Peer] = set()
        self.ended: asyncio.Event = asyncio.Event()
        self.end_code: CloseCode | None = None
        self.access_version = stored.head.access_version
        self.trail = around.trail_of(document)
        self.writer = Writer(self)
        self.follower = Follower(self)
        self.presence = RoomPresence(self)
        self._ahead: dict[int, Arrival] = {}
        self._applied = asyncio.Event()
        self._applied.set()
        self._tasks = [asyncio.create_task(self.writer.run()), asyncio.create_task(self.follower.run())]
        for task in self._tasks:
            task.add_done_callback(self._end_with)
        self.presence.introduce()
        self.take_rows(map(Arrival, stored.tail))

    # -- Peers ------------------------------------------------------------------------------------------------------

    def join(self, peer: Peer) -> None:
        """Takes the peer in: it is asked for what it has, and told who is here."""
        refusal = self._refusal_of(peer)
        if refusal is not None:
            peer.outbox.close(refusal)
            return
        self.peers.add(peer)
        if peer.rights.access_version != self.access_version:
            self.follower.read_rights_again()
        self.ask(peer)
        self.presence.join(peer)

    def _refusal_of(self, peer: Peer) -> CloseCode | None:
        if self.end_code is not None:
            return self.end_code
        if peer.generation not in {None, self.state.generation}:
            return CloseCode.OTHER_GENERATION
        return CloseCode.OVERLOADED if len(self.peers) >= self.around.limits.max_peers else None

    def leave(self, peer: Peer) -> None:
        """Forgets the peer and shows it to nobody any more. What it has sent is still committed."""
        self.peers.discard(peer)
        self.presence.leave(peer)

    def ask(self, peer: Peer) -> None:
        """Asks the peer for everything that the log doesn't have."""
        peer.outbox.put(step_1_frame(self.state.state_vector()))

    async def receive(self, peer: Peer, data: bytes) -> None:
        """Takes one frame. Returns when the next one may be read: while much waits, that is later."""
        try:
            match read_frame(data):
                case Edit() as edit:
                    await self._receive_edit(peer, edit)
                case SyncStep1(state_vector):
                    await self._answer(peer, state_vector)
                case Awareness(payload):
                    self.presence.receive(peer, payload)
                case QueryAwareness():
                    await self.presence.answer(peer)
        except Refused as refused:
            logger.info("frame refused: %s", refused)
            peer.break_off(refused.code)
        except LogUnavailable:
            peer.outbox.close(CloseCode.OVERLOADED)
        except DocumentBroken:
            logger.exception("document %s can't be read; it is loaded again", self.document)
            self.end(CloseCode.FAULT)

    async def submit(self, peer: Peer, payload: bytes) -> asyncio.Future[int]:
        """Takes an update that did not come over a socket, and returns once it is decided on, or held.

        What is returned has where the log stands once all of it is durable. It raises RefusedUpdate, and LogUnavailable
        where the room ends before that.
        """
        settled: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        delivery = Delivery(peer, peer.take(FrameKind.UPDATE), settled)
        await self._receive_update(delivery, payload, self.around.limits.upload)
        return settled

    async def _receive_edit(self, peer: Peer, edit: Edit) -> None:
        if not peer.is_refused:
            delivery = Delivery(peer, peer.take(edit.kind))
            await self._receive_update(delivery, edit.payload, self.around.limits.update)

    async def _receive_update(self, delivery: Delivery, payload: bytes, limits: Limits) -> None:
        try:
            if len(payload) > _LONG_READ:
                update = await asyncio.to_thread(read_update, payload, limits)
            else:
                update = read_update(payload, limits)
        except Refused as refused:
            logger.info("update refused: %s", refused)
            delivery.refuse(refused.code)
            return
        submission = Submission(delivery, update)
        await self.writer.put(submission)
        # What comes after it depends on it; and who sent it otherwise waits for that.
        if delivery.settled or may_be_worth_a_trial(update.structs, update.deleted):
            await submission.passed.wait()

    async def _answer(self, peer: Peer, state_vector: bytes) -> None:
        if peer.is_refused:
            return
        most = len(self.state.owners) + self.around.limits.max_unknown_clients
        claimed = read_state_vector(state_vector, most)
        if self._foreign_ahead(peer, claimed):
            await self.follower.catch_up()
            if self._foreign_ahead(peer, claimed):
                peer.outbox.close(CloseCode.OTHER_GENERATION)
                return
        peer.outbox.answer(step_2_frame(self.state.update_since(state_vector)))
        await peer.outbox.answered()

    def _foreign_ahead(self, peer: Peer, claimed: dict[int, int]) -> bool:
        """Whether the peer has edits of somebody else that the log lacks: then its copy is of another life."""
        known = self.state.clocks()
        return any(
            clock > known.get(client, 0) and self.state.owners.get(client, peer.author) != peer.author
            for client, clock in claimed.items()
        )

    # -- What comes from elsewhere ----------------------------------------------------------------------------------

    def hear(self, announcement: Announcement) -> None:
        """Takes an announcement from the bus."""
        match announcement:
            case PresenceChanged():
                self.presence.hear(announcement)
            case EventHappened(_, _, event):
                for peer in self.peers:
                    peer.tell(event)
            case CloseAsked(_, _, connection):
                for peer in self.peers:
                    if peer.connection == connection:
                        peer.outbox.close(CloseCode.RESTARTING)
            case _:
                self.follower.hear(announcement)

    def observe(self, head: Head | None, at_least: int = 0) -> None:
        """Takes what the log says of itself, asked about once a second; it stood at `at_least` before it was asked."""
        if head is not None and head.head < at_least:
            self.end(CloseCode.OTHER_GENERATION)
        self.follower.observe(head)
        self.writer.remind()
        self.presence.expire()

    def take_rows(self, arrivals: Iterable[Arrival]) -> bool:
        """Applies and shows committed rows in the order of their numbers; False while some wait, for one before them
        that is missing or for their turn.
        """
        for arrival in arrivals:
            if arrival.row.number > self.state.head:
                self._ahead.setdefault(arrival.row.number, arrival)
        for number in [number for number in self._ahead if number <= self.state.head]:
            del self._ahead[number]
        if self._applied.is_set():
            self._apply_for_a_moment()
        return not self._ahead

    async def applied(self) -> None:
        """Returns when everything is applied that is here and comes next."""
        await self._applied.wait()

    def _apply_for_a_moment(self) -> None:
        """What takes longer goes on in the next turn of the loop, so that everybody else has theirs in between."""
        until = time.perf_counter() + _MOMENT
        ready: list[Arrival] = []
        try:
            while (arrival := self._next_arrival()) and time.perf_counter() < until:
                self.state.advance(arrival.row, arrival.update)
                del self._ahead[arrival.row.number]
                ready.append(arrival)
        except (DocumentBroken, ValueError):
            logger.exception("document %s can't take row %s; it is loaded again", self.document, self.state.head + 1)
            self.end(CloseCode.FAULT)
        if ready:
            self._show(ready)
        if self._next_arrival():
            self._applied.clear()
            asyncio.get_running_loop().call_soon(self._go_on)
        else:
            self._applied.set()
        self.follower.note_level(is_level=not self._ahead)

    def _go_on(self) -> None:
        try:
            self._apply_for_a_moment()
        except BaseException as panic:  # pycrdt's panics are no Exceptions, and nobody waits for this to fail
            logger.exception("document %s can't go on: %s", self.document, type(panic).__name__)
            self.end(CloseCode.FAULT)
            self._applied.set()
            if isinstance(panic, KeyboardInterrupt | SystemExit):
                raise

    def _next_arrival(self) -> Arrival | None:
        return None if self.ended.is_set() else self._ahead.get(self.state.head + 1)

    def _show(self, ready: Sequence[Arrival]) -> None:
        senders = {peer for _, peer, _ in ready}
        sender = senders.pop() if len(senders) == 1 else None
        others = [peer for peer in self.peers if peer is not sender]
        if self.trail:
            self.trail.applied(ready[0].row.number, ready[-1].row.number, len(others))
        if others:
            update = broadcast([row.payload for row, _, _ in ready])
            for peer in others:
                peer.outbox.update(update)
        self.writer.remind()

    # -- The end ----------------------------------------------------------------------------------------------------

    def end(self, code: CloseCode) -> None:
        """Closes every peer, and those that still come. The room takes nothing more; `close` frees it."""
        self.end_code = self.end_code or code
        for peer in self.peers:
            peer.outbox.close(code)
        self.ended.set()

    async def close(self) -> None:
        """Stops the room's tasks. What waits is lost to this room: its peers have no acknowledgement of it."""
        self.end(CloseCode.RESTARTING)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.writer.abandon()

    def _end_with(self, task: asyncio.Task[None]) -> None:
        """A room without its writer or its follower is none."""
        if not task.cancelled() and task.exception() is not None:
            logger.error("a task of document %s died", self.document, exc_info=task.exception())
            self.end(CloseCode.FAULT)
