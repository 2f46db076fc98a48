"""What a room does with the log, reduced to its bones: one edit after the other, each with a token of its own.

Also a program: `python -m tests.realtime.writers CONNINFO JOURNAL DOCUMENT…` writes to all the documents until it is
told to stop, and puts each token into the journal after it has been acknowledged.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from uuid import UUID, uuid4

from editor.collab.ports import Appended, Behind, DocumentId, Log, LogUnavailable, OutcomeUnknown, StaleAccess
from editor.realtime.postgres_log import PostgresLog
from tests.collab.log_contract import entry

PAUSE_SECONDS = 0.05


class Writer:
    def __init__(self, log: Log, document: DocumentId, acknowledge: Callable[[bytes], None]) -> None:
        self.acknowledged = 0
        self._log = log
        self._document = document
        self._acknowledge = acknowledge
        self._author = uuid4()
        self._generation: UUID | None = None
        self._version = 0
        self._head = 0
        self._client: int | None = None  # claimed by the first edit

    async def write_until(self, stopping: asyncio.Event) -> None:
        while not stopping.is_set():
            await self._write(f"{self._document} {uuid4()}".encode(), stopping)

    async def _write(self, token: bytes, stopping: asyncio.Event) -> None:
        """Tries until the token is committed, once."""
        expected_head: int | None = None
        while not stopping.is_set():
            try:
                if self._generation is None or expected_head is not None:
                    if await self._find(token):
                        break
                    expected_head = None if expected_head is None else self._head
                if await self._append(token, expected_head):
                    break
            except OutcomeUnknown:
                expected_head = self._head
            except LogUnavailable:
                await asyncio.sleep(PAUSE_SECONDS)
        else:
            return
        self.acknowledged += 1
        self._acknowledge(token)

    async def _append(self, token: bytes, expected_head: int | None) -> bool:
        assert self._generation is not None
        client = self._client or uuid4().int >> 75
        clients = frozenset[int]() if self._client else frozenset({client})
        edit = entry(token, self._author, clients=clients, version=self._version)
        outcome = await self._log.append(self._document, self._generation, [edit], expected_head=expected_head)
        if isinstance(outcome, StaleAccess):
            self._version = outcome.access_version
            return False
        if isinstance(outcome, Behind):
            return False
        assert isinstance(outcome, Appended), outcome
        self._client = client
        self._head = outcome.first
        return True

    async def _find(self, token: bytes) -> bool:
        """Reads what the log has since the last number that this writer knows of."""
        head = (await self._log.heads([self._document]))[self._document]
        self._generation, self._version = head.generation, head.access_version
        found = False
        while rows := await self._log.read(self._document, self._head):
            self._head = rows[-1].number
            found = found or any(row.payload == token for row in rows)
        return found


async def _main(conninfo: str, journal: Path, documents: list[UUID]) -> None:
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    log = PostgresLog(conninfo, 4)
    await log.open()
    file = os.open(journal, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    try:
        writers = [Writer(log, document, lambda token: _write_line(file, token)) for document in documents]
        await asyncio.gather(*(writer.write_until(stopping) for writer in writers))
    finally:
        os.close(file)
        await log.close()


def _write_line(file: int, token: bytes) -> None:
    os.write(file, token + b"\n")


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1], Path(sys.argv[2]), [UUID(word) for word in sys.argv[3:]]))
