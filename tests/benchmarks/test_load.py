"""The generator end to end, against a server that is right and against such as are wrong."""

import pytest

from benchmarks.sync import scenarios
from benchmarks.sync.judge import compare
from benchmarks.sync.load import Run, run_typing
from benchmarks.sync.scenarios import Typing
from tests.benchmarks.relay import Relay, Wrong

SHORT = Typing("short", "", documents=2, people=3, typists=2, rate=50)
SECONDS = 0.2
TYPED = 4 * int(SECONDS * SHORT.rate)


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scenarios, "WARM_UP_SECONDS", 0.0)
    monkeypatch.setattr(scenarios, "AFTER_SECONDS", 0.0)
    monkeypatch.setattr(scenarios, "ARRIVAL_SECONDS", 0.4)


async def run(wrong: Wrong | None = None) -> Run:
    relay = Relay() if wrong is None else Relay(wrong=wrong)
    async with relay.running():
        return await run_typing(relay, SHORT, SECONDS)


async def test_all_that_is_typed_reaches_everybody_else_and_is_timed() -> None:
    result = await run()
    assert result.verdict.is_clean
    assert result.verdict.copies == 8  # six people, and somebody new in each of the two documents
    assert result.updates == TYPED
    assert result.latency.count == TYPED * 2
    assert 0 < result.latency.p50 <= result.latency.p99 <= result.latency.highest


async def test_an_edit_that_is_not_passed_on_is_found_lost() -> None:
    result = await run(lambda number, frame: [] if number == 10 else [frame])
    # Whatever its author types next depends on it: for the others all of that is missing too.
    assert result.verdict.lost >= 1
    assert result.verdict.different >= 2
    assert result.latency.count < TYPED * 2


async def test_an_edit_that_comes_twice_changes_nothing() -> None:
    assert (await run(lambda _, frame: [frame, frame])).verdict.is_clean


def test_a_token_that_stands_twice_is_found_doubled() -> None:
    tokens = [b"00000", b"00001"]
    verdict = compare(b"~00000~00001", tokens, [b"~00000~00001", b"~00000~00001~00001"])
    assert (verdict.lost, verdict.doubled, verdict.different, verdict.copies) == (0, 1, 1, 2)


def test_a_copy_in_another_order_is_different() -> None:
    verdict = compare(b"~00000~00001", [b"00000", b"00001"], [b"~00001~00000"])
    assert (verdict.lost, verdict.doubled, verdict.different) == (0, 0, 1)
