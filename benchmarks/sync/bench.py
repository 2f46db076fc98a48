"""All systems in turn, round after round: each run has servers that have just started."""

import sys
from collections.abc import Iterable, Mapping, Sequence

import uvloop

from benchmarks.sync.capacity import run_capacity
from benchmarks.sync.figures import FIGURES, Result
from benchmarks.sync.growth import run_long_logs, run_stored_bytes, write_long_logs
from benchmarks.sync.herd import run_herd
from benchmarks.sync.idle import measure_connections, measure_documents
from benchmarks.sync.load import run_typing
from benchmarks.sync.opening import run_opening, store_documents
from benchmarks.sync.scenarios import CAPACITY, GROWTH, HERD, IDLE, OPENING, TYPING
from benchmarks.sync.systems.peers import Hocuspocus, YWebsocket
from benchmarks.sync.systems.scriptorium import Scriptorium
from benchmarks.sync.systems.system import History, Place, System
from benchmarks.sync.wire import WireError
from project.local.process import ServerError
from project.local.stack import Stack

Kind = type[Scriptorium] | type[Hocuspocus] | type[YWebsocket]
KINDS: dict[str, Kind] = {kind.name: kind for kind in (Scriptorium, Hocuspocus, YWebsocket)}


class Bench:
    """Runs on one stack. What goes wrong in one run is told, and the others go on."""

    def __init__(self, stack: Stack, systems: Iterable[str], seconds: float) -> None:
        self._stack = stack
        self._systems = [KINDS[name](stack) for name in systems]
        self._seconds = seconds
        self._stored: dict[str, dict[str, Place]] = {}
        self._long_logs: dict[int, tuple[Place, History]] = {}

    def run(self, scenarios: Sequence[str], rounds: int) -> list[Result]:
        results = []
        for number in range(1, rounds + 1):
            for scenario in scenarios:
                for system in self._systems:
                    print(f"Round {number} of {rounds}: {scenario}, {system.title}", flush=True)
                    figures = self._run(scenario, system)
                    results.append(Result(scenario, system.name, figures))
                    print(_short(figures), flush=True)
        return results

    def _run(self, scenario: str, system: System) -> dict[str, float]:
        try:
            self._prepare(scenario, system)
            system.start(_settings(scenario))
            return self._measure(scenario, system)
        except (WireError, ServerError, OSError, TimeoutError) as problem:
            print(f"    failed: {type(problem).__name__} {problem}", file=sys.stderr, flush=True)
            return {}
        finally:
            system.stop()

    def _prepare(self, scenario: str, system: System) -> None:
        """What takes long and stays, before any server starts."""
        if scenario == OPENING.name and system.name not in self._stored:
            if isinstance(system, Hocuspocus):
                system.create_database()
            self._stored[system.name] = store_documents(system)
        if scenario == GROWTH.name and isinstance(system, Scriptorium) and not self._long_logs:
            self._long_logs = write_long_logs(system)

    def _measure(self, scenario: str, system: System) -> dict[str, float]:
        if scenario in TYPING:
            return uvloop.run(run_typing(system, TYPING[scenario], self._seconds)).figures()
        if scenario == OPENING.name:
            return uvloop.run(run_opening(system, self._stored[system.name]))
        if scenario == HERD.name:
            return uvloop.run(run_herd(system)) if len(system.ports) > 1 else {}
        if scenario == IDLE.name:
            return self._measure_idle(system)
        if scenario == GROWTH.name:
            return self._measure_growth(system)
        assert scenario == CAPACITY.name, scenario
        return uvloop.run(run_capacity(system))

    def _measure_idle(self, system: System) -> dict[str, float]:
        documents = uvloop.run(measure_documents(system))
        system.stop()
        system.start(_settings(IDLE.name))
        return uvloop.run(measure_connections(system)) | documents

    def _measure_growth(self, system: System) -> dict[str, float]:
        if isinstance(system, Hocuspocus):
            return uvloop.run(run_stored_bytes(system, system.database_url))
        if not isinstance(system, Scriptorium):
            return {}
        opened = uvloop.run(run_long_logs(system, self._long_logs))
        return opened | uvloop.run(run_stored_bytes(system, self._stack.postgres.url))


def _short(figures: Mapping[str, float]) -> str:
    """For whoever waits."""
    return "    " + (
        ", ".join(f"{name} {value:.{FIGURES[name].decimals}f}" for name, value in figures.items()) or "nothing"
    )


def _settings(scenario: str) -> dict[str, str]:
    if scenario == IDLE.name:
        return {"COLLAB_GRACE_SECONDS": str(IDLE.grace_seconds)}
    return {"COLLAB_GRACE_SECONDS": "1"} if scenario == GROWTH.name else {}
