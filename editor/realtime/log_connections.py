"""The log's own connections to Postgres, beside Django's pool.

Not a psycopg_pool: that one retries a refused connection behind the scenes with a back-off of its own, while its caller
waits for a timeout. The log has to know at once, and for certain, that nothing was sent.
"""

import asyncio
import select
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import psycopg
from django.db import connections
from psycopg import pq
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from editor.collab.ports import LogUnavailable
from editor.realtime import log_arrays

Connection = psycopg.AsyncConnection[tuple[Any, ...]]

WAIT_SECONDS = 5  # for a free connection
SESSION = {
    "synchronous_commit": "on",
    "default_transaction_isolation": "read\\ committed",
    "statement_timeout": "5s",
    "lock_timeout": "2s",
    "idle_in_transaction_session_timeout": "10s",
    # Planning for the values again at each execution doubles the time of an append and finds nothing better.
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
}
# A host that vanishes without a word is noticed within about ten seconds.
NETWORK = {"keepalives_idle": 5, "keepalives_interval": 2, "keepalives_count": 3, "tcp_user_timeout": 10_000}


def log_conninfo() -> str:
    """Where Django's default database is, a test database too, with the session settings that the log relies on."""
    given = connections["default"].get_connection_params()
    ours = {"application_name": "scriptorium log", "connect_timeout": 5, **NETWORK}
    words = [given.pop("options", ""), *(f"-c {name}={value}" for name, value in SESSION.items())]
    for name in ("context", "cursor_factory", "prepare_threshold"):
        given.pop(name, None)
    return make_conninfo(**{**ours, **given, "options": " ".join(words).strip()})


def with_patience(conninfo: str, milliseconds: int) -> str:
    """The same, but a statement waits only so long for a lock."""
    options = conninfo_to_dict(conninfo).get("options", "")
    return make_conninfo(conninfo, options=f"{options} -c lock_timeout={milliseconds}ms".strip())


class LogConnections:
    """Opens connections when they are needed and keeps them; at most `size` besides those of `reserved` callers."""

    def __init__(self, conninfo: str, size: int) -> None:
        self._conninfo = conninfo
        self._idle: list[Connection] = []
        self._free = asyncio.Semaphore(size)
        # Appends that wait for a row's lock never take the last connection from the readers.
        self._free_for_appends = asyncio.Semaphore(max(1, size - 1))
        self._closed = False

    @asynccontextmanager
    async def reserved(self) -> AsyncIterator[Connection]:
        """A connection that isn't counted, for a caller that has only one at a time. Raises LogUnavailable."""
        connection = self._take_idle() or await self._connect()
        try:
            yield connection
        finally:
            if self._closed or not _has_answered(connection):
                await connection.close()
            else:
                self._idle.append(connection)

    @asynccontextmanager
    async def for_reading(self) -> AsyncIterator[Connection]:
        """Raises LogUnavailable when none comes free or can be made."""
        async with AsyncExitStack() as stack:
            await _enter(stack, self._free)
            yield await stack.enter_async_context(self.reserved())

    @asynccontextmanager
    async def for_append(self) -> AsyncIterator[Connection]:
        """Raises LogUnavailable when none comes free or can be made."""
        async with AsyncExitStack() as stack:
            await _enter(stack, self._free_for_appends)
            yield await stack.enter_async_context(self.for_reading())

    async def close(self) -> None:
        self._closed = True
        while self._idle:
            await self._idle.pop().close()

    def _take_idle(self) -> Connection | None:
        while self._idle:
            connection = self._idle.pop()
            if is_at_rest(connection):
                return connection
            # It has ended while nobody used it; closing it waits for nothing.
            connection.pgconn.finish()
        return None

    async def _connect(self) -> Connection:
        if self._closed:
            raise LogUnavailable("the log is closed")
        try:
            connection = await psycopg.AsyncConnection.connect(self._conninfo, autocommit=True, prepare_threshold=0)
        except psycopg.Error as error:
            raise LogUnavailable("the database can't be reached") from error
        log_arrays.register(connection)
        return connection


def is_at_rest(connection: Connection) -> bool:
    """Whether it has answered all that was sent and, as far as this host knows, still stands.

    A server that goes away says so, or its host does: then there is something to read where nothing should come.
    """
    if not _has_answered(connection):
        return False
    poll = select.poll()
    poll.register(connection.pgconn.socket, select.POLLIN)
    return not poll.poll(0)


def _has_answered(connection: Connection) -> bool:
    return not connection.closed and connection.pgconn.transaction_status == pq.TransactionStatus.IDLE


async def _enter(stack: AsyncExitStack, semaphore: asyncio.Semaphore) -> None:
    try:
        async with asyncio.timeout(WAIT_SECONDS):
            await stack.enter_async_context(semaphore)
    except TimeoutError:
        raise LogUnavailable("every connection of the log is busy") from None
