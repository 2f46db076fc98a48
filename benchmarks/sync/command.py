"""The command line."""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import django
from django.db import connections

from benchmarks.sync import picture, report
from benchmarks.sync.scenarios import WORK
from benchmarks.sync.systems import peers
from project.local.folder import ROOT
from project.local.stack import Stack

SYSTEMS = ("scriptorium", "hocuspocus", "y-websocket")
FOLDER = ROOT / "benchmarks"


def main(arguments: Sequence[str]) -> int:
    wanted = _parse(arguments)
    if set(wanted.systems) - {"scriptorium"}:
        peers.install()
    folder = Path(tempfile.mkdtemp(prefix="scriptorium-bench-"))
    stack = Stack(folder, durable=True)
    stack.watchdog.remove_folder(folder)
    with stack:
        _set_up(stack)
        from benchmarks.sync.bench import Bench  # noqa: PLC0415 - Django must be set up first

        results = Bench(stack, wanted.systems, wanted.seconds).run(wanted.scenarios, wanted.rounds)
    told = report.markdown(results, wanted.rounds, wanted.seconds)
    print(told)
    if wanted.write:
        (FOLDER / "results.md").write_text(told, encoding="utf-8")
        (FOLDER / "results.svg").write_text(picture.svg(results), encoding="utf-8")
    return 0


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    def names(known: Sequence[str]) -> object:
        def read(text: str) -> list[str]:
            found = list(known) if text == "all" else text.split(",")
            unknown = set(found) - set(known)
            if unknown:
                raise argparse.ArgumentTypeError(f"{', '.join(sorted(unknown))}: choose from {', '.join(known)}")
            return found

        return read

    parser = argparse.ArgumentParser(prog="python -m benchmarks.sync", description="Scriptorium beside its peers.")
    parser.add_argument("--scenarios", type=names(tuple(WORK)), default=list(WORK))  # type: ignore[arg-type]
    parser.add_argument("--systems", type=names(SYSTEMS), default=list(SYSTEMS))  # type: ignore[arg-type]
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=20, help="of typing that is measured, in each run")
    parser.add_argument("--write", action="store_true", help="replace benchmarks/results.md and results.svg")
    return parser.parse_args(arguments)


def _set_up(stack: Stack) -> None:
    """This process makes people and documents in the database that the replicas use."""
    os.environ.update(stack.environment)
    os.environ["LOG_LEVEL"] = "WARNING"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    subprocess.run([sys.executable, "manage.py", "migrate", "--noinput", "--verbosity=0"], cwd=ROOT, check=True)
    django.setup()
    # Each scenario runs its own event loop, and what a loop has taken from a pool it doesn't give back.
    del connections["default"].settings_dict["OPTIONS"]["pool"]
