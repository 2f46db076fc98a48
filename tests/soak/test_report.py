"""How long edits waited, as the report counts it."""

from collections import Counter
from random import Random
from uuid import uuid4

import pytest

from tests.soak.edits import Edit
from tests.soak.faults import Done
from tests.soak.people import Person
from tests.soak.plan import Fault, make_plan
from tests.soak.report import Outcome, judge_rolling, judge_waits, waits
from tests.soak.rolling import Rolling, judge_codes
from tests.sockets import Door, SocketClient

STOPS, HARMLESS = "Postgres: kill -9", "Valkey: away"


def done(kind: str) -> Done:
    return Done(Fault(0, "servers", kind, 4, 0), began=10, mended=14)


def who_saved(*times: tuple[float, float | None], away: tuple[float, float] = (0, 0)) -> Person:
    """Made edits at the first of each pair of times, and had them acknowledged at the second."""
    person = Person(1, SocketClient([1], uuid4(), Door({})), Random(0), away=[away])
    for number, (made, saved) in enumerate(times):
        person.journal.edits.append(Edit(f"1/{number}", made))
        if saved is not None:
            person.client.saved_at[f"1/{number}"] = saved
    return person


def test_what_must_wait_counts_from_the_end_of_the_fault() -> None:
    person = who_saved((9, 9.5), (11, 15), (12, 13), (14.5, 15), (12, None), (20, 21))
    assert waits(done(STOPS), [person]) == [1, 0, 0.5]
    assert waits(done(HARMLESS), [person]) == [4, 1, 0.5]


def test_who_was_offline_does_not_count() -> None:
    assert waits(done(STOPS), [who_saved((11, 90), (14, 14.5), away=(10.5, 13))]) == [0.5]


def test_too_long_a_wait_is_named() -> None:
    assert judge_waits([done(STOPS)], [who_saved((11, 43))]) == []
    assert judge_waits([done(STOPS)], [who_saved((11, 45))]) == ["an edit waited 31.0 s after Postgres: kill -9 at 0 s"]


def test_a_wait_in_a_rolling_restart_is_named() -> None:
    outcome = Outcome(make_plan(1, 60), [who_saved((11, 12), (13, 43.5), (50, 99))], [])
    outcome.rolling = Rolling(began=10, ended=20)
    assert judge_rolling(outcome) == ["an edit waited 30.5 s in a rolling restart"]
    outcome.rolling = Rolling(began=10, ended=12)
    assert judge_rolling(outcome) == []


@pytest.mark.parametrize(
    ("closed", "problems"),
    [
        ({}, 0),
        ({1012: 97, 1006: 2}, 0),
        ({1012: 95, 1006: 4}, 1),
        ({1012: 20, 1006: 20}, 1),
        ({1006: 40}, 1),
        ({1012: 40, 1013: 1}, 1),
        ({1012: 40, 4401: 1}, 1),
    ],
)
def test_a_rolling_restart_tells_most_people_and_turns_nobody_away(closed: dict[int, int], problems: int) -> None:
    assert len(judge_codes(Counter(closed))) == problems
