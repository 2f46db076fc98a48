"""Bytes that were spoilt at random: what the reader lets through, pycrdt can stand."""

import time
from pathlib import Path
from random import Random

import pytest

from editor.collab.knowledge import Knowledge
from editor.collab.updates import Limits, Refused, read_update
from tests.collab.crafting import update
from tests.collab.edits import copy_of, history
from tests.collab.mutants import Case, failures, spoilt

MUTANTS = 100_000
MUTANTS_OF_A_HISTORY = 1_000
LIMITS = Limits()


@pytest.mark.parametrize("seed", [1])
def test_no_spoilt_update_breaks_a_document(seed: int, tmp_path: Path) -> None:
    rng = Random(seed)
    cases: list[Case] = []
    slowest = 0.0
    for _ in range(MUTANTS // MUTANTS_OF_A_HISTORY):
        log = history(rng, edits=30) or [update()]
        states = [copy_of(*log[:length]).get_update() for length in range(len(log))]
        for _ in range(MUTANTS_OF_A_HISTORY):
            length = rng.randrange(len(log))
            mutant = spoilt(rng, log, log[length] if length else copy_of(*log).get_update())
            began = time.perf_counter()
            case = _admitted(states[length], mutant)
            slowest = max(slowest, time.perf_counter() - began)
            cases += [case] if case else []
    assert failures(cases, tmp_path / "cases") == []
    assert len(cases) > MUTANTS // 50
    assert slowest < 0.25


def _admitted(state: bytes, mutant: bytes) -> Case | None:
    """The path of a peer's bytes to pycrdt."""
    try:
        sent = read_update(mutant, LIMITS)
        knowledge = Knowledge()
        knowledge.add(read_update(state, Limits.stored()))
        rest = knowledge.subtract(sent)
        if rest is None or knowledge.lacks(sent):
            return None
        knowledge.admit(rest)
    except Refused:
        return None
    return Case(state, rest.payload, knowledge.state())
