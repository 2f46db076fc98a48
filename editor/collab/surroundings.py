"""What the rooms of a replica share."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from editor.collab.counts import Counts
from editor.collab.limits import Limits
from editor.collab.peer import Peer, PeerRights
from editor.collab.ports import Bus, DocumentId, Log
from editor.collab.protocol import CloseCode
from editor.collab.trail import Trail
from editor.collab.turns import Turns


class RightsSource(Protocol):
    """Where the rights of peers are read."""

    async def read(self, document: DocumentId, peers: Sequence[Peer]) -> Mapping[Peer, PeerRights | CloseCode]:
        """What each peer may do now, or why its connection must end. Raises LogUnavailable."""


@dataclass(frozen=True, slots=True)
class RoomLimits:
    """Bounds of one room, in bytes, seconds and counts."""

    update: Limits = field(default_factory=Limits)
    upload: Limits = field(default_factory=Limits)
    max_peers: int = 2_000
    max_presence_bytes: int = 65_536
    presence_seconds: float = 0.05
    max_waiting_bytes: int = 16_777_216
    max_held_bytes: int = 4_194_304
    max_held_frames: int = 256
    max_unknown_clients: int = 10_000
    max_append_bytes: int = 4_194_304
    max_append_entries: int = 1_000
    max_announced_bytes: int = 65_536
    hold_seconds: float = 10.0
    give_up_seconds: float = 30.0


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`survives(state, update)` tries a large update where it can do no harm, one after the other; `trial_turns` says
    whose is next, so that nobody fills that queue. `now` is a clock in seconds that never goes back.
    `on_appended(document)` hears of every batch that this replica has committed. `counts` is added to;
    `trail_of(document)` is asked once for each room, and None for all but what an operator follows.
    """

    replica: str
    log: Log
    bus: Bus
    rights: RightsSource
    limits: RoomLimits
    now: Callable[[], float]
    survives: Callable[[bytes, bytes], Awaitable[bool]]
    on_appended: Callable[[DocumentId], None]
    counts: Counts = field(default_factory=Counts)
    trial_turns: Turns = field(default_factory=Turns)
    trail_of: Callable[[DocumentId], Trail | None] = lambda _document: None
