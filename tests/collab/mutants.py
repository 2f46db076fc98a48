"""Spoils updates at random, and feeds the spoilt ones that the reader lets through to pycrdt in a process of its own.

`python -m tests.collab.mutants FILE FROM` is that process: it tries the cases of a file from a line on, and prints a
line for each.
"""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from pycrdt import Doc

from editor.collab.encoding import write_var_uint
from editor.collab.updates import read_state_vector
from tests.collab.edits import copy_of, seen

_STALL_SECONDS = 0.25
_NUMBERS = (0, 1, 2, 5, 127, 128, 255, 2**14, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**53 - 1, 2**53, 2**63)


@dataclass(frozen=True, slots=True)
class Case:
    """A spoilt update that was let through, what it goes on top of, and the clocks that must come out."""

    state: bytes
    update: bytes
    clocks: dict[int, int]

    def line(self) -> str:
        return json.dumps([self.state.hex(), self.update.hex(), list(self.clocks.items())])


def spoilt(rng: Random, updates: Sequence[bytes], update: bytes) -> bytes:
    """The update with one to three random faults."""
    result = bytearray(update)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        at = rng.randrange(len(result) + 1)
        fault = rng.randrange(7)
        if fault == 0 and at < len(result):
            result[at] ^= 1 << rng.randrange(8)
        elif fault == 1 and at < len(result):
            result[at] = rng.randrange(256)
        elif fault == 2 and at < len(result):
            result[at] = (result[at] + rng.choice((-2, -1, 1, 2))) % 256
        elif fault == 3:
            result[at:at] = write_var_uint(rng.choice(_NUMBERS))
        elif fault == 4:
            del result[at : at + rng.randint(1, 12)]
        elif fault == 5:
            other = rng.choice(updates)
            begin = rng.randrange(len(other))
            result[at : at + rng.randint(0, 12)] = other[begin : begin + rng.randint(1, 24)]
        else:
            begin = rng.randrange(len(result) + 1)
            result[at:at] = result[begin : begin + rng.randint(1, 24)]
    return bytes(result)


def failures(cases: Sequence[Case], file: Path) -> list[tuple[Case, str]]:
    """What went wrong with which case."""
    file.write_text("".join(case.line() + "\n" for case in cases))
    failed: list[tuple[Case, str]] = []
    done = 0
    while done < len(cases):
        command = [sys.executable, "-m", "tests.collab.mutants", str(file), str(done)]
        process = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        verdicts = process.stdout.splitlines()
        if process.returncode != 0 or not verdicts:
            verdicts.append(f"exit {process.returncode}: {process.stderr[-300:]}")
        failed += [(case, verdict) for case, verdict in zip(cases[done:], verdicts, strict=False) if verdict != "fine"]
        done += len(verdicts)
    return failed


def _verdict(state: bytes, update: bytes, clocks: dict[int, int]) -> str:
    began = time.perf_counter()
    doc = copy_of(state, update)
    if read_state_vector(doc.get_state(), 1_000) != clocks:
        return "stays pending"
    again = copy_of(doc.get_update())
    if time.perf_counter() - began > _STALL_SECONDS:
        return "slow"
    if read_state_vector(again.get_state(), 1_000) != clocks:
        return "stored wrongly"
    return "fine" if _characters(again) == _characters(doc) else "reads differently once it is loaded again"


def _characters(doc: Doc[Any]) -> list[str]:
    """All characters that a reader would see, in no order.

    An item whose right origin stands left of its origin may end up at another place in each copy. The bytes don't tell
    which of two items is further left, so such an item can't be refused. It takes nothing away from anybody.
    """
    chunks = [chunk for node in seen(doc) if isinstance(node, list) for chunk, _ in node]
    return sorted("".join(map(str, chunks)))


def _main(file: Path, first: int) -> Iterator[str]:
    for line in file.read_text().splitlines()[first:]:
        state, update, clocks = json.loads(line)
        try:
            yield _verdict(bytes.fromhex(state), bytes.fromhex(update), dict(clocks))
        except BaseException as error:  # noqa: BLE001 (pycrdt's panics derive from it)
            yield f"{type(error).__name__}: {error}".replace("\n", " ")


if __name__ == "__main__":
    for verdict in _main(Path(sys.argv[1]), int(sys.argv[2])):
        print(verdict, flush=True)  # noqa: T201
