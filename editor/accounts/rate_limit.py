"""How often one person may do what could be abused. Counted in the database, for all replicas together."""

from uuid import UUID

from django.db import connection

_TAKE = """
INSERT INTO rate_counts AS counted (user_id, what, period, taken)
VALUES (%(user_id)s, %(what)s, floor(extract(epoch FROM clock_timestamp()) / %(seconds)s), 1)
ON CONFLICT (user_id, what) DO UPDATE
SET period = excluded.period, taken = CASE WHEN counted.period = excluded.period THEN counted.taken + 1 ELSE 1 END
WHERE counted.period <> excluded.period OR counted.taken < %(most)s
RETURNING taken
"""


def may_go_on(what: str, user_id: UUID, most: int, seconds: int) -> bool:
    """Takes one of `most` places in this window of so many seconds; False once all are taken."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"user_id": user_id, "what": what, "most": most, "seconds": seconds})
        return cursor.fetchone() is not None
