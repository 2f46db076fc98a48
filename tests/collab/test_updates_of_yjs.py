"""Updates of real Yjs clients, recorded by `record_yjs.mjs` and `record_tiptap.mjs`."""

import gzip
import json
from base64 import b64decode
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from editor.collab.knowledge import Knowledge
from editor.collab.updates import Limits, read_state_vector, read_update
from tests.collab.edits import copy_of, seen

_DATA = Path(__file__).parents[1] / "data"
LIMITS = Limits()


@cache
def histories() -> list[dict[str, Any]]:
    recorded: list[dict[str, Any]] = json.loads(gzip.decompress((_DATA / "yjs_updates.json.gz").read_bytes()))
    return recorded


@pytest.fixture(params=range(40))
def history(request: pytest.FixtureRequest) -> dict[str, Any]:
    return histories()[int(request.param)]


def test_every_update_is_accepted_and_ends_as_in_the_browser(history: dict[str, Any]) -> None:
    knowledge, doc = Knowledge(), copy_of()
    for encoded in history["updates"]:
        edit = read_update(b64decode(encoded), LIMITS)
        assert not knowledge.lacks(edit)
        rest = knowledge.subtract(edit)
        if rest is not None:
            knowledge.admit(rest)
            doc.apply_update(rest.payload)
    assert knowledge.state() == read_state_vector(b64decode(history["stateVector"]), 10)
    assert knowledge.state() == read_state_vector(doc.get_state(), 10)
    texts = ["".join(str(chunk) for chunk, _ in node) for node in seen(doc)[1:] if isinstance(node, list)]
    assert sorted(texts) == sorted(history["characters"])
    knowledge.add_deletions(read_update(doc.get_update(), LIMITS).deletions)
    rest = knowledge.subtract(read_update(b64decode(history["whole"]), LIMITS))
    # The copy that heard everything may have cleaned up: Yjs deletes marks that have become redundant on its own.
    assert rest is None or not rest.ranges


@pytest.mark.parametrize("kind", ["merged", "difference", "whole"])
def test_the_new_part_of_a_larger_update_is_exact(history: dict[str, Any], kind: str) -> None:
    updates = [b64decode(encoded) for encoded in history["updates"]]
    sent = read_update(b64decode(history[kind]), LIMITS)
    for known in {0, history["cut"], (history["cut"] + len(updates)) // 2} if kind == "whole" else {history["cut"]}:
        knowledge = Knowledge()
        for update in updates[:known]:
            knowledge.admit(read_update(update, LIMITS))
        assert not knowledge.lacks(sent)
        rest = knowledge.subtract(sent)
        assert rest is not None
        expected = copy_of(*updates[:known], sent.payload).get_update()
        assert copy_of(*updates[:known], rest.payload).get_update() == expected
        knowledge.admit(rest)
        assert knowledge.subtract(sent) is None


def test_every_update_of_tiptap_is_accepted() -> None:
    recorded: list[list[str]] = json.loads(gzip.decompress((_DATA / "tiptap_updates.json.gz").read_bytes()))
    for updates in recorded:
        knowledge = Knowledge()
        for encoded in updates:
            edit = read_update(b64decode(encoded), LIMITS)
            assert not knowledge.lacks(edit)
            rest = knowledge.subtract(edit)
            if rest is not None:
                knowledge.admit(rest)
