"""What waits to be sent to one peer: bounded in bytes, and the smaller the slower the peer is."""

import asyncio
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pycrdt import merge_updates

from editor.collab.counts import Counts
from editor.collab.protocol import (
    CloseCode,
    PresenceState,
    acknowledged_frame,
    awareness_frame,
    read_awareness,
    update_frame,
    write_awareness,
)

_MERGE_AT_ONCE = 500  # merging is quadratic in the number of updates
_ANY_NUMBER = 1 << 31
# Whoever is closed with one of these gets nothing more, not even what waits.
_AT_ONCE = frozenset({CloseCode.OVERLOADED, CloseCode.NOT_FOUND, CloseCode.NOT_SIGNED_IN})


@dataclass(frozen=True, slots=True)
class Broadcast:
    """An update on its way to many peers: its bytes, and the frame that is built once for all of them."""

    payload: bytes
    frame: bytes


def broadcast(payloads: Sequence[bytes]) -> Broadcast:
    """One broadcast of all the updates, which are in causal order."""
    payload = merged(payloads)
    return Broadcast(payload, update_frame(payload))


def merged(payloads: Sequence[bytes]) -> bytes:
    """One update that says what all of them say."""
    parts = list(payloads)
    while len(parts) > 1:
        parts = [
            merge_updates(*parts[start : start + _MERGE_AT_ONCE]) for start in range(0, len(parts), _MERGE_AT_ONCE)
        ]
    return parts[0]


@dataclass(slots=True)
class Outbox:
    """Frames for one peer, in order. The room fills it and never waits; the connection empties it.

    `on_filled` is called whenever there is something to collect, or the end.

    While the peer is slow, updates that wait one behind the other are merged into one, presence is reduced to the
    newest state of each client, and acknowledgements to the last. Past `max_bytes` the peer is closed as overloaded;
    presence past it is dropped, since every client renews its own.
    Answers to the peer's own questions are not bounded here: the connection reads nothing more until they are sent.
    """

    max_bytes: int
    counts: Counts = field(default_factory=Counts)
    _frames: deque[bytes | Broadcast] = field(default_factory=deque)
    _presence: list[bytes] = field(default_factory=list)
    _acknowledgement: tuple[int, int, int] | None = None
    _bytes: int = 0
    _answers: int = 0
    _answer_bytes: int = 0
    _merge_at: int = 0
    _presence_bytes: int = 0
    _merge_presence_at: int = 0
    _close_code: CloseCode | None = None
    on_filled: Callable[[], None] = lambda: None
    _calm: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self._merge_at = self._merge_presence_at = self.max_bytes // 2
        self._calm.set()

    @property
    def close_code(self) -> CloseCode | None:
        """Set once the connection is to end, after what waits has been sent."""
        return self._close_code

    def put(self, frame: bytes) -> None:
        """A frame that counts towards the bound."""
        if self._close_code is None:
            self._frames.append(frame)
            self._grow(len(frame))

    def answer(self, frame: bytes) -> None:
        """A frame that the peer asked for."""
        if self._close_code is not None:
            return
        self._frames.append(frame)
        self._answers += 1
        self._answer_bytes += len(frame)
        self._calm.clear()
        self.on_filled()

    def update(self, update: Broadcast) -> None:
        if self._close_code is None:
            self._frames.append(update)
            self._grow(len(update.frame))

    def presence(self, update: bytes) -> None:
        if self._close_code is not None:
            return
        self._presence.append(update)
        self._presence_bytes += len(update)
        if len(self._presence) > _MERGE_AT_ONCE or self._presence_bytes > self._merge_presence_at:
            self._merge_presence()
        self.on_filled()

    def acknowledge(self, step_2s: int, updates: int, number: int) -> None:
        self._acknowledgement = (step_2s, updates, number)
        self.on_filled()

    def close(self, code: CloseCode) -> None:
        """Ends the connection after what waits has been sent; nothing is added any more, and the first code stands.

        What waits is discarded where the peer is too slow for it, or may not see it any more.
        """
        if self._close_code is None:
            self._close_code = code
            if code in _AT_ONCE:
                self._frames.clear()
                self._presence.clear()
        self.on_filled()

    def collect(self) -> list[bytes]:
        """Takes all that waits. Nothing, and a `close_code`: the connection is to end."""
        # The acknowledgement first: after a refusal the client looks at nothing more.
        frames = [acknowledged_frame(*self._acknowledgement)] if self._acknowledgement else []
        frames += [item if isinstance(item, bytes) else item.frame for item in _merged_runs(self._frames)]
        if self._presence:
            frames.append(awareness_frame(_newest(self._presence)))
        self._frames.clear()
        self._presence.clear()
        self._acknowledgement = None
        self._bytes = self._answers = self._answer_bytes = self._presence_bytes = 0
        self._merge_at = self._merge_presence_at = self.max_bytes // 2
        return frames

    def sent(self) -> None:
        """The connection has sent what it took."""
        if not self._answers:
            self._calm.set()

    def abandon(self) -> None:
        """The connection has ended; nobody waits for its answers."""
        self._calm.set()

    async def answered(self) -> None:
        """Waits until every answer is sent."""
        await self._calm.wait()

    def _grow(self, size: int) -> None:
        self._bytes += size
        self.on_filled()
        if self._bytes > self._merge_at:
            self.counts.outbox_merges += 1
            self._frames = deque(_merged_runs(self._frames))
            waiting = sum(len(item) if isinstance(item, bytes) else len(item.frame) for item in self._frames)
            self._bytes = waiting - self._answer_bytes
            self._merge_at = max(self.max_bytes // 2, min(self._bytes * 2, self.max_bytes))
        if self._bytes > self.max_bytes:
            self.counts.outbox_overflows += 1
            self.close(CloseCode.OVERLOADED)

    def _merge_presence(self) -> None:
        newest = _newest(self._presence)
        self._presence = [newest] if len(newest) <= self.max_bytes else []
        self._presence_bytes = len(newest) if self._presence else 0
        self._merge_presence_at = max(self.max_bytes // 2, min(self._presence_bytes * 2, self.max_bytes))


def _merged_runs(items: deque[bytes | Broadcast]) -> list[bytes | Broadcast]:
    """The items in order, each run of updates as one update."""
    result: list[bytes | Broadcast] = []
    run: list[Broadcast] = []

    def end_run() -> None:
        if run:
            result.append(run[0] if len(run) == 1 else broadcast([item.payload for item in run]))
            run.clear()

    for item in items:
        if isinstance(item, Broadcast):
            run.append(item)
        else:
            end_run()
            result.append(item)
    end_run()
    return result


def _newest(updates: list[bytes]) -> bytes:
    """One awareness update with the newest state of each client."""
    if len(updates) == 1:
        return updates[0]
    states: dict[int, PresenceState] = {}
    for update in updates:
        for state in read_awareness(update, _ANY_NUMBER):
            states[state.client] = state
    return write_awareness(list(states.values()))
