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
from editor.search.limits import MAX_NAMED
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


def granted(user: User, *, trashed: bool) -> Statement:
    """`nodes`, from which the user has a right, as the gate has it. In the trash only what one may restore is found."""
    sql, values = granted_nodes(user, Role.OWNER if trashed else Role.VIEWER).query.sql_with_params()
    return Statement("nodes AS MATERIALIZED (", []).add(f"{sql}) ", *values)


def reading(user: User, filters: Filters, texts: Sequence[str]) -> Statement:
    """How the database reads the words of these texts; and, where they are few, the documents that the user reaches."""
    return (
        Statement("WITH ")
        .add(granted(user, trashed=filters.trashed))
        .add(
            """
SELECT ARRAY(
    SELECT (SELECT coalesce(string_agg(token, ' '), '') FROM ts_parse('default', editor_search_fold(part))
            WHERE tokid <> 12)
    FROM unnest(%s::text[]) WITH ORDINALITY AS typed (part, place) ORDER BY place
), CASE WHEN (SELECT count(*) FROM nodes) <= %s THEN ARRAY(
    SELECT id FROM editor_document
    WHERE id = ANY (ARRAY(SELECT node_id FROM nodes)) OR inherits_from && ARRAY(SELECT node_id FROM nodes) LIMIT %s
) END""",
            list(texts),
            MAX_NAMED,
            MAX_NAMED + 1,
        )
    )


def finding(user: User, wanted: Wanted, filters: Filters, among: Sequence[UUID] | None, places: range) -> Statement:
    """The found documents at these places, the best at 0. `among` names all that may be seen."""
    statement = Statement("WITH ").add(granted(user, trashed=filters.trashed))
    allowed = _allowed(filters, among)
    names: list[str] = []
    for tier, condition in enumerate(_tiers(wanted, titles_only=filters.titles_only)):
        enough = " + ".join(f"(SELECT count(*) FROM {name})" for name in names) or "0"  # noqa: S608 — names of ours
        names.append(f"tier{tier}")
        statement.add(f", tier{tier} AS MATERIALIZED (SELECT d.id, {tier} AS tier, d.edited_at")
        statement.add(" FROM editor_document d JOIN editor_searchentry s ON s.document_id = d.id WHERE ")
        statement.add(condition).add(" AND ").add(allowed)
        statement.add(f" AND {enough} < %s ORDER BY d.edited_at DESC, d.id DESC LIMIT %s)", places.stop, places.stop)
    union = " UNION ALL ".join(f"SELECT * FROM {name}" for name in names)  # noqa: S608 — names of ours
    statement.add(f", hits AS (SELECT * FROM ({union}) AS found")  # noqa: S608 — names of ours
    statement.add(" ORDER BY tier, edited_at DESC, id DESC LIMIT %s OFFSET %s) ", len(places), places.start)
    return statement.add(_SHOWN, list(wanted.words))


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


# A hash of the nodes is made once for the statement: a join would walk through them again for each document.
_REACHED = "(SELECT bool_or(node IN (SELECT node_id FROM nodes)) FROM unnest({0}.id || {0}.inherits_from) AS node)"


def _allowed(filters: Filters, among: Sequence[UUID] | None) -> Statement:
    trashed = "d.trashed_at IS NOT NULL" if filters.trashed else "d.trashed_at IS NULL"
    statement = Statement(f"{trashed} AND d.removed_at IS NULL")
    if among is not None:
        statement.add(" AND d.id = ANY (%s::uuid[])", list(among))
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
    return statement.add(f" AND {_REACHED.format('d')}")


# Around the first place of the words; where folding has changed the length, that place is only about right.
_WINDOW = 400
_SHOWN = f"""
SELECT d.id, d.title, d.icon, d.is_template, d.trashed_at, d.edited_at, editor.id, editor.name, editor.email,
    (SELECT space.name FROM editor_space space
        WHERE space.id = d.space_id AND space.id IN (SELECT node_id FROM nodes)),
    ARRAY(
        SELECT above.title FROM unnest(d.path) WITH ORDINALITY AS step (id, place)
        JOIN editor_document above ON above.id = step.id
        WHERE above.trashed_at IS NULL AND above.removed_at IS NULL AND {_REACHED.format("above")}
        ORDER BY step.place
    ),
    substr(d.text, greatest(1, at.place - {_WINDOW} - at.slack), 2 * ({_WINDOW} + at.slack)),
    at.place - at.slack > {_WINDOW}
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
"""  # noqa: S608 — nothing in it comes from anybody
