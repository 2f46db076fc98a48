"""Finds documents by their words, among those that somebody may open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from editor.accounts.models import User
from editor.search.limits import MAX_NAMED, MAX_PAGES, PER_PAGE
from editor.search.snippets import Piece, marked, snippet
from editor.search.statement import Filters, Reach, Statement, finding, reading
from editor.search.words import Wanted, segments, wanted


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that was found, as it is shown: `way` is where it is, as far as the reader may see that."""

    id: UUID
    title: str
    icon: str
    is_template: bool
    trashed_at: datetime | None
    edited_at: datetime
    editor: User | None
    way: tuple[str, ...]
    marked_title: list[Piece]
    snippet: list[Piece]


@dataclass(frozen=True, slots=True)
class Found:
    """One page of what was found. How much there is in all isn't counted: that would take as long as it is much."""

    hits: list[Hit]
    page: int = 1
    has_more: bool = False

    @property
    def has_next(self) -> bool:
        return self.has_more and self.page < MAX_PAGES

    @property
    def next(self) -> int:
        return self.page + 1

    @property
    def previous(self) -> int:
        return self.page - 1

    @property
    def is_cut(self) -> bool:
        return self.has_more and self.page >= MAX_PAGES


NOTHING = Found([])
ANY = Filters()


def search(user: User, typed: str, filters: Filters = ANY, page: int = 1, size: int = PER_PAGE) -> Found:
    """The best first. Without words whatever passes the filters, the last edited first. Always two queries."""
    parts = segments(typed)
    folded, reachable = _one(reading(user, filters, [part.text for part in parts]))
    looked_for = wanted(parts, folded)
    if typed.strip() and not looked_for:
        return NOTHING
    is_little = reachable is not None and len(reachable) <= MAX_NAMED
    reach = Reach(among=reachable if is_little else None, is_wide=reachable is None)
    page = min(max(page, 1), MAX_PAGES)
    places = range((page - 1) * size, page * size + 1)
    rows = _all(finding(user, looked_for, filters, reach, places))
    return Found([_hit(row, looked_for) for row in rows[:size]], page, len(rows) > size)


def _hit(row: Sequence[Any], looked_for: Wanted) -> Hit:
    id_, title, icon, is_template, trashed_at, edited_at, *by, space, above, window, is_cut = row
    return Hit(
        id=id_,
        title=title,
        icon=icon,
        is_template=is_template,
        trashed_at=trashed_at,
        edited_at=edited_at,
        editor=None if by[0] is None else User(pk=by[0], name=by[1], email=by[2]),
        way=tuple(step for step in [space, *above] if step),
        marked_title=marked(title, looked_for.words),
        snippet=snippet(window, looked_for.words, goes_on_before=is_cut),
    )


def _one(statement: Statement) -> Sequence[Any]:
    return _all(statement)[0]


def _all(statement: Statement) -> list[Sequence[Any]]:
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.values)
        return list(cursor.fetchall())
