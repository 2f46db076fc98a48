"""Asks the database who somebody is and what they may do: for all who wait at the same moment in one statement.

After the death of a replica hundreds knock at once. Each statement takes whatever has come while the one before was on
its way, so that nobody waits for a crowd to gather.
"""

import asyncio
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from uuid import UUID

import psycopg

from editor.collab.peer import Peer, PeerRights
from editor.collab.ports import DocumentId, LogUnavailable
from editor.collab.protocol import CloseCode
from editor.realtime.log_connections import LogConnections
from editor.realtime.look_up_statements import Standing, look_up
from editor.realtime.principals import Claim, Principal, claim_again

DEADLINE_SECONDS = 8  # longer than any time limit of the server's, for when it doesn't answer at all
_AT_ONCE = 100  # claims in one statement: a few milliseconds of the event loop's

_Asked = Sequence[tuple[UUID | None, Claim]]
_Waiting = tuple[_Asked, asyncio.Future[list[Standing | None]]]


@dataclass(frozen=True, slots=True)
class Entrance:
    """Somebody who is known to us, with what they may do in the document that was asked about."""

    principal: Principal
    rights: PeerRights | CloseCode
    generation: UUID | None


class LookUps:
    """Those of one process, on one event loop, over a connection of their own. Fulfils the port `RightsSource`."""

    def __init__(self, conninfo: str) -> None:
        """`conninfo`: see `log_conninfo`."""
        self._connections = LogConnections(conninfo, 1)
        self._waiting: deque[_Waiting] = deque()
        self._work: asyncio.Task[None] | None = None

    async def close(self) -> None:
        """What waits fails with LogUnavailable."""
        if self._work is not None:
            self._work.cancel()
            await asyncio.wait([self._work])
        await self._connections.close()

    async def find(self, claims: Sequence[Claim], document: DocumentId | None = None) -> Entrance | None:
        """Whom the first claim that is good stands for; None: nobody. Raises LogUnavailable."""
        standings = await self._ask([(document, claim) for claim in claims])
        for claim, standing in zip(claims, standings, strict=True):
            if standing is not None:
                principal = Principal(standing.reader, claim.key, claim.kind)
                generation = None if standing.rights is None else standing.rights.generation
                return Entrance(principal, _answer(standing), generation)
        return None

    async def read(self, document: DocumentId, peers: Sequence[Peer]) -> Mapping[Peer, PeerRights | CloseCode]:
        principals = {peer: peer.principal for peer in peers if isinstance(peer.principal, Principal)}
        standings = await self._look_up(document, set(principals.values()))
        return {peer: _answer(standings[principal]) for peer, principal in principals.items()}

    async def who_is_signed_in(self, principals: Iterable[Principal]) -> set[Principal]:
        """Those whose session or token is still good. Raises LogUnavailable."""
        standings = await self._look_up(None, principals)
        return {one for one, standing in standings.items() if standing is not None and one.kind != "visitor"}

    async def _look_up(
        self, document: DocumentId | None, principals: Iterable[Principal]
    ) -> dict[Principal, Standing | None]:
        everybody = list(principals)
        standings = await self._ask([(document, claim_again(principal)) for principal in everybody])
        return dict(zip(everybody, standings, strict=True))

    async def _ask(self, asked: _Asked) -> list[Standing | None]:
        standings: list[Standing | None] = []
        for start in range(0, len(asked), _AT_ONCE):
            some = asked[start : start + _AT_ONCE]
            answer: asyncio.Future[list[Standing | None]] = asyncio.get_running_loop().create_future()
            self._waiting.append((some, answer))
            if self._work is None or self._work.done():
                self._work = asyncio.create_task(self._answer_all(), name="look-ups")
            standings += await answer
        return standings

    async def _answer_all(self) -> None:
        while batch := self._take():
            try:
                standings = iter(await self._read([one for asked, _ in batch for one in asked]))
            except asyncio.CancelledError:
                _fail([*batch, *self._waiting], LogUnavailable("nothing is looked up any more"))
                raise
            except Exception as problem:  # noqa: BLE001 - it is told to who waits, and the next ones ask again
                _fail(batch, problem)
                continue
            for asked, answer in batch:
                standings_of_one = list(islice(standings, len(asked)))
                if not answer.done():
                    answer.set_result(standings_of_one)

    def _take(self) -> list[_Waiting]:
        """Those who have waited longest, as many as fit."""
        batch: list[_Waiting] = []
        room = _AT_ONCE
        while self._waiting and len(self._waiting[0][0]) <= room:
            waiting = self._waiting.popleft()
            if not waiting[1].done():
                batch.append(waiting)
                room -= len(waiting[0])
        return batch

    async def _read(self, asked: _Asked) -> list[Standing | None]:
        async with self._connections.reserved() as connection:
            try:
                async with asyncio.timeout(DEADLINE_SECONDS):
                    return await look_up(connection, asked)
            except (psycopg.Error, TimeoutError) as error:
                raise LogUnavailable("nobody can be looked up") from error


def _answer(standing: Standing | None) -> PeerRights | CloseCode:
    if standing is None:
        return CloseCode.NOT_SIGNED_IN
    granted = standing.rights
    if granted is None:
        return CloseCode.NOT_FOUND
    ends = [end for end in (standing.ends, granted.valid_until) if end is not None]
    return PeerRights(granted.may_write, granted.access_version, min(ends, default=None), int(granted.role))


def _fail(waiting: Iterable[_Waiting], problem: Exception) -> None:
    for _, answer in waiting:
        if not answer.done():
            answer.set_exception(problem)
