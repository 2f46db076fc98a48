"""The log in Postgres."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

import psycopg
import structlog

from editor.collab.ports import (
    Appended,
    DocumentId,
    Entry,
    Head,
    LogUnavailable,
    Outcome,
    OutcomeUnknown,
    Row,
    Stored,
)
from editor.realtime import log_statements
from editor.realtime.log_batches import DEADLINE_SECONDS, Batches
from editor.realtime.log_connections import Connection, LogConnections, is_at_rest, log_conninfo, with_patience
from editor.realtime.log_statements import Append

__all__ = ["PostgresLog", "log_conninfo"]

logger = structlog.get_logger(__name__)

# A larger append would make the others of its batch wait for it.
MAX_SHARED_ROWS = 200
MAX_SHARED_BYTES = 262_144
MAX_SUSPECTS = 1_000
# Another replica's append to the same document takes one or two. To wait for it is cheaper than a transaction alone.
PATIENCE_MILLISECONDS = 25


class PostgresLog:
    """The port `Log`, for one event loop.

    An append that claims no client ids shares a statement with whatever waits at the same time (`Batches`). What such
    a statement leaves out, and every append that claims ids or is large, has a transaction of its own, which waits for
    the head row, and finds out why if it can't append.
    """

    def __init__(self, conninfo: str, size: int) -> None:
        """`size`: how many connections at most; see `log_conninfo`."""
        self._connections = LogConnections(conninfo, max(1, size - 1))
        self._hasty = LogConnections(with_patience(conninfo, PATIENCE_MILLISECONDS), 1)
        self._batches = Batches(self._connections, self._hasty)
        self.shared_by = self._batches.documents
        # Documents whose rows the database refused: they would spoil every batch that they are in.
        self._suspects: set[DocumentId] = set()

    async def open(self) -> None:
        """Starts the writer. Connects to nothing yet: a replica starts without its database too."""
        self._batches.open()

    async def close(self) -> None:
        """Finishes what waits, as far as the database answers; what comes later raises LogUnavailable."""
        await self._batches.close()
        await self._hasty.close()
        await self._connections.close()

    async def turn(self) -> None:
        await self._batches.turn()

    async def append(
        self, document: DocumentId, generation: UUID, entries: Sequence[Entry], *, expected_head: int | None = None
    ) -> Outcome:
        if not entries:
            raise ValueError("an append without entries")
        append = Append(document, generation, entries, expected_head)
        if self._may_share(append):
            first = await self._batches.append(append)
            if first is not None:
                return Appended(first, len(entries))
        return await self._append_alone(append)

    async def load(self, document: DocumentId) -> Stored | None:
        async with self._reading() as connection:
            await connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            stored = await log_statements.load(connection, document)
            await connection.execute("COMMIT")
            return stored

    async def read(self, document: DocumentId, after: int, limit: int = 1_000) -> Sequence[Row]:
        async with self._reading() as connection:
            return await log_statements.read(connection, document, after, limit)

    async def heads(self, documents: Collection[DocumentId]) -> Mapping[DocumentId, Head]:
        async with self._reading() as connection:
            return await log_statements.heads(connection, documents)

    def _may_share(self, append: Append) -> bool:
        return (
            not append.claims
            and append.access_version is not None
            and append.document not in self._suspects
            and len(append.entries) <= MAX_SHARED_ROWS
            and append.size <= MAX_SHARED_BYTES
        )

    async def _append_alone(self, append: Append) -> Outcome:
        async with self._connections.for_append() as connection:
            outcome = await self._judge_and_write(connection, append)
            if isinstance(outcome, Appended):
                await _commit(connection)
                self._suspects.discard(append.document)
            else:
                await _roll_back(connection)
        return outcome

    async def _judge_and_write(self, connection: Connection, append: Append) -> Outcome:
        """However this fails, COMMIT has not been sent, so nothing is appended."""
        try:
            async with asyncio.timeout(DEADLINE_SECONDS):
                await connection.execute("BEGIN ISOLATION LEVEL READ COMMITTED")
                return await log_statements.append_locked(connection, append)
        except (psycopg.IntegrityError, psycopg.DataError, psycopg.InternalError) as error:
            self._suspect(append.document)
            logger.exception("log_row_refused", document=str(append.document))
            raise LogUnavailable("the database refuses the rows") from error
        except (psycopg.Error, TimeoutError) as error:
            raise LogUnavailable("the append was turned back") from error

    def _suspect(self, document: DocumentId) -> None:
        if len(self._suspects) >= MAX_SUSPECTS:
            self._suspects.clear()
        self._suspects.add(document)

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[Connection]:
        async with self._connections.for_reading() as connection:
            try:
                async with asyncio.timeout(DEADLINE_SECONDS):
                    yield connection
            except (psycopg.Error, TimeoutError) as error:
                raise LogUnavailable("the log can't be read") from error


async def _commit(connection: Connection) -> None:
    try:
        async with asyncio.timeout(DEADLINE_SECONDS):
            await connection.execute("COMMIT")
    except TimeoutError as error:
        raise OutcomeUnknown("the database doesn't answer") from error
    except psycopg.Error as error:
        if is_at_rest(connection):  # the server turned the commit back and serves on
            raise LogUnavailable("the commit was turned back") from error
        raise OutcomeUnknown("the connection broke during a commit") from error


async def _roll_back(connection: Connection) -> None:
    try:
        async with asyncio.timeout(DEADLINE_SECONDS):
            await connection.execute("ROLLBACK")
    except (psycopg.Error, TimeoutError):
        # Then the connection's end does it; the outcome is known either way.
        await connection.close()
