"""Commits what a room's peers have sent: judge all that waits, append what is new, then acknowledge and show it."""

import asyncio
import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

from editor.collab.arrival import Arrival
from editor.collab.holding import Holding
from editor.collab.judgement import Judgement, Submission, judge
from editor.collab.peer import Peer
from editor.collab.ports import (
    Appended,
    Behind,
    Committed,
    ForeignClients,
    Gone,
    LogUnavailable,
    OutcomeUnknown,
    Row,
    StaleAccess,
)
from editor.collab.protocol import CloseCode, RefusalCode
from editor.collab.state import DocumentBroken
from editor.collab.updates import Update

if TYPE_CHECKING:
    from editor.collab.room import Room

logger = logging.getLogger(__name__)

_FIRST_RETRY, _LAST_RETRY = 0.05, 1.0  # seconds


class Writer:
    """One append is in flight per room at a time, so what is judged is judged against all that the log has from here.

    A submission stays in `_waiting`, `_held` or `_in_trial` until it is durable or refused.
    """

    def __init__(self, room: "Room") -> None:
        self._room = room
        self._around = room.around
        self._trail = room.trail
        self._waiting: list[Submission] = []
        self._held: list[Submission] = []
        self._in_trial: dict[Submission, asyncio.Task[None]] = {}
        self._waiting_bytes = 0
        self._is_uncertain = False
        self._failing_since: float | None = None
        self._retry = _FIRST_RETRY
        self._wake = asyncio.Event()
        self._has_space = asyncio.Event()
        self._is_idle = asyncio.Event()
        self._has_space.set()
        self._is_idle.set()

    async def put(self, submission: Submission) -> None:
        """Takes a submission; waits first while too much waits already."""
        while self._waiting_bytes > self._around.limits.max_waiting_bytes and not self._room.ended.is_set():
            self._has_space.clear()
            await self._has_space.wait()
        if self._room.ended.is_set():
            submission.abandon()
            return
        if self._trail:
            self._trail.received(submission)
        self._waiting.append(submission)
        self._waiting_bytes += submission.size
        self._is_idle.clear()
        self._wake.set()

    def remind(self) -> None:
        """Something has happened that what is held may have waited for: rows from elsewhere, or time."""
        if self._held:
            self._wake.set()

    @property
    def held(self) -> int:
        """How many updates wait for what they depend on."""
        return len(self._held)

    @property
    def peers(self) -> set[Peer]:
        """Everybody whose submissions wait, those who have left too."""
        return {submission.peer for submission in self._all()}

    async def settled(self) -> None:
        """Waits until nothing waits; what is held doesn't count."""
        await self._is_idle.wait()

    async def run(self) -> None:
        await self._wake.wait()
        await self._room.state.learn()
        while True:
            await self._wake.wait()
            self._wake.clear()
            try:
                await self._work_off()
            except Exception:
                logger.exception("the writer of document %s failed", self._room.document)
                self._room.end(CloseCode.FAULT)
            if not (self._waiting or self._in_trial) or self._room.ended.is_set():
                self._is_idle.set()

    async def abandon(self) -> None:
        """Nothing is committed here any more: tells those who wait for it."""
        trials = list(self._in_trial.values())
        for submission in self._all():
            submission.abandon()
        for trial in trials:
            trial.cancel()
        await asyncio.gather(*trials, return_exceptions=True)
        self._has_space.set()
        self._is_idle.set()

    async def _work_off(self) -> None:
        """Judges, appends and settles until nothing waits, or the room has ended."""
        while not self._room.ended.is_set():
            try:
                if self._is_uncertain:
                    await self._room.follower.catch_up()
                await self._around.log.turn()
                judgement = self._judge([*self._held, *self._next_batch()])
                if judgement.is_doubtful and await self._has_news():
                    continue
                if self._trail:
                    self._trail.judged(judgement)
                self._hold(judgement.held)
                if judgement.new:
                    await self._append(judgement)
                else:
                    self._settle(judgement)
                self._failing_since = None
            except LogUnavailable as error:
                await self._back_off(error)
            if not self._waiting:
                return

    def _judge(self, submissions: list[Submission]) -> Judgement:
        return judge(submissions, self._room.state, self._room.presence.shown_by, self._around.now())

    async def _has_news(self) -> bool:
        """Whether the log has gone on, unheard, since what was just judged."""
        head = self._room.state.head
        await self._room.follower.catch_up()
        return self._room.state.head > head

    def _next_batch(self) -> list[Submission]:
        size = 0
        for count, submission in enumerate(self._waiting):
            size += submission.size
            limits = self._around.limits
            if count and (size > limits.max_append_bytes or count >= limits.max_append_entries):
                return self._waiting[:count]
        return list(self._waiting)

    def _all(self) -> list[Submission]:
        return [*self._held, *self._in_trial, *self._waiting]

    def _hold(self, lacking: Sequence[Submission]) -> None:
        """Holds back what isn't yet, and asks for what it lacks."""
        fresh = [submission for submission in lacking if submission.held_until is None]
        self._drop(fresh)
        holding = Holding(self._around.limits, self._held if fresh else ())
        asked = set()
        for submission in fresh:
            submission.held_until = self._around.now() + self._around.limits.hold_seconds
            submission.passed.set()
            self._around.counts.held += 1
            if holding.take(submission):
                self._held.append(submission)
                asked.add(submission.peer)
            else:
                submission.delivery.refuse(RefusalCode.INCOMPLETE)
        for peer in asked:
            self._room.ask(peer)

    def _drop(self, submissions: Sequence[Submission]) -> None:
        """These wait no longer, and aren't held."""
        if not submissions:
            return
        gone = set(map(id, submissions))
        self._waiting = [submission for submission in self._waiting if id(submission) not in gone]
        self._held = [submission for submission in self._held if id(submission) not in gone]
        self._waiting_bytes = sum(submission.size for submission in (*self._waiting, *self._in_trial))
        if self._waiting_bytes <= self._around.limits.max_waiting_bytes:
            self._has_space.set()

    async def _append(self, judgement: Judgement) -> None:
        """Appends what is new; where that was not possible, all of it still waits and is judged again."""
        entries = [admission.entry for admission in judgement.new]
        state, head = self._room.state, self._room.state.head
        expected = head if self._is_uncertain else None
        try:
            outcome = await self._around.log.append(
                self._room.document, state.generation, entries, expected_head=expected
            )
        except OutcomeUnknown:
            self._is_uncertain = True
            raise
        # Whatever else the answer is, an append before this one may have been committed, and isn't read yet.
        match outcome:
            case Appended(first, _) if first <= head:
                # The log has lost rows that this room has (a failover, a backup): what was judged stands on nothing.
                self._room.end(CloseCode.OTHER_GENERATION)
            case Appended(first, _):
                self._is_uncertain = False
                await self._show(judgement, first)
            case StaleAccess(access_version):
                await self._room.follower.refresh_rights(access_version)
            case ForeignClients(owners):
                state.owners.update(owners)
            case Behind():
                await self._room.follower.catch_up()
            case Gone(generation):
                self._room.end(CloseCode.OTHER_GENERATION if generation else CloseCode.NOT_FOUND)

    async def _show(self, judgement: Judgement, first: int) -> None:
        """The entries are committed from `first` on: acknowledge, apply, show and announce them."""
        arrivals = [
            Arrival(Row(number, entry.payload, entry.author), submission.peer, update)
            for number, (submission, entry, update) in enumerate(judgement.new, first)
        ]
        last = arrivals[-1].row.number
        if self._trail:
            self._trail.committed(judgement, first)
        self._announce(first, [arrival.row for arrival in arrivals])
        is_complete = self._room.take_rows(arrivals)
        self._settle(judgement, last)
        self._around.on_appended(self._room.document)
        if not is_complete:
            await self._room.follower.hear_the_rest()

    def _announce(self, first: int, rows: Sequence[Row]) -> None:
        room, last = self._room, rows[-1].number
        if sum(len(row.payload) for row in rows) > self._around.limits.max_announced_bytes:
            rows = []
        self._around.bus.publish(
            Committed(room.document, self._around.replica, room.state.generation, first, last, rows)
        )
        if self._trail:
            self._trail.announced(first, last)

    def _settle(self, judgement: Judgement, number: int | None = None) -> None:
        """All that is known or new in the judgement is durable; only then is anything refused, or tried."""
        durable = [*judgement.known, *(admission.submission for admission in judgement.new)]
        self._drop([*durable, *(submission for submission, _ in judgement.refused)])
        stands_at = self._room.state.head if number is None else number
        if self._trail:
            self._trail.acknowledged(durable, stands_at)
        for submission in durable:
            submission.delivery.durable(stands_at)
            submission.passed.set()
        for submission, code in judgement.refused:
            submission.delivery.refuse(code)
            submission.passed.set()
        if judgement.untried and not judgement.new:
            submission, rest = judgement.untried
            self._in_trial[submission] = asyncio.create_task(self._try(submission, rest))
            self._drop([submission])

    async def _try(self, submission: Submission, rest: Update) -> None:
        """Sees whether pycrdt stands what is new, on top of all that it depends on; the others go on meanwhile."""
        try:
            async with self._around.trial_turns.of(submission.peer.author):
                submission.is_tried = await self._around.survives(self._room.state.whole(), rest.payload)
        except (DocumentBroken, OSError):
            # No fault of the update's: its peer keeps it, and sends it again to a fresh room.
            logger.exception("an update to document %s can't be tried", self._room.document)
            submission.abandon()
            self._room.end(CloseCode.FAULT)
            return
        finally:
            self._around.counts.trials += 1
            del self._in_trial[submission]
            self._wake.set()
        if submission.is_tried:
            self._waiting.append(submission)
            self._waiting_bytes += submission.size
        else:
            self._around.counts.trials_failed += 1
            submission.delivery.refuse(RefusalCode.MALFORMED)
        submission.passed.set()

    async def _back_off(self, error: LogUnavailable) -> None:
        """Waits before the next try, longer each time; gives up when that has lasted too long."""
        now = self._around.now()
        if self._failing_since is None:
            self._failing_since, self._retry = now, _FIRST_RETRY
            logger.warning("document %s can't be saved: %s", self._room.document, error)
        if now - self._failing_since > self._around.limits.give_up_seconds:
            self._room.end(CloseCode.OVERLOADED)
            return
        await asyncio.sleep(self._retry)
        self._retry = min(self._retry * 2, _LAST_RETRY)
