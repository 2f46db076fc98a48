"""How long edits waited, as the report counts it."""

from random import Random
from uuid import uuid4

from tests.soak.edits import Edit
from tests.soak.faults import Done
from tests.soak.people import Person
from tests.soak.plan import Fault
from tests.soak.report import judge_waits, waits
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
    assert judge_waits([done(STOPS)], [who_saved((11, 73))]) == []
    assert judge_waits([done(STOPS)], [who_saved((11, 75))]) == ["an edit waited 61.0 s after Postgres: kill -9 at 0 s"]
