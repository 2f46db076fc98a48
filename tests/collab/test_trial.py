import asyncio
import os
from pathlib import Path

import pytest

from editor.collab.trial import Trial, is_worth_a_trial, may_be_worth_a_trial
from tests.collab.crafting import any_list, client, element, nested_array, nested_elements, text, update, xml_text
from tests.collab.edits import copy_of

STATE = update(client(7, 0, element(parent="default"), xml_text(parent=(7, 0)), text("hello", parent=(7, 1))))
EMPTY = update()


@pytest.mark.parametrize(
    ("structs", "deleted", "known_structs", "is_tried"),
    [
        (1, 0, 10_000_000, False),
        (3_000, 0, 100, False),
        (3_001, 0, 0, True),
        (9, 0, 200_000, False),
        (9, 0, 250_000, True),
        (0, 3_000, 10_000_000, False),
        (1, 3_000, 0, True),
    ],
)
def test_what_has_many_structs_or_meets_many_is_tried(
    structs: int, deleted: int, known_structs: int, is_tried: bool
) -> None:
    assert is_worth_a_trial(structs, deleted, known_structs) == is_tried
    assert may_be_worth_a_trial(structs, deleted) or not is_tried


async def test_a_sound_update_survives() -> None:
    assert await Trial().survives(STATE, update(client(9, 0, text("x", origin=(7, 3)))))


@pytest.mark.parametrize(
    "hostile",
    [
        b"\x01\x02\x03",
        update(client(9, 0, text("x", parent=(7, 3)))),
        update(nested_elements(9, 25_000)),
        update(client(9, 0, any_list(nested_array(500_000), parent=(7, 0), key="a"))),
    ],
    ids=["malformed", "a parent that is none", "a tree that crashes", "values that crash"],
)
async def test_what_would_end_the_process_does_not_survive(hostile: bytes) -> None:
    assert not await Trial(seconds=30).survives(STATE, hostile)


async def test_what_takes_too_long_does_not_survive_and_is_gone() -> None:
    assert not await Trial(seconds=0.01).survives(STATE, EMPTY)
    assert not _children()


async def test_what_needs_too_much_memory_does_not_survive() -> None:
    large = copy_of(update(client(9, 0, text("x" * 40_000_000, parent="title")))).get_update()
    assert not await Trial(memory_bytes=100 * 1024**2).survives(large, EMPTY)


async def test_a_trial_that_is_cancelled_leaves_nothing_behind() -> None:
    trial = asyncio.create_task(Trial().survives(STATE, EMPTY))
    while not _children():  # noqa: ASYNC110 (a process that starts sets no event)
        await asyncio.sleep(0)
    trial.cancel()
    with pytest.raises(asyncio.CancelledError):
        await trial
    assert not _children()


async def test_there_is_one_trial_at_a_time() -> None:
    trial = Trial()
    trials = [asyncio.create_task(trial.survives(STATE, EMPTY)) for _ in range(3)]
    most = 0
    while not all(task.done() for task in trials):
        most = max(most, len(_children()))
        await asyncio.sleep(0)
    assert [task.result() for task in trials] == [True] * 3
    assert most == 1


def _children() -> list[int]:
    """The trials' processes of this one, those that nobody has waited for included."""
    tasks = Path(f"/proc/{os.getpid()}/task").iterdir()
    children = [int(child) for task in tasks for child in _read(task / "children").split()]
    return [child for child in children if "editor.collab.trial" in _read(Path(f"/proc/{child}/cmdline"))]


def _read(file: Path) -> str:
    """Empty if the process or the thread has ended meanwhile."""
    try:
        return file.read_text()
    except OSError:
        return ""
