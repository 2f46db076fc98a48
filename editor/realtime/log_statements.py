"""The log's SQL, and what it says in terms of the port."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from psycopg.types.numeric import Int8

from editor.collab.ports import (
    Appended,
    Author,
    Behind,
    DocumentId,
    Entry,
    ForeignClients,
    Gone,
    Head,
    Outcome,
    Row,
    StaleAccess,
    Stored,
)
from editor.realtime.log_arrays import Array, byteas, int2s, int8s, timestamps, uuids
from editor.realtime.log_connections import Connection

# Takes every document that is as its append expects it, in id order; the others it leaves out. It waits for head rows
# that are locked, or leaves those out, too. The time is read after the lock, so that it never runs against the numbers.
_APPEND = """
WITH wanted AS (
    SELECT * FROM unnest(%b::uuid[], %b::uuid[], %b::int8[], %b::int8[], %b::timestamptz[], %b::int8[])
        WITH ORDINALITY AS w(document_id, generation, access_version, expected_head, valid_until, count, place)
), locked AS (
    SELECT h.document_id, w.count, w.place
    FROM editor_loghead h JOIN wanted w ON w.document_id = h.document_id
    WHERE h.generation = w.generation
        AND h.access_version = w.access_version
        AND (w.expected_head IS NULL OR h.head = w.expected_head)
        AND (w.valid_until IS NULL OR w.valid_until > clock_timestamp())
    ORDER BY h.document_id
    FOR UPDATE OF h {skip_locked}
), raised AS (
    UPDATE editor_loghead h SET head = h.head + l.count FROM locked l WHERE h.document_id = l.document_id
    RETURNING h.document_id, l.place, h.head - l.count AS base
), written AS (
    INSERT INTO editor_logentry (document_id, number, payload, author, source, schema, created_at)
    SELECT r.document_id, r.base + e.ordinal, e.payload, e.author, e.source, e.schema, clock_timestamp()
    FROM unnest(%b::int8[], %b::int8[], %b::bytea[], %b::uuid[], %b::int2[], %b::int2[])
        AS e(place, ordinal, payload, author, source, schema)
    JOIN raised r ON r.place = e.place
)
SELECT place, base + 1 FROM raised
"""
APPEND = _APPEND.format(skip_locked="")
APPEND_FREE = _APPEND.format(skip_locked="SKIP LOCKED")
LOCK = "SELECT head, access_version, generation FROM editor_loghead WHERE document_id = %b FOR UPDATE"
CLAIM = """
INSERT INTO editor_clientowner (document_id, client, author)
SELECT %b, claimed.client, claimed.author FROM unnest(%b::int8[], %b::uuid[]) AS claimed(client, author)
ON CONFLICT DO NOTHING
"""
OWNERS_OF = "SELECT client, author FROM editor_clientowner WHERE document_id = %b AND client = ANY(%b::int8[])"
OWNERS = "SELECT client, author FROM editor_clientowner WHERE document_id = %b"
HEAD_AND_SNAPSHOT = """
SELECT h.head, h.access_version, h.generation, coalesce(s.number, 0), s.payload
FROM editor_loghead h
LEFT JOIN LATERAL (
    SELECT number, payload FROM editor_snapshot WHERE document_id = h.document_id ORDER BY number DESC LIMIT 1
) s ON true
WHERE h.document_id = %b
"""
ROWS = """
SELECT number, payload, author FROM editor_logentry WHERE document_id = %b AND number > %b ORDER BY number LIMIT %b
"""
HEADS = """
SELECT document_id, head, access_version, generation FROM editor_loghead WHERE document_id = ANY(%b::uuid[])
"""


@dataclass(frozen=True, slots=True)
class Append:
    """One call of `append`."""

    document: DocumentId
    generation: UUID
    entries: Sequence[Entry]
    expected_head: int | None

    @property
    def size(self) -> int:
        return sum(len(entry.payload) for entry in self.entries)

    @property
    def access_version(self) -> int | None:
        """The one that all its entries were checked against; None where they differ, then one of them is stale."""
        versions = {entry.access_version for entry in self.entries}
        return versions.pop() if len(versions) == 1 else None

    @property
    def valid_until(self) -> datetime | None:
        return min((entry.valid_until for entry in self.entries if entry.valid_until is not None), default=None)

    @property
    def claims(self) -> dict[int, Author]:
        """Who would own each new client id. Raises ValueError where two authors claim one."""
        claims: dict[int, Author] = {}
        for entry in self.entries:
            for client in entry.new_clients:
                if claims.setdefault(client, entry.author) != entry.author:
                    raise ValueError(f"client {client} has two authors in one append")
        return claims


async def append(connection: Connection, appends: Sequence[Append], *, wait: bool = True) -> list[int | None]:
    """Appends to each document that is as expected and, unless it is to wait for those that are locked, free. Gives the
    first numbers, None where nothing was done.
    """
    cursor = connection.cursor(binary=True)
    await cursor.execute(APPEND if wait else APPEND_FREE, [*_wanted(appends), *_entries(appends)])
    firsts: dict[int, int] = dict(await cursor.fetchall())
    return [firsts.get(place) for place in range(1, len(appends) + 1)]


async def append_locked(connection: Connection, one: Append) -> Outcome:
    """Appends inside the caller's transaction, which it must end: by COMMIT only when this was Appended."""
    cursor = connection.cursor(binary=True)
    await cursor.execute(LOCK, [one.document])
    row = await cursor.fetchone()
    if row is None or row[2] != one.generation:
        return Gone(row[2] if row else None)
    head, access_version = row[0], row[1]
    if one.access_version != access_version:
        return StaleAccess(access_version)
    if one.expected_head not in {None, head}:
        return Behind(head)
    foreign = await _claim(connection, one.document, one.claims)
    if foreign:
        return ForeignClients(foreign)
    [first] = await append(connection, [one])
    # All else was judged under the lock that we hold: only the time can have run out.
    return StaleAccess(access_version) if first is None else Appended(first, len(one.entries))


