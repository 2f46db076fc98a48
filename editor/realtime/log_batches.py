"""Group commit: the appends of all rooms of a process that wait at the same time take one statement and one commit."""

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import psycopg
import structlog

from editor.collab.counts import Spread
from editor.collab.ports import LogUnavailable, OutcomeUnknown
from editor.realtime import log_statements
from editor.realtime.log_connections import LogConnections, is_at_rest
from editor.realtime.log_statements import Append

logger = structlog.get_logger(__name__)

MAX_BATCH_ROWS = 1_000
MAX_BATCH_BYTES = 1_048_576
# At least so much time between two statements, and at most; in between twice as long as the last one took, which tells
# how busy the database is, and this process, too: it comes to hear of the answer.
TICK_SECONDS = 0.006
LONGEST_TICK_SECONDS = 0.05
SLACK_SECONDS = 0.016  # so far a statement may be ahead of its tick: a few that come together after a pause don't wait
DEADLINE_SECONDS = 8  # longer than any time limit of the server's, for when it doesn't answer at all


@dataclass(slots=True)
class _Waiting:
    append: Append
    rows: int
    size: int
    answer: asyncio.Future[int | None]


class Batches:
    """Takes appends that claim no client ids, and writes whatever waits: at once when there was little to do, and else
    every few milliseconds, so that more share a commit and all that follows from it.

    What waits is bounded by its callers: one append per document, each within the room's own bound.
    """

    def __init__(self, connections: LogConnections, hasty: LogConnections) -> None:
        """`hasty`: those whose statements wait only a moment for a lock."""
        self.documents = Spread((1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000))
        self._connections = connections
        self._hasty = hasty
        self._waiting: deque[_Waiting] = deque()
        self._turns: list[asyncio.Future[None]] = []
        self._asked = asyncio.Event()
        self._tick = -float("inf")
        self._is_writing = False
        self._closing = False
        self._writer: asyncio.Task[None] | None = None

    def open(self) -> None:
        self._writer = asyncio.create_task(self._write_forever(), name="log writer")

    async def close(self) -> None:
        """Writes what waits, then ends; whatever is still not answered by the deadline fails."""
        self._closing = True
        self._asked.set()
        if self._writer is not None:
            await asyncio.wait([self._writer], timeout=DEADLINE_SECONDS)
            self._writer.cancel()
            await asyncio.wait([self._writer])
        for waiting in self._waiting:
            _fail(waiting, LogUnavailable("the log was closed"))
        self._waiting.clear()
        self._give_turns()

    async def turn(self) -> None:
        """Returns when the next statement is about to be written: what is appended then goes with it."""
        loop = asyncio.get_running_loop()
        if self._closing or (self._tick <= loop.time() and not self._is_writing):
            return
        turn = loop.create_future()
        self._turns.append(turn)
        self._asked.set()
        await turn

    async def append(self, append: Append) -> int | None:
        """The first number; None if nothing was done, because the document was not free, not as expected, or broken.

        Raises LogUnavailable or OutcomeUnknown. A caller that is cancelled leaves its append to its fate.
        """
        if self._closing or self._writer is None:
            raise LogUnavailable("the log is closed")
        answer: asyncio.Future[int | None] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(append, len(append.entries), append.size, answer))
        self._asked.set()
        return await answer

    async def _write_forever(self) -> None:
        now = asyncio.get_running_loop().time
        while self._waiting or not self._closing:
            await self._asked.wait()
            self._is_writing = True
            if self._tick > now():
                await asyncio.sleep(self._tick - now())
            began = now()
            if self._give_turns():
                await asyncio.sleep(0)  # now they append
            batch = self._take()
            if batch:
                await self._write(batch)
            until_next = min(max(TICK_SECONDS, 2 * (now() - began)), LONGEST_TICK_SECONDS)
            self._tick = max(self._tick, began - SLACK_SECONDS) + until_next
            self._is_writing = False
            if not (self._waiting or self._turns or self._closing):
                self._asked.clear()

    def _give_turns(self) -> bool:
        """Whether anybody has waited for one."""
        turns, self._turns = self._turns, []
        for turn in turns:
            if not turn.done():
                turn.set_result(None)
        return bool(turns)

    def _take(self) -> list[_Waiting]:
        """The longest-waiting appends that fit, each document once; what nobody waits for any more is dropped."""
        batch: list[_Waiting] = []
        documents: set[object] = set()
        left: list[_Waiting] = []
        rows = size = 0
        while self._waiting:
            waiting = self._waiting.popleft()
            if waiting.answer.done():
                continue
            if waiting.append.document in documents:
                left.append(waiting)
                continue
            if batch and (rows + waiting.rows > MAX_BATCH_ROWS or size + waiting.size > MAX_BATCH_BYTES):
                left.append(waiting)
                break
            batch.append(waiting)
            documents.add(waiting.append.document)
            rows += waiting.rows
            size += waiting.size
        self._waiting.extendleft(reversed(left))
        # A statement that always locks in id order.
        return sorted(batch, key=lambda waiting: waiting.append.document)

    async def _write(self, batch: Sequence[_Waiting]) -> None:
        try:
            firsts = await self._append([waiting.append for waiting in batch])
        except LogUnavailable as error:
            for waiting in batch:
                _fail(waiting, error)
        except BaseException as error:
            for waiting in batch:
                _fail(waiting, OutcomeUnknown("the writer was interrupted"))
            if not isinstance(error, Exception):
                raise
            logger.exception("log_writer_failed", documents=len(batch))
        else:
            self.documents.add(len(batch))
            for waiting, first in zip(batch, firsts, strict=True):
                if not waiting.answer.done():
                    waiting.answer.set_result(first)

    async def _append(self, appends: Sequence[Append]) -> list[int | None]:
        """Waits a moment for documents that are locked, and then leaves them out, so that they hold up no others."""
        try:
            return await self._execute(self._hasty, appends, wait=True)
        except psycopg.errors.LockNotAvailable:
            return await self._execute(self._connections, appends, wait=False)

    async def _execute(self, connections: LogConnections, appends: Sequence[Append], *, wait: bool) -> list[int | None]:
        async with connections.reserved() as connection:
            try:
                async with asyncio.timeout(DEADLINE_SECONDS):
                    return await log_statements.append(connection, appends, wait=wait)
            except TimeoutError as error:
                raise OutcomeUnknown("the database doesn't answer") from error
            except psycopg.Error as error:
                if not is_at_rest(connection):
                    raise OutcomeUnknown("the connection broke during an append") from error
                if wait and isinstance(error, psycopg.errors.LockNotAvailable):
                    raise
                # The server turned the statement back and serves on: one document's fault, or a lock. Each alone, then.
                logger.warning("log_batch_refused", documents=len(appends), error=str(error))
                return [None] * len(appends)


def _fail(waiting: _Waiting, error: LogUnavailable) -> None:
    if not waiting.answer.done():
        waiting.answer.set_exception(type(error)(*error.args))
