"""Who wrote a name, as the log knows it."""

import re
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import connection

from editor.accounts.models import User, Visitor

_LATEST = 1_000  # entries, in which a new name's author is looked for
_LATEST_BYTES = 16 * 1024 * 1024
_AT_ONCE = 50

# The latest entries, as far as they have so many bytes together.
_WROTE = """
SELECT author, payload FROM (
    SELECT number, author, payload, sum(octet_length(payload)) OVER (ORDER BY number DESC) AS bytes
    FROM (
        SELECT number, author, payload, created_at FROM editor_logentry
        WHERE document_id = %s ORDER BY number DESC LIMIT %s
    ) latest
    WHERE created_at > %s
) counted
WHERE bytes <= %s ORDER BY number DESC
"""
_UUID = re.compile(rb"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def authors_of(document_id: UUID, user_ids: Collection[UUID], since: datetime) -> dict[UUID, UUID]:
    """Who wrote which of the mentions since then: several people may have edited since the text was read before,
    and the last of them may even be the one who is mentioned. An update has the id as it is written in the text.
    """
    wanted, found = {str(user_id).encode(): user_id for user_id in user_ids}, dict[UUID, UUID]()
    with connection.cursor() as cursor:
        cursor.execute(_WROTE, [document_id, _LATEST, since, _LATEST_BYTES])
        while wanted and (rows := cursor.fetchmany(_AT_ONCE)):
            for author, payload in rows:
                for name in wanted.keys() & set(_UUID.findall(payload)):
                    found[wanted.pop(name)] = author
    return found


def find_actor(author: UUID | None) -> User | Visitor | None:
    if author is None:
        return None
    return User.objects.filter(pk=author).first() or Visitor.objects.filter(pk=author).first()
