"""The simulation behind `docs/scaling.md` keeps to what must be true of any installation, and is what stands there."""

from pathlib import Path
from random import Random

import pytest

from benchmarks.scaling import simulation
from benchmarks.scaling.costs import CROWDS
from benchmarks.scaling.simulation import STEPS, Shape, capacity, make_work, markdown, needed, spread

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("shape", STEPS, ids=[shape.name for shape in STEPS])
def test_twice_the_people_never_cost_less(shape: Shape) -> None:
    for people in (100, 5_000, 80_000):
        few, many = needed(people, shape), needed(2 * people, shape)
        assert many.work.replicas >= few.work.replicas
        for resource in few.used:
            if not resource.startswith(("replicas'", "one")):
                assert many.used[resource] >= few.used[resource], resource


def test_each_step_carries_as_many_people_as_the_one_before() -> None:
    carried = [capacity(shape).work.people * shape.cells for shape in STEPS]
    assert carried == sorted(carried)


def test_who_reads_does_not_depend_on_where() -> None:
    """Each edit reaches everybody else in its document once, however documents are spread."""
    works = [
        make_work(10_000, Shape("", routed=routed), replicas) for routed in (False, True) for replicas in (1, 7, 90)
    ]
    assert len({round(work.deliveries, 6) for work in works}) == 1
    assert len({round(work.edits, 6) for work in works}) == 1
    for work in works:
        assert work.publishes <= work.receipts <= work.publishes * work.replicas * (1 + 1e-9)


def test_a_routed_document_is_on_one_replica_and_nothing_is_heard_twice() -> None:
    work = make_work(10_000, Shape("", routed=True), 40)
    assert work.rooms == pytest.approx(sum(10_000 * share / size for size, share in CROWDS.items()))
    assert work.receipts == pytest.approx(work.publishes)


@pytest.mark.parametrize(("size", "replicas"), [(1, 5), (3, 2), (10, 16), (50, 16)])
def test_the_spread_of_a_document_is_that_of_people_who_come_at_random(size: int, replicas: int) -> None:
    random = Random(size)
    thrown = [len({random.randrange(replicas) for _ in range(size)}) for _ in range(2_000)]
    assert sum(thrown) / len(thrown) == pytest.approx(spread(size, replicas), rel=0.03)


def test_the_shares_of_people_make_a_whole() -> None:
    assert sum(CROWDS.values()) == pytest.approx(1)


def test_the_document_has_the_figures_of_the_simulation() -> None:
    """python -m benchmarks.scaling.simulation --picture docs/scaling.svg"""
    written = (ROOT / "docs/scaling.md").read_text()
    found = [(shape, capacity(shape)) for shape in STEPS]
    for table in (markdown(found), simulation.routing(), simulation.spreads(), simulation.inputs()):
        assert table in written
    assert simulation.draw(found) == (ROOT / "docs/scaling.svg").read_text()
