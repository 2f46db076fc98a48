"""Of each author one thing at a time."""

import asyncio
from weakref import WeakValueDictionary

from editor.collab.ports import Author


class Turns:
    """Whoever wants something again waits for themselves; so in a queue for everybody there is one of each."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[Author, asyncio.Lock] = WeakValueDictionary()

    def of(self, author: Author) -> asyncio.Lock:
        lock = self._locks.get(author)
        if lock is None:
            lock = self._locks[author] = asyncio.Lock()
        return lock
