"""The one statement that finds documents: what may be seen, what is wanted, and how it is ranked.

A document is ranked by where the words are (see `_tiers`), and among equals by when it was edited. Each tier is asked
only where those above it have not filled the page, so a search costs what it shows, and not what there is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from editor.accounts.models import User
from editor.documents.access import granted_nodes
from editor.documents.models import Role
from editor.search.limits import MAX_NAMED, MAX_PICKED
from editor.search.words import Wanted, like


@dataclass(frozen=True, slots=True)
class Filters:
    """What else a document must be. `until` is the first moment that is too late."""

    space_id: UUID | None = None
    author_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    trashed: bool = False
    templates: bool = False
    titles_only: bool = False


@dataclass(slots=True)
class Statement:
    """SQL and what stands for its placeholders, put together bit by bit."""

    sql: str = ""
    values: list[Any] = field(default_factory=list)

    def add(self, part: "str | Statement", *values: Any) -> "Statement":
        self.sql += part if isinstance(part, str) else part.sql
        self.values += values if isinstance(part, str) else part.values
        return self


@dataclass(frozen=True, slots=True)
class Reach:
    """How much somebody may open. `among`: all of it, by name, where it is little. `is_wide`: by very many grants."""

    among: Sequence[UUID] | None = None
    is_wide: bool = False

    @property
    def condition(self) -> str:
        return _ONE_BY_ONE if self.is_wide else _AMONG_NODES


def granted(user: User, *, trashed: bool) -> Statement:
    """From what the user has a right, as the gate has it. In the trash only what one may restore is found."""
    sql, values = granted_nodes(user, Role.OWNER if trashed else Role.VIEWER).query.sql_with_params()
    return Statement(sql, list(values))


def reading(user: User, filters: Filters, texts: Sequence[str]) -> Statement:
    """How the database reads the words of these texts; and, where they are few, the documents that the user reaches."""
    return (
        Statement("WITH nodes AS MATERIALIZED (")
        .add(granted(user, trashed=filters.trashed))
        .add(
            """ LIMIT %s)
