"""The judge sees what is wrong, and only that."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.soak.edits import Copy, Edit, Journal
from tests.soak.judge import Fate, judge_copies, judge_presence, judge_text
from tests.soak.logs import EXPECTED, judge_logs
from tests.soak.measures import Measures, judge_measures

ADA = Journal(
    1,
    [
        Edit("1/1", 0, adds=("[1:100]",)),
        Edit("1/2", 1, adds=("[1:200]", "[1:201]")),
        Edit("1/3", 2, deletes=("[1:100]",)),
        Edit("1/4", 3, formats=("[1:200]",)),
        Edit("1/5", 4, adds=("[1:500]",)),  # not acknowledged
        Edit("1/6", 5, deletes=("[1:201]",)),  # not acknowledged
    ],
    {"1/1": 0.1, "1/2": 1.1, "1/3": 2.1, "1/4": 3.1},
)
BEN = Journal(2, [Edit("2/1", 0, adds=("[2:100]",))], {"2/1": 0.1})
FATE = Fate.of([ADA, BEN])
RIGHT = "[1:200][1:201][2:100]"


def problems(text: str) -> list[str]:
    return list(judge_text("It", text, FATE))


@pytest.mark.parametrize("text", [RIGHT, "[2:100][1:200]", "[1:500][2:100][1:201][1:200]"])
def test_what_was_acknowledged_is_there_and_the_rest_may_be(text: str) -> None:
    assert problems(text) == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[1:200][1:201]", "It has lost [2:100]"),
        ("[2:100]" + RIGHT, "It has [2:100] 2 times"),
        ("[1:500][1:500]" + RIGHT, "It has [1:500] 2 times"),
        ("[3:100]" + RIGHT, "It has [3:100], which nobody wrote, or which was deleted"),
        ("[1:100]" + RIGHT, "It has [1:100], which nobody wrote, or which was deleted"),
        ("x" + RIGHT, "It has something torn: 'x'"),
    ],
    ids=["lost", "doubled", "unacknowledged and doubled", "foreign", "deleted", "torn"],
)
def test_what_is_wrong_is_named(text: str, problem: str) -> None:
    assert problems(text) == [problem]


def test_a_token_that_was_torn_is_lost_too() -> None:
    assert problems("[1:2[1:201]00][2:100]") == ["It has lost [1:200]", "It has something torn: '[1:200]'"]


def judged(first: Copy, *others: Copy) -> Sequence[str]:
    copies = {"Postgres": first, **{f"person {number}": copy for number, copy in enumerate(others)}}
    return list(judge_copies(copies, FATE))


def test_all_copies_must_be_equal() -> None:
    right = Copy("", RIGHT, ((RIGHT, ""),), frozenset({"[1:200]"}))
    assert judged(right, right, Copy("", RIGHT)) == []
    assert judged(replace(right, bold=frozenset())) == ["Postgres has lost the format of [1:200]"]
    assert judged(right, replace(right, form=((RIGHT, "bold"),))) == ["person 0 has other formats than Postgres"]
    assert judged(right, replace(right, title="[2:100]", body="[1:200][1:201]")) == ["person 0 differs from Postgres"]
    assert judged(right, replace(right, body="[1:200][1:201]")) == [
        "person 0 differs from Postgres",
        "person 0 has lost [2:100]",
    ]


def test_orphans_and_missing_people_are_named() -> None:
    assert list(judge_presence("Ada", {1, 2}, [2, 1])) == []
    assert list(judge_presence("Ada", {1, 2, 3}, [1, 2])) == ["Ada still sees 1 who have left: [3]"]
    assert list(judge_presence("Ada", {1}, [1, 2])) == ["Ada doesn't see 1 who are here: [2]"]


IDLE = Measures(replicas=2, memory=100, sockets=60, postgres=10, valkey=4, people=0, rooms=0, sessions=0)
BUSY = replace(IDLE, memory=150, people=40, rooms=20, sessions=40)


def test_what_does_not_come_back_is_named() -> None:
    assert judge_measures(IDLE, BUSY, replace(IDLE, memory=160, sockets=70, postgres=20)) == []
    grown = replace(IDLE, memory=400, sockets=200, postgres=90, valkey=30)
    assert [problem.split(" ", 1)[0] for problem in judge_measures(IDLE, BUSY, grown)] == ["memory", "200", "90", "30"]


def test_errors_and_crashes_in_logs_are_named(tmp_path: Path) -> None:
    log = tmp_path / "replica.log"
    said = [
        {"level": "info", "event": "request"},
        {"level": "warning", "event": "log_unavailable"},
        {"level": "error", "event": f"{EXPECTED[0].event}!", "exception": f"…\n{EXPECTED[0].exception}ConnectionError"},
        {"level": "error", "event": "it failed", "exception": "Traceback\n  …\nValueError: no"},
        {"level": "error", "event": "it failed", "exception": "Traceback\n  …\nValueError: no"},
        {"level": "warning", "event": "swallowed", "exception": "Traceback\n  …\nKeyError: 1"},
    ]
    log.write_text("\n".join([*map(json.dumps, said), "Traceback (most recent call last):", "  File …"]))
    assert judge_logs([log]) == [
        "error: it failed: ValueError: no (2 times, first at replica.log:4)",
        "warning: swallowed: KeyError: 1 (1 times, first at replica.log:6)",
        "not a log line: Traceback (most recent call last): (1 times, first at replica.log:7)",
    ]
