"""One connection in a room."""

import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from editor.collab.outbox import Outbox
from editor.collab.ports import Author, Source
from editor.collab.protocol import (
    CLOSE_FOR_REFUSAL,
    READER_REFUSALS,
    CloseCode,
    FrameKind,
    RefusalCode,
    denied_frame,
    event_frame,
    refused_frame,
)


@dataclass(frozen=True, slots=True)
class PeerRights:
    """What a peer may do, as of an access version; `valid_until` is when that ends by itself."""

    may_write: bool
    access_version: int
    valid_until: datetime | None = None
    role: int = 0


@dataclass(slots=True)
class Ticket:
    """One frame with an edit: which of its kind it was on its connection, and whether all of it is durable."""

    kind: FrameKind
    number: int
    is_durable: bool = False


@dataclass(slots=True)
class Receipts:
    """Counts the frames with edits of one connection, and how many from the first on are durable without a gap."""

    _open: deque[Ticket] = field(default_factory=deque)
    _taken: list[int] = field(default_factory=lambda: [0, 0])
    _durable: list[int] = field(default_factory=lambda: [0, 0])

    def take(self, kind: FrameKind) -> Ticket:
        self._taken[kind] += 1
        ticket = Ticket(kind, self._taken[kind])
        self._open.append(ticket)
        return ticket

    def acknowledged(self) -> tuple[int, int]:
        """How many step 2 and update frames are durable; a frame that is held or refused stops both."""
        while self._open and self._open[0].is_durable:
            ticket = self._open.popleft()
            self._durable[ticket.kind] = ticket.number
        return self._durable[FrameKind.STEP_2], self._durable[FrameKind.UPDATE]


@dataclass(eq=False, slots=True)
class Peer:
    """A connection: who writes through it, what that one may do now, and what waits to be sent.

    `rights` is replaced, never changed, and read again for every frame. `principal` belongs to whoever made the peer:
    the core hands it back when it asks for the rights anew.
    """

    author: Author
    rights: PeerRights
    outbox: Outbox
    identity: Mapping[str, str]
    source: Source = Source.BROWSER
    schema: int = 1
    is_current_schema: bool = True
    speaks_ours: bool = False
    generation: UUID | None = None  # of the copy that the peer has, if it says so
    principal: object = None
    connection: str = ""  # its name in the logs
    receipts: Receipts = field(default_factory=Receipts)
    is_refused: bool = False

    @property
    def may_write(self) -> bool:
        return self.rights.may_write and self.is_current_schema

    def take(self, kind: FrameKind) -> Ticket:
        """The ticket of the next frame with an edit. Nobody keeps those of a client that isn't told of them."""
        return self.receipts.take(kind) if self.speaks_ours else Ticket(kind, 0)

    def acknowledge(self, number: int) -> None:
        if self.speaks_ours:
            step_2s, updates = self.receipts.acknowledged()
            self.outbox.acknowledge(step_2s, updates, number)

    def refuse(self, ticket: Ticket, code: str) -> None:
        """Tells the peer that the frame will never be accepted; from now on nothing it writes here is."""
        self.is_refused = True
        self.outbox.counts.refused[code] += 1
        if self.speaks_ours:
            self.outbox.put(refused_frame(ticket.kind, ticket.number, code))
        if code not in READER_REFUSALS:
            self.outbox.close(CLOSE_FOR_REFUSAL.get(code, CloseCode.INVALID))
        elif not self.speaks_ours:
            self.is_refused = False
            self.outbox.put(denied_frame(code))

    def break_off(self, code: str) -> None:
        """Ends the connection over a frame that nobody can make anything of."""
        self.outbox.counts.refused[code] += 1
        self.outbox.close(CLOSE_FOR_REFUSAL.get(code, CloseCode.MALFORMED))

    def tell_rights(self) -> None:
        """What it may do now, in the words of frame 101."""
        rights = {"type": "rights", "role": self.rights.role, "mayWrite": self.may_write}
        if not self.is_current_schema:
            rights["reason"] = RefusalCode.OLD_SCHEMA
        self.tell(json.dumps(rights))

    def tell(self, event: str) -> None:
        if self.speaks_ours:
            self.outbox.put(event_frame(event))
