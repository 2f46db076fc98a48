"""The SQL of `look_ups`: whom claims stand for, and what they may do, in one statement.

One statement sees one moment. So a right, its version and the session or token by which somebody has it belong
together: whoever ends the session afterwards raises the version, and the log turns back what was checked before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils.crypto import constant_time_compare

from editor.accounts.models import User, Visitor
from editor.documents.access import BEST_RIGHT, Reader, Rights, read_right
from editor.realtime.log_connections import Connection
from editor.realtime.principals import Claim

# By the clock of the database, as the log judges it: otherwise one right would end twice.
SESSIONS = """
SELECT session_key, session_data FROM django_session
WHERE session_key = ANY(%b::text[]) AND expire_date > statement_timestamp()
"""
LOOK_UP = f"""
WITH claimed AS (
    SELECT * FROM unnest(%b::uuid[], %b::text[], %b::text[], %b::uuid[])
        WITH ORDINALITY AS c(document_id, kind, key, reader_id, place)
), asked AS (
    SELECT c.place, c.document_id, false AS trashed, u.id AS holder_id, u.email, u.name, u.password, u.renewal,
        s.session_data, s.expire_date AS ends, false AS unseen
    FROM claimed c JOIN django_session s ON s.session_key = c.key JOIN editor_user u ON u.id = c.reader_id
    WHERE c.kind = 'session' AND s.expire_date > statement_timestamp() AND u.is_active
    UNION ALL
    SELECT c.place, c.document_id, false, u.id, u.email, u.name, '', '', '', t.expires_at, false
    FROM claimed c JOIN editor_token t ON t.digest = c.key JOIN editor_user u ON u.id = t.user_id
    WHERE c.kind = 'token' AND u.is_active AND (t.expires_at IS NULL OR t.expires_at > statement_timestamp())
    UNION ALL
    SELECT c.place, c.document_id, false, v.id, coalesce(u.email, ''), coalesce(u.name, ''), '', '', '', NULL,
        v.seen_at IS NULL OR v.seen_at < statement_timestamp() - interval '1 day'
    FROM claimed c JOIN editor_visitor v ON v.id = c.reader_id LEFT JOIN editor_user u ON u.id = v.user_id
    WHERE c.kind = 'visitor'
)
SELECT asked.place, asked.holder_id, asked.email, asked.name, asked.password, asked.renewal, asked.session_data,
    asked.ends, asked.unseen, best.*
FROM asked LEFT JOIN LATERAL ({BEST_RIGHT}) best ON true
"""  # noqa: S608 - the gate's own text
# As `accounts.visitors` notes it for pages.
SEEN = "UPDATE editor_visitor SET seen_at = statement_timestamp() WHERE id = ANY(%b::uuid[])"

_store = SessionStore()


@dataclass(frozen=True, slots=True)
class Standing:
    """A claim that is good: whose it is, until when (None: until it is taken back), and their right in the document."""

    reader: Reader
    ends: datetime | None
    rights: Rights | None


async def look_up(connection: Connection, asked: Sequence[tuple[UUID | None, Claim]]) -> list[Standing | None]:
    """For each document and claim what the claim is worth there; None: nothing."""
    claims = [claim for _, claim in asked]
    sessions = await _read_sessions(connection, claims)
    readers = [claim.reader or _owner(sessions.get(claim.key)) for claim in claims]
    columns = [document for document, _ in asked], [one.kind for one in claims], [one.key for one in claims], readers
    cursor = connection.cursor(binary=True)
    await cursor.execute(LOOK_UP, columns)
    rows = {row[0] - 1: _Row(*row[1:]) for row in await cursor.fetchall()}
    unseen = {row.holder for row in rows.values() if row.is_unseen}
    if unseen:
        await connection.execute(SEEN, [list(unseen)])
    return [_standing(claim, rows[place]) if place in rows else None for place, claim in enumerate(claims)]


class _Row(NamedTuple):
    """What the statement says of a claim; without a right in the document, `role` and what follows is None.

    A visitor who never signed in has no `email`.
    """

    holder: UUID
    email: str
    name: str
    password: str
    renewal: str
    session_data: str
    ends: datetime | None
    is_unseen: bool
    role: int | None
    access_version: int
    generation: UUID
    is_locked: bool
    valid_until: datetime | None


async def _read_sessions(connection: Connection, claims: Sequence[Claim]) -> dict[str, str]:
    """The data of the sessions whose users aren't known yet. Only what the second statement says of them counts."""
    keys = [claim.key for claim in claims if claim.kind == "session" and claim.reader is None]
    if not keys:
        return {}
    cursor = connection.cursor(binary=True)
    await cursor.execute(SESSIONS, [keys])
    return dict(await cursor.fetchall())


def _standing(claim: Claim, row: _Row) -> Standing | None:
    if claim.reader not in {None, row.holder}:
        return None
    if claim.kind == "session" and not _is_of(row):
        return None
    rights = None if row.role is None else read_right(row.role, *row[9:])
    return Standing(_reader(claim, row), row.ends, rights)


def _reader(claim: Claim, row: _Row) -> Reader:
    if claim.kind != "visitor":
        return User(pk=row.holder, email=row.email, name=row.name)
    user = User(email=row.email, name=row.name) if row.email else None
    return Visitor(pk=row.holder, user=user)


def _is_of(row: _Row) -> bool:
    """Whether the session is the user's, and of no earlier password."""
    content = _decode(row.session_data)
    current = User(password=row.password, renewal=row.renewal).get_session_auth_hash()
    is_current = constant_time_compare(content.get(HASH_SESSION_KEY, ""), current)
    return is_current and content.get(SESSION_KEY) == str(row.holder)


def _owner(session_data: str | None) -> UUID | None:
    try:
        return UUID(_decode(session_data)[SESSION_KEY])
    except (KeyError, ValueError):
        return None


def _decode(session_data: str | None) -> dict[str, Any]:
    """Empty where it isn't signed by us."""
    return {} if session_data is None else _store.decode(session_data)
