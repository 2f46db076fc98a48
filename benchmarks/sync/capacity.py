"""The most updates a second at which people don't notice yet, found by steps upwards."""

from dataclasses import dataclass

from benchmarks.sync.load import run_typing
from benchmarks.sync.scenarios import CAPACITY, Capacity, Typing
from benchmarks.sync.systems.system import System
from benchmarks.sync.wire import WireError


@dataclass(frozen=True, slots=True)
class Step:
    updates_a_second: int
    p99: float
    is_good: bool


async def run_capacity(system: System, scenario: Capacity = CAPACITY) -> dict[str, float]:
    """Two steps too many in a row end it: one bad moment of the machine doesn't."""
    best, bad = 0, 0
    for wanted in scenario.updates_a_second:
        step = await _try(system, scenario, wanted)
        print(f"    {step.updates_a_second:,} updates/s: p99 {step.p99:.1f} ms", flush=True)
        best, bad = (wanted, 0) if step.is_good else (best, bad + 1)
        if bad == 2:
            break
    return {"capacity": float(best)}


async def _try(system: System, scenario: Capacity, wanted: int) -> Step:
    typists = scenario.documents * scenario.people
    shape = Typing(
        "capacity", scenario.work, scenario.documents, scenario.people, scenario.people, rate=wanted / typists
    )
    try:
        run = await run_typing(system, shape, scenario.seconds)
    except (WireError, OSError, TimeoutError):
        return Step(wanted, float("inf"), is_good=False)
    return Step(wanted, run.latency.p99, run.latency.p99 < scenario.highest_p99 and run.verdict.is_clean)
