"""What a room knows of its document: the log's content up to a number, merged."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from pycrdt import Doc, Text, XmlFragment

from editor.collab.knowledge import Knowledge
from editor.collab.limits import Limits
from editor.collab.ports import Author, Row, Stored
from editor.collab.updates import Update, read_state_vector, read_update

_EMPTY_STATE_VECTOR = b"\x00"
_STORED = Limits.stored()
_ANY_NUMBER = 1 << 31
_SHORT = 16_384  # bytes of a snapshot; it is read within three milliseconds


class DocumentBroken(Exception):
    """pycrdt could not take bytes that the log has. The document must be loaded again."""


class DocumentState:
    """A document's log up to `head`: as a pycrdt document, as knowledge of what is in it, and who owns which client id.

    Whoever reads needs the pycrdt document alone, which is made ten times as fast as the knowledge. So of a long
    document the knowledge is there only after `learn`, and nothing may be accepted before.

    Not to be shared between threads: a pycrdt document belongs to the one that made it.
    """

    def __init__(self, stored: Stored) -> None:
        self.generation: UUID = stored.head.generation
        self.head = stored.snapshot_number
        self.snapshot_number = stored.snapshot_number
        self.last_author: Author | None = None
        self.owners: dict[int, Author] = dict(stored.owners)
        self._knowledge: Knowledge | None = None
        self._unlearned: list[bytes] = []
        self._doc: Doc[Text | XmlFragment] = Doc()
        self._doc["title"] = Text()
        self._doc["default"] = XmlFragment()
        self._whole: tuple[int, bytes] | None = None
        self._clocks: tuple[int, dict[int, int]] | None = None
        self._implied_at = -1
        if stored.snapshot is not None:
            self._unlearned.append(stored.snapshot)
            self._apply(stored.snapshot)
            self._whole = (self.head, stored.snapshot)
        if stored.snapshot is None or len(stored.snapshot) <= _SHORT:
            self._take_over(_learned(self._unlearned))
        for row in stored.tail:
            self.advance(row)

    @property
    def knowledge(self) -> Knowledge:
        """What the log has, exactly."""
        if self._knowledge is None:
            raise RuntimeError("not learned yet")
        return self._knowledge

    async def learn(self) -> None:
        """Makes the knowledge, in a thread, which gets nothing but bytes. Raises Refused or ValueError."""
        if self._knowledge is None:
            self._take_over(await asyncio.to_thread(_learned, tuple(self._unlearned)))

    def _take_over(self, learned: tuple[Knowledge, int]) -> None:
        """Adds what has come while it was made."""
        knowledge, count = learned
        for payload in self._unlearned[count:]:
            knowledge.add(read_update(payload, _STORED))
        self._unlearned.clear()
        self._knowledge = knowledge

    def advance(self, row: Row, update: Update | None = None) -> None:
        """Takes the row after `head`; `update` is what stands in it, if that has been read already.

        Raises DocumentBroken, Refused or ValueError.
        """
        if row.number != self.head + 1:
            raise DocumentBroken(f"row {row.number} where {self.head + 1} should be")
        update = update or read_update(row.payload, _STORED)
        self._apply(row.payload)
        if self._knowledge is None:
            self._unlearned.append(row.payload)
        else:
            self._knowledge.add(update)
        for client in update.ranges:
            self.owners.setdefault(client, row.author)
        self.head = row.number
        self.last_author = row.author

    def state_vector(self) -> bytes:
        """Raises DocumentBroken."""
        try:
            return self._doc.get_state()
        except BaseException as error:
            raise _broken(error) from error

    def clocks(self) -> dict[int, int]:
        """How far the log has each client's edits. Raises DocumentBroken."""
        if self._clocks is None or self._clocks[0] != self.head:
            self._clocks = (self.head, read_state_vector(self.state_vector(), _ANY_NUMBER))
        return self._clocks[1]

    def update_since(self, state_vector: bytes) -> bytes:
        """Everything that a copy with this state vector lacks, as one update. Raises DocumentBroken."""
        if state_vector != _EMPTY_STATE_VECTOR:
            return self._read(state_vector)
        if self._whole is None or self._whole[0] != self.head:
            self._whole = (self.head, self._read(state_vector))
        return self._whole[1]

    def whole(self) -> bytes:
        return self.update_since(_EMPTY_STATE_VECTOR)

    def forget(self) -> None:
        """Lets go of the content, at once. A room is full of circles, and the garbage collector comes to them late."""
        self.owners.clear()
        self._knowledge = Knowledge()
        self._unlearned.clear()
        self._doc = Doc()
        self._whole = self._clocks = None

    def learn_implied_deletions(self) -> bool:
        """Adds the deletions that follow from the updates without standing in one; False: they are known already.

        When two set one attribute at once the loser is deleted by every copy for itself, and a step 2 names it.
        """
        if self._implied_at == self.head:
            return False
        self._implied_at = self.head
        deletions = read_update(self._read(self.knowledge.state_vector()), _STORED).deletions
        self.knowledge.add_deletions(deletions)
        return True

    def _read(self, state_vector: bytes) -> bytes:
        try:
            return self._doc.get_update(state_vector)
        except BaseException as error:
            raise _broken(error) from error

    def _apply(self, payload: bytes) -> None:
        try:
            self._doc.apply_update(payload)
        except BaseException as error:
            raise _broken(error) from error


def _learned(payloads: Sequence[bytes]) -> tuple[Knowledge, int]:
    """What is in them, and how many they are."""
    knowledge = Knowledge()
    for payload in payloads:
        knowledge.add(read_update(payload, _STORED))
    return knowledge, len(payloads)


def _broken(error: BaseException) -> BaseException:
    """pycrdt's panics derive from BaseException; what really ends a program is left as it is."""
    if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit):
        return error
    return DocumentBroken(f"{type(error).__name__}: {error}")
