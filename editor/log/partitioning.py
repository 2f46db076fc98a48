"""Cutting the log's table into partitions while people write, without copying it.

Documents' ids sort by when they were made (UUID version 7). So the table as it is becomes the partition of all
documents made before a moment, and those made later go to new partitions by hash. Nothing is moved; the one lock that
writers notice lasts for milliseconds.
"""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils import timezone

LOCK_TIMEOUT = "2s"
_BEFORE = "editor_logentry_before"
_FENCE = f"ALTER TABLE editor_logentry ADD CONSTRAINT {_BEFORE} CHECK (document_id < '{{boundary}}') NOT VALID"
_VALIDATE = f"ALTER TABLE editor_logentry VALIDATE CONSTRAINT {_BEFORE}"
_UNFENCE = f"ALTER TABLE editor_logentry DROP CONSTRAINT IF EXISTS {_BEFORE}"
_EXCHANGE = f"""
ALTER TABLE editor_logentry RENAME TO editor_logentry_first;
ALTER INDEX editor_logentry_pkey RENAME TO editor_logentry_first_pkey;
CREATE TABLE editor_logentry (LIKE editor_logentry_first INCLUDING DEFAULTS) PARTITION BY RANGE (document_id);
ALTER TABLE editor_logentry ADD PRIMARY KEY (document_id, number);
ALTER TABLE editor_logentry ADD CONSTRAINT editor_logentry_log_head FOREIGN KEY (document_id)
    REFERENCES editor_loghead (document_id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE editor_logentry ATTACH PARTITION editor_logentry_first FOR VALUES FROM (MINVALUE) TO ('{{boundary}}');
ALTER TABLE editor_logentry_first DROP CONSTRAINT {_BEFORE};
CREATE TABLE editor_logentry_later PARTITION OF editor_logentry FOR VALUES FROM ('{{boundary}}') TO (MAXVALUE)
    PARTITION BY HASH (document_id);
"""
_PART = """
CREATE TABLE editor_logentry_later_{part} PARTITION OF editor_logentry_later
    FOR VALUES WITH (MODULUS {parts}, REMAINDER {part});
CREATE TRIGGER never_changes BEFORE UPDATE ON editor_logentry_later_{part}
    FOR EACH STATEMENT EXECUTE FUNCTION editor_refuse_change();
"""
_GUARD = """CREATE TRIGGER editor_logentry_never_changes BEFORE UPDATE ON editor_logentry
    FOR EACH STATEMENT EXECUTE FUNCTION editor_refuse_change()"""


class AlreadyPartitioned(Exception):
    pass


def first_id_of(moment: datetime) -> UUID:
    """No document made at the moment or later has a smaller id."""
    return UUID(int=(int(moment.timestamp() * 1_000) << 80) | (7 << 76) | (2 << 62))


def partition_log(parts: int, boundary: UUID) -> Iterator[str]:
    """Says each step. The boundary must still be ahead when the table has been read. If it fails, nothing changed."""
    if _is_partitioned():
        raise AlreadyPartitioned
    _execute(_UNFENCE)
    _execute(_FENCE.format(boundary=boundary))
    try:
        yield "Reading the table once, while people write."
        with transaction.atomic(), connection.cursor() as cursor:
            left = max(1, int((_moment_of(boundary) - timezone.now()).total_seconds() * 1_000))
            cursor.execute(f"SET LOCAL statement_timeout = {left}")
            cursor.execute(_VALIDATE)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
            cursor.execute("LOCK TABLE editor_loghead, editor_logentry IN ACCESS EXCLUSIVE MODE")
            cursor.execute(_EXCHANGE.format(boundary=boundary))
            for part in range(parts):
                cursor.execute(_PART.format(part=part, parts=parts))
            cursor.execute(_GUARD)
    except BaseException:
        _execute(_UNFENCE)
        raise
    yield f"Documents made from {_moment_of(boundary):%Y-%m-%d %H:%M} UTC on have their log in {parts} tables."


def _execute(statement: str) -> None:
    """Waits for a lock no longer than writers can wait behind it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
        cursor.execute(statement)


def _is_partitioned() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relkind = 'p' FROM pg_class WHERE oid = 'editor_logentry'::regclass")
        row = cursor.fetchone()
    return bool(row and row[0])


def _moment_of(boundary: UUID) -> datetime:
    return datetime.fromtimestamp((boundary.int >> 80) / 1_000, tz=timezone.get_default_timezone())