SELECT ARRAY(
    SELECT (SELECT coalesce(string_agg(token, ' '), '') FROM ts_parse('default', editor_search_fold(part))
            WHERE tokid <> 12)
    FROM unnest(%s::text[]) WITH ORDINALITY AS typed (part, place) ORDER BY place
), CASE WHEN (SELECT count(*) FROM nodes) <= %s THEN ARRAY(
    SELECT id FROM editor_document
    WHERE id = ANY (ARRAY(SELECT node_id FROM nodes)) OR inherits_from && ARRAY(SELECT node_id FROM nodes) LIMIT %s
) END""",
            MAX_NAMED + 1,
            list(texts),
            MAX_NAMED,
            MAX_NAMED + 1,
        )
    )


def finding(user: User, wanted: Wanted, filters: Filters, reach: Reach, places: range) -> Statement:
    """The found documents at these places, the best at 0."""
    statement = Statement(f"WITH nodes AS {'NOT ' if reach.is_wide else ''}MATERIALIZED (")
    statement.add(granted(user, trashed=filters.trashed)).add(")")
    tiers = _tiers(wanted, titles_only=filters.titles_only)
    for number, condition in enumerate(tiers):
        statement.add(", ").add(_tier(number, condition, filters, reach, places.stop))
    statement.add(f", hits AS (SELECT * FROM ({_union(len(tiers))}) AS found")  # noqa: S608 — numbers
    statement.add(" ORDER BY tier, edited_at DESC, id DESC LIMIT %s OFFSET %s) ", len(places), places.start)
    return statement.add(_SHOWN.format(above=reach.condition.format("above")), list(wanted.words))


# What is rare is picked by its words, and then looked at one by one. What is frequent is met soon by going back from
# the last edit. Which it is the planner can't tell of words that it knows little of: they are counted to MAX_PICKED.
_TIER = """
picked{0} AS MATERIALIZED (
    SELECT s.document_id FROM editor_searchentry s WHERE {missing} > 0 AND {condition} LIMIT {picked} + 1
), tier{0} AS MATERIALIZED (
    SELECT * FROM (
        SELECT * FROM (
            SELECT d.id, {0} AS tier, d.edited_at FROM picked{0} p JOIN editor_document d ON d.id = p.document_id
            WHERE (SELECT count(*) FROM picked{0}) <= {picked} AND {allowed} OFFSET 0
        ) AS rare
        UNION ALL (
            SELECT d.id, {0} AS tier, d.edited_at
            FROM editor_document d JOIN editor_searchentry s ON s.document_id = d.id
            WHERE (SELECT count(*) FROM picked{0}) > {picked} AND {condition} AND {allowed}
            ORDER BY d.edited_at DESC, d.id DESC LIMIT {missing}
        )
    ) AS found ORDER BY edited_at DESC, id DESC LIMIT {missing}
)"""


def _tier(number: int, condition: Statement, filters: Filters, reach: Reach, wanted: int) -> Statement:
    """The best of those that meet the condition, as many as the tiers above have left of what is `wanted`."""
    missing = f"({wanted} - (SELECT count(*) FROM ({_union(number)}) AS above))" if number else f"{wanted}"  # noqa: S608 — numbers
    among = (
        Statement("s.document_id = ANY (%s::uuid[]) AND ", [list(reach.among)])
        if reach.among is not None
        else Statement()
    )
    picking, allowed = among.add(condition), _allowed(filters, reach)
    sql = _TIER.format(number, condition=picking.sql, allowed=allowed.sql, missing=missing, picked=MAX_PICKED)
    return Statement(sql, [*picking.values, *allowed.values, *picking.values, *allowed.values])


def _union(count: int) -> str:
    return " UNION ALL ".join(f"SELECT * FROM tier{number}" for number in range(count))  # noqa: S608 — numbers


def _tiers(wanted: Wanted, *, titles_only: bool) -> list[Statement]:
    """From the best: the title begins with it; has its words; the text has them; the title has it within words; the
    text has. Without words all are equal."""
    if not wanted:
        return [Statement("TRUE")]
    titled = _has("title_words", wanted.title_query, ("title", "title"), wanted)
    texted = _has("words", wanted.text_query, ("spaced", "unspaced"), wanted)
    begins = Statement("s.title LIKE %s", [like(wanted.beginning) + "%"])
    tiers = [_both(titled, begins), _both(titled, _not(begins))]
    if not titles_only:
        tiers.append(_both(texted, _not(titled)))
    if wanted.parts:
        part_of_title = _parts("s.title", wanted.parts)
        tiers.append(_both(part_of_title, _not(titled if titles_only else _either(titled, texted))))
        if not titles_only:
            part_of_text = _parts("s.spaced", wanted.parts)
            tiers.append(_both(part_of_text, _not(_either(_either(titled, texted), part_of_title))))
    return tiers


def _has(words: str, query: str, texts: tuple[str, str], wanted: Wanted) -> Statement:
    spaced, unspaced = texts
    statement = Statement(f"(s.{words} @@ %s::tsquery", [query])
    for run in wanted.runs:
        statement.add(f" AND s.{unspaced} LIKE %s", f"%{like(run)}%")
    for phrase in wanted.phrases:
        statement.add(f" AND s.{spaced} ~ %s", phrase)
    return statement.add(")")


def _parts(text: str, parts: Sequence[str]) -> Statement:
    statement = Statement("(TRUE")
    for part in parts:
        statement.add(f" AND {text} LIKE %s", f"%{like(part)}%")
    return statement.add(")")


def _both(first: Statement, second: Statement) -> Statement:
    return Statement("(").add(first).add(" AND ").add(second).add(")")


def _either(first: Statement, second: Statement) -> Statement:
    return Statement("(").add(first).add(" OR ").add(second).add(")")


def _not(condition: Statement) -> Statement:
    return Statement("NOT ").add(condition)


# A hash of the nodes is made once for the statement: a join would walk through them again for each document. Who has a
# great many is asked about each document: their hash would take longer than the search.
_AMONG_NODES = "(SELECT bool_or(node IN (SELECT node_id FROM nodes)) FROM unnest({0}.id || {0}.inherits_from) AS node)"
_ONE_BY_ONE = "EXISTS (SELECT FROM nodes WHERE node_id = ANY ({0}.id || {0}.inherits_from))"


def _allowed(filters: Filters, reach: Reach) -> Statement:
    trashed = "d.trashed_at IS NOT NULL" if filters.trashed else "d.trashed_at IS NULL"
    statement = Statement(f"{trashed} AND d.removed_at IS NULL")
    if not filters.templates:
        statement.add(" AND NOT d.is_template")
    if filters.space_id is not None:
        statement.add(" AND d.space_id = %s", filters.space_id)
    if filters.author_id is not None:
        statement.add(
            " AND (d.created_by_id = %s OR d.edited_by = %s OR EXISTS (SELECT FROM editor_clientowner o"
            " WHERE o.document_id = d.id AND o.author = %s))",
            *[filters.author_id] * 3,
        )
    if filters.since is not None:
        statement.add(" AND d.edited_at >= %s", filters.since)
    if filters.until is not None:
        statement.add(" AND d.edited_at < %s", filters.until)
    return statement.add(f" AND {reach.condition.format('d')}")


# Around the first place of the words; where folding has changed the length, that place is only about right.
_SHOWN = """
SELECT d.id, d.title, d.icon, d.is_template, d.trashed_at, d.edited_at, editor.id, editor.name, editor.email,
    (SELECT space.name FROM editor_space space
        WHERE space.id = d.space_id AND space.id IN (SELECT node_id FROM nodes)),
    ARRAY(
        SELECT above.title FROM unnest(d.path) WITH ORDINALITY AS step (id, place)
        JOIN editor_document above ON above.id = step.id
        WHERE above.trashed_at IS NULL AND above.removed_at IS NULL AND {above}
        ORDER BY step.place
    ),
    substr(d.text, greatest(1, at.place - 400 - at.slack), 2 * (400 + at.slack)),
    at.place - at.slack > 400
FROM hits
JOIN editor_document d ON d.id = hits.id
LEFT JOIN editor_searchentry s ON s.document_id = d.id
LEFT JOIN editor_user editor ON editor.id = d.edited_by
CROSS JOIN LATERAL (
    SELECT substr(s.spaced, length(s.title) + 2) AS spaced, substr(s.unspaced, length(s.title) + 2) AS unspaced OFFSET 0
) AS folded
CROSS JOIN LATERAL (
    SELECT coalesce(
            least(min(nullif(strpos(folded.spaced, ' ' || word), 0)), min(nullif(strpos(folded.unspaced, word), 0))),
            min(nullif(strpos(folded.spaced, word), 0)), 1
        ) AS place, least(abs(length(folded.spaced) - length(d.text)), 3000) AS slack
    FROM unnest(%s::text[]) AS word
) AS at
ORDER BY hits.tier, hits.edited_at DESC, hits.id DESC
"""
