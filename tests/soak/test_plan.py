"""Equal seeds, equal plans; and a plan holds what it is to hold."""

from collections import Counter
from itertools import pairwise

import pytest

from tests.soak.faults import ACTIONS
from tests.soak.plan import FULL_SECONDS, KINDS, LANES, QUIET_SECONDS, make_plan

LENGTHS = [20, 180, FULL_SECONDS, 3_600]


@pytest.mark.parametrize("seconds", LENGTHS)
def test_a_seed_says_everything(seconds: float) -> None:
    assert make_plan(7, seconds) == make_plan(7, seconds)
    assert str(make_plan(7, seconds)) == str(make_plan(7, seconds))
    assert len({str(make_plan(seed, seconds)) for seed in range(20)}) == 20


@pytest.mark.parametrize("seconds", LENGTHS)
def test_every_kind_comes_after_the_quiet_beginning_and_in_its_lane(seconds: float) -> None:
    plan = make_plan(1, seconds)
    assert {fault.kind for fault in plan.faults} == KINDS.keys()
    assert all(fault.at >= QUIET_SECONDS for fault in plan.faults)
    for lane, kinds in LANES.items():
        assert {fault.kind for fault in plan.lane(lane)} == {kind.name for kind in kinds}
        assert all(earlier.at + earlier.lasts <= later.at + 0.1 for earlier, later in pairwise(plan.lane(lane)))


@pytest.mark.parametrize("seconds", LENGTHS[1:])
@pytest.mark.parametrize("seed", range(10))
def test_what_is_planned_fits_into_the_time(seconds: float, seed: int) -> None:
    plan = make_plan(seed, seconds)
    assert max(fault.at + fault.lasts for fault in plan.faults) <= seconds


def test_a_full_run_holds_the_counts_that_are_promised() -> None:
    plan = make_plan(3, FULL_SECONDS)
    counts = Counter(fault.kind for fault in plan.faults)
    assert counts == {kind.name: kind.times for kind in KINDS.values()}
    assert {counts[kind] for kind in ("Postgres: fast restart", "Postgres: kill -9")} == {5}
    assert (counts["replica: kill -9"], counts["Valkey: FLUSHALL"], counts["Valkey: restart"]) == (40, 10, 10)
    lasting = {fault.kind: fault.lasts for fault in plan.faults}
    assert (lasting["Valkey: away"], lasting["Valkey: frozen"]) == (60, 30)


def test_all_numbers_of_replicas_come() -> None:
    assert {make_plan(seed, 180).replicas for seed in range(50)} == {2, 3, 4}


def test_a_smaller_scale_has_the_same_faults() -> None:
    small = make_plan(5, 180, replicas=2, documents=3)
    assert (small.replicas, small.documents) == (2, 3)
    assert small.faults == make_plan(5, 180).faults
    assert small.command.endswith("--seconds 180 --seed 5 --replicas 2 --documents 3 --pace 2")


def test_every_kind_can_be_done() -> None:
    assert ACTIONS.keys() == KINDS.keys()
