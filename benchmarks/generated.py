"""Documents made up for measuring: words as frequent as in a language, half of the documents in one space."""

import random
from collections.abc import Iterator
from itertools import accumulate
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from editor.accounts.models import User

LETTERS = "eeeeaaarriiooottnnsslccuuddppmmhhggbbffyywkvxzjq"
WORDS = 60_000
BATCH = 1_000

_DOCUMENTS = """
INSERT INTO editor_document (id, created_at, created_by_id, title, text, word_count, projected_number, edited_at,
    inherits_from, space_id)
SELECT id, now(), %(owner)s, title, text, 0, 0, now() - random() * interval '300 days',
    CASE WHEN in_space THEN ARRAY[%(space)s]::uuid[] ELSE ARRAY[]::uuid[] END,
    CASE WHEN in_space THEN %(space)s::uuid END
FROM unnest(%(ids)s::uuid[], %(titles)s::text[], %(texts)s::text[], %(in_space)s::bool[])
    AS made (id, title, text, in_space)
"""


class Language:
    """Made-up words; the first is the most frequent, the others in proportion to their place."""

    def __init__(self, seed: int = 1) -> None:
        self._random = random.Random(seed)
        self.words = [self._word() for _ in range(WORDS)]
        self._weights = list(accumulate(1 / (place + 1) for place in range(WORDS)))

    def text(self, shortest: int, longest: int) -> str:
        count = self._random.randint(shortest, longest)
        return " ".join(self._random.choices(self.words, cum_weights=self._weights, k=count))

    def _word(self) -> str:
        return "".join(self._random.choices(LETTERS, k=self._random.randint(2, 10)))


def write_documents(
    language: Language, owner: User, space_id: UUID, count: int, *, longest: int = 700
) -> Iterator[int]:
    """Says after each batch how many there are."""
    for start in range(0, count, BATCH):
        size = min(BATCH, count - start)
        values: dict[str, Any] = {
            "owner": owner.pk,
            "space": space_id,
            "ids": [uuid4() for _ in range(size)],
            "titles": [language.text(1, 6) for _ in range(size)],
            "texts": [language.text(40, longest) for _ in range(size)],
            "in_space": [number % 2 == 0 for number in range(size)],
        }
        with connection.cursor() as cursor:
            cursor.execute(_DOCUMENTS, values)
        yield start + size


def grant(owner: User, member: User, space_id: UUID, guest: User, shared: int) -> None:
    """The owner has each document by a grant of its own, the member the space, the guest a few."""
    with connection.cursor() as cursor:
        own = "INSERT INTO editor_membership (document_id, user_id, role, created_at) SELECT id, %s, 40, now()"
        cursor.execute(f"{own} FROM editor_document", [owner.pk])
        cursor.execute(f"{own} FROM (SELECT id FROM editor_document LIMIT %s) AS few", [guest.pk, shared])
        cursor.execute(
            "INSERT INTO editor_spacemember (space_id, user_id, role, created_at) VALUES (%s, %s, 30, now())",
            [space_id, member.pk],
        )
        for table in ("document", "searchentry", "membership", "spacemember", "space", "user"):
            cursor.execute(f"ANALYZE editor_{table}")
