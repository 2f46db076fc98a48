"""How much is held back of one author, and of everybody."""

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from editor.collab.judgement import Submission
from editor.collab.ports import Author

if TYPE_CHECKING:
    from editor.collab.surroundings import RoomLimits


class Holding:
    """By author and not by connection: whatever is held is looked at again with each edit that comes, and one person
    may have hundreds of connections.
    """

    def __init__(self, limits: "RoomLimits", held: Iterable[Submission]) -> None:
        self._limits = limits
        self._frames: Counter[Author] = Counter()
        self._bytes: Counter[Author] = Counter()
        self._all_bytes = 0
        for submission in held:
            self._add(submission)

    def take(self, submission: Submission) -> bool:
        """Whether it can be held, too."""
        author, limits = submission.peer.author, self._limits
        is_over = (
            self._frames[author] >= limits.max_held_frames
            or self._bytes[author] + submission.size > limits.max_held_bytes
            or self._all_bytes + submission.size > limits.max_waiting_bytes
        )
        if not is_over:
            self._add(submission)
        return not is_over

    def _add(self, submission: Submission) -> None:
        author = submission.peer.author
        self._frames[author] += 1
        self._bytes[author] += submission.size
        self._all_bytes += submission.size