async def load(connection: Connection, document: DocumentId) -> Stored | None:
    """Inside a transaction of the caller's whose snapshot doesn't move."""
    cursor = connection.cursor(binary=True)
    await cursor.execute(HEAD_AND_SNAPSHOT, [document])
    row = await cursor.fetchone()
    if row is None:
        return None
    head, access_version, generation, number, snapshot = row
    tail = await read(connection, document, number, head - number)
    await cursor.execute(OWNERS, [document])
    owners: Mapping[int, Author] = dict(await cursor.fetchall())
    return Stored(Head(head, access_version, generation), number, snapshot, tail, owners)


async def read(connection: Connection, document: DocumentId, after: int, limit: int) -> list[Row]:
    cursor = connection.cursor(binary=True)
    await cursor.execute(ROWS, [document, Int8(after), Int8(limit)])
    return [Row(*row) for row in await cursor.fetchall()]


async def heads(connection: Connection, documents: Collection[DocumentId]) -> dict[DocumentId, Head]:
    cursor = connection.cursor(binary=True)
    await cursor.execute(HEADS, [list(documents)])
    return {document: Head(*values) for document, *values in await cursor.fetchall()}


async def _claim(connection: Connection, document: DocumentId, claims: Mapping[int, Author]) -> dict[int, Author]:
    """Makes the claimed ids their authors'; gives the true owners of those that are somebody else's."""
    if not claims:
        return {}
    clients = [Int8(client) for client in claims]
    cursor = connection.cursor(binary=True)
    await cursor.execute(CLAIM, [document, clients, list(claims.values())])
    if cursor.rowcount == len(claims):
        return {}
    # A statement of its own sees what was committed until it begins, and the lock on the head row keeps it so.
    await cursor.execute(OWNERS_OF, [document, clients])
    return {client: owner for client, owner in await cursor.fetchall() if owner != claims[client]}


def _wanted(appends: Sequence[Append]) -> tuple[Array, ...]:
    return (
        uuids(one.document for one in appends),
        uuids(one.generation for one in appends),
        int8s(one.access_version for one in appends),
        int8s(one.expected_head for one in appends),
        timestamps(one.valid_until for one in appends),
        int8s(len(one.entries) for one in appends),
    )


def _entries(appends: Sequence[Append]) -> tuple[Array, ...]:
    entries = [entry for one in appends for entry in one.entries]
    return (
        int8s(place for place, one in enumerate(appends, 1) for _ in one.entries),
        int8s(ordinal for one in appends for ordinal in range(1, len(one.entries) + 1)),
        byteas(entry.payload for entry in entries),
        uuids(entry.author for entry in entries),
        int2s(entry.source for entry in entries),
        int2s(entry.schema for entry in entries),
    )
