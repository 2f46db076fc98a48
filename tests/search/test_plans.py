"""The database goes by its indexes, whoever asks for what. Counted in what it reads, not in time."""

from typing import Any

import pytest
from django.db import connection

from benchmarks.generated import Language, grant, write_documents
from editor.accounts.models import User
from editor.search.finding import search
from editor.spaces.models import Space
from tests.people import make_user

pytestmark = pytest.mark.django_db

DOCUMENTS = 3_000
FEW = 150
PICKED = 100


@pytest.fixture
def readers() -> dict[str, User]:
    people = {who: make_user(who) for who in ("owner", "member", "guest")}
    space = Space.objects.create(name="Everything")
    for _ in write_documents(Language(), people["owner"], space.pk, DOCUMENTS, longest=80):
        pass
    grant(people["owner"], people["member"], space.pk, people["guest"], 20)
    return people


def explained(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
    """Runs the statement, and once more to see what it reads."""
    with connection.cursor() as cursor:
        cursor.cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", params)
        seen.append(read_rows(cursor.cursor.fetchone()[0][0]["Plan"]))
    return execute(sql, params, many, context)


seen: list[int] = []


def read_rows(plan: dict[str, Any]) -> int:
    """How many rows of what search looks in were looked at, and whether or not they were taken."""
    rows = sum(read_rows(below) for below in plan.get("Plans", ()))
    if plan.get("Relation Name") == "editor_searchentry":
        each = (
            plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0) + plan.get("Rows Removed by Index Recheck", 0)
        )
        rows += round(each * plan["Actual Loops"])
    return rows


def test_a_search_reads_what_it_shows_and_not_what_there_is(
    readers: dict[str, User], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("editor.search.statement.MAX_PICKED", PICKED)
    monkeypatch.setattr("editor.search.finding.MAX_NAMED", PICKED)
    monkeypatch.setattr("editor.search.statement.MAX_NAMED", PICKED)
    words = Language().words
    part = next(word for word in words[5_000:] if len(word) > 7)[1:7]
    frequent, middling, rare = words[0], words[150], words[30_000]
    for who, reader in readers.items():
        for typed in (frequent, middling, rare, f"{words[3]} {middling}", part, "東京", "", "zzqqzz"):
            seen.clear()
            with connection.execute_wrapper(explained):
                search(reader, typed, size=8)
            most = FEW if typed in (rare, "東京", "zzqqzz") else 2 * DOCUMENTS
            assert sum(seen) < most, (who, typed)
