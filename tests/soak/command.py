"""The command line."""

import argparse
import asyncio
import logging
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import django

from project.local.folder import ROOT
from project.local.stack import Stack
from tests.soak.plan import DOCUMENTS, FULL_SECONDS, PACE, QUIET_SECONDS, Plan, make_plan

SHORTEST = 2 * QUIET_SECONDS
_LONGEST_BESIDES = 400.0
"""Seconds for starting, for what takes longer than planned, for the calm and the judgement."""


def main(arguments: Sequence[str]) -> int:
    """1 where a promise is broken; then the logs are kept."""
    wanted = _parse(arguments)
    seed = secrets.randbelow(1_000_000) if wanted.seed is None else wanted.seed
    plan = make_plan(seed, wanted.seconds, replicas=wanted.replicas, documents=wanted.documents, pace=wanted.pace)
    _say(str(plan))
    if wanted.plan:
        return 0
    folder = Path(tempfile.mkdtemp(prefix="scriptorium-soak-"))
    stack = Stack(folder, durable=True)
    stack.watchdog.remove_folder(folder)
    with stack:
        _set_up(stack)
        try:
            is_broken = _run(stack, plan)
        except BaseException:
            _keep_logs(folder, plan)
            raise
        if is_broken:
            _keep_logs(folder, plan)
    return int(is_broken)


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description="Everything broken at once.")
    parser.add_argument("--seconds", type=float, default=FULL_SECONDS, help="under fire; calm and judgement come after")
    parser.add_argument("--seed", type=int, help="of an earlier run, to have the same plan again")
    parser.add_argument("--replicas", type=int, help="two to four as the seed says, unless given")
    parser.add_argument("--documents", type=int, default=DOCUMENTS, help="each with four people who write")
    parser.add_argument("--pace", type=float, default=PACE, help="edits a second by each of them")
    parser.add_argument("--plan", action="store_true", help="show the plan, and do nothing")
    wanted = parser.parse_args(arguments)
    if wanted.seconds < SHORTEST:
        parser.error(f"--seconds: at least {SHORTEST:g}")
    return wanted


def _set_up(stack: Stack) -> None:
    """This process makes people and documents in the database that the replicas use."""
    os.environ.update(stack.environment)
    os.environ["LOG_LEVEL"] = "WARNING"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    subprocess.run([sys.executable, "manage.py", "migrate", "--noinput", "--verbosity=0"], cwd=ROOT, check=True)
    django.setup()
    said = logging.getLogger("tests.soak")
    said.setLevel(logging.INFO)
    said.addHandler(logging.StreamHandler(sys.stdout))
    said.propagate = False


def _run(stack: Stack, plan: Plan) -> bool:
    from tests.soak.report import Outcome  # noqa: PLC0415 - Django must be set up first
    from tests.soak.soak import soak  # noqa: PLC0415

    async def bounded() -> Outcome:
        async with asyncio.timeout(plan.seconds + _LONGEST_BESIDES):
            return await soak(stack, plan)

    try:
        outcome = asyncio.run(bounded())
    except TimeoutError:
        _say(f"BROKEN: not over after {plan.seconds + _LONGEST_BESIDES:g} s\nAgain: {plan.command}")
        return True
    _say(str(outcome))
    return bool(outcome.problems)


def _keep_logs(folder: Path, plan: Plan) -> None:
    kept = ROOT / "soak-results" / str(plan.seed)
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir(parents=True)
    for log in folder.glob("**/*.log"):
        shutil.copy(log, kept)
    (kept / "plan.txt").write_text(f"{plan}\n")
    _say(f"The logs are kept in {kept}.")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
