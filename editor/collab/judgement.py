"""The room's decision on every update that waits: known, new, held or refused. `docs/protocol.md` has the table."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from editor.collab.encoding import Refused
from editor.collab.knowledge import Knowledge
from editor.collab.peer import Peer, Ticket
from editor.collab.ports import Author, Entry, LogUnavailable
from editor.collab.protocol import FrameKind, RefusalCode
from editor.collab.state import DocumentState
from editor.collab.trial import is_worth_a_trial
from editor.collab.updates import Update


class RefusedUpdate(Exception):
    """The room has refused an update that was not sent over a socket; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(eq=False, slots=True)
class Delivery:
    """How an update came in and who waits to hear of it: the frame's ticket, and a future where there is no socket."""

    peer: Peer
    ticket: Ticket
    settled: asyncio.Future[int] | None = None

    def durable(self, number: int) -> None:
        """The log has all of it, and stands at `number`."""
        self.ticket.is_durable = True
        self.peer.acknowledge(number)
        if self.settled and not self.settled.done():
            self.settled.set_result(number)

    def refuse(self, code: str) -> None:
        self.peer.refuse(self.ticket, code)
        if self.settled and not self.settled.done():
            self.settled.set_exception(RefusedUpdate(code))

    def abandon(self) -> None:
        """The room has ended, and what becomes of it is not known."""
        if self.settled and not self.settled.done():
            self.settled.set_exception(LogUnavailable("the room has ended"))


@dataclass(eq=False, slots=True)
class Submission:
    """An update that waits for its decision. `passed` is set once what came after it may be looked at."""

    delivery: Delivery
    update: Update
    held_until: float | None = None
    is_tried: bool = False
    passed: asyncio.Event = field(default_factory=asyncio.Event)

    def abandon(self) -> None:
        """The room has ended before it was decided on."""
        self.delivery.abandon()
        self.passed.set()

    @property
    def peer(self) -> Peer:
        return self.delivery.peer

    @property
    def size(self) -> int:
        return len(self.update.payload)


class Admission(NamedTuple):
    """A submission with something new: what is to be committed of it, as bytes and as it was read."""

    submission: Submission
    entry: Entry
    update: Update


@dataclass(slots=True)
class Judgement:
    """What is to be done. `known` may lean on `new`: nothing of it is durable before `new` has been committed.

    `untried`: a submission whose new part pycrdt may not stand; those after it are not judged yet.
    """

    new: list[Admission] = field(default_factory=list)
    known: list[Submission] = field(default_factory=list)
    held: list[Submission] = field(default_factory=list)
    refused: list[tuple[Submission, str]] = field(default_factory=list)
    untried: tuple[Submission, Update] | None = None

    @property
    def is_doubtful(self) -> bool:
        """Whether the log may have what is about to be refused.

        Somebody who comes over from another replica, faster than the announcement, sends in a step 2 what others have
        committed there; and what an update waits for may have come there.
        """
        return any(
            submission.delivery.ticket.kind is FrameKind.STEP_2 or code == RefusalCode.INCOMPLETE
            for submission, code in self.refused
        )


ShownBy = Callable[[int], str | None]
"""Whose presence has this client id: the user of its identity."""


def judge(submissions: Iterable[Submission], state: DocumentState, shown_by: ShownBy, now: float) -> Judgement:
    """Decides on the submissions in their order, as if each that is new had been committed before the next."""
    return _Judge(state, shown_by, now).judge(list(submissions))


class _Judge:
    def __init__(self, state: DocumentState, shown_by: ShownBy, now: float) -> None:
        self._state = state
        self._shown_by = shown_by
        self._now = now
        self._known: Knowledge = state.knowledge.overlay()
        self._owners: dict[int, Author] = {}
        self._result = Judgement()

    def judge(self, submissions: list[Submission]) -> Judgement:
        """What was held for something that came later in the same batch is looked at again, as long as that helps."""
        lacking, count = self._decide_all(submissions), len(submissions)
        while len(lacking) < count and not self._result.untried:
            lacking, count = self._decide_all(lacking), len(lacking)
        for submission in lacking:
            if submission.held_until is not None and submission.held_until <= self._now:
                self._result.refused.append((submission, RefusalCode.INCOMPLETE))
            else:
                self._result.held.append(submission)
        return self._result

    def _decide_all(self, submissions: list[Submission]) -> list[Submission]:
        """Those that depend on what isn't there yet; stops at one that must be tried first."""
        lacking = []
        for submission in submissions:
            if self._result.untried:
                break
            if not self._decide(submission):
                lacking.append(submission)
        return lacking

    def _decide(self, submission: Submission) -> bool:
        """False: it depends on what isn't there yet."""
        peer = submission.peer
        # What lacks something is never known. Asked first, since what is held is asked about again and again.
        if peer.may_write and self._known.lacks(submission.update):
            return False
        rest = self._new_part(submission)
        if rest is None:
            self._result.known.append(submission)
        elif not peer.may_write:
            code = RefusalCode.OLD_SCHEMA if peer.rights.may_write else RefusalCode.READ_ONLY
            self._result.refused.append((submission, code))
        elif any(self._is_foreign(client, peer) for client in rest.ranges):
            self._result.refused.append((submission, RefusalCode.FOREIGN_CLIENT))
        elif not submission.is_tried and is_worth_a_trial(rest.structs, rest.deleted, self._known.structs):
            self._result.untried = (submission, rest)
        else:
            self._admit(submission, rest)
        return True

    def _new_part(self, submission: Submission) -> Update | None:
        rest = self._known.subtract(submission.update)
        if rest is None or rest.ranges:
            return rest
        is_suspect = submission.delivery.ticket.kind is FrameKind.STEP_2 or not submission.peer.may_write
        if is_suspect and not self._known.lacks(rest) and self._state.learn_implied_deletions():
            return self._known.subtract(rest)
        return rest

    def _is_foreign(self, client: int, peer: Peer) -> bool:
        """A client id belongs to whoever has written under it, and before that to whoever shows it."""
        owner = self._owners.get(client) or self._state.owners.get(client)
        if owner is not None:
            return owner != peer.author
        return self._shown_by(client) not in {None, peer.identity["id"]}

    def _admit(self, submission: Submission, rest: Update) -> None:
        try:
            self._known.admit(rest)
        except Refused as refused:
            self._result.refused.append((submission, refused.code))
            return
        peer = submission.peer
        entry = Entry(
            payload=rest.payload,
            author=peer.author,
            source=peer.source,
            schema=peer.schema,
            new_clients=frozenset(client for client in rest.ranges if client not in self._state.owners),
            access_version=peer.rights.access_version,
            valid_until=peer.rights.valid_until,
        )
        self._owners.update(dict.fromkeys(entry.new_clients, peer.author))
        self._result.new.append(Admission(submission, entry, rest))
