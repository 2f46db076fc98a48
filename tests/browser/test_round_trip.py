"""From one browser through Markdown into another: every node and mark comes out as it went in."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.db import connections

from editor.content.crdt_writer import write_document
from editor.content.document import markdown_of
from editor.content.markdown_reader import read_markdown
from editor.content.prosemirror import from_json
from editor.content.schema import DESCRIPTION
from editor.content.tree import Node
from editor.content.violations import Violation, violations_of
from editor.log.reading import read_log
from editor.log.replay import replay
from editor.realtime.server_writes import ServerWrites
from tests.browser.faults import Faults
from tests.browser.people import People
from tests.people import make_document

CASES = json.loads((Path(__file__).parents[1] / "data" / "markdown.json").read_text(encoding="utf-8"))
NAMES = {*DESCRIPTION["nodes"], *DESCRIPTION["marks"]}
DOCUMENT = "(text) => text.editor.getJSON()"


def names_in(node: dict[str, Any]) -> set[str]:
    names = {node["type"], *(mark["type"] for mark in node.get("marks", []))}
    return names.union(*(names_in(child) for child in node.get("content", [])))


def everything() -> dict[str, Any]:
    """All golden cases but those of what this version doesn't know or allow, in one document."""
    known = [case["doc"] for case in CASES if names_in(case["doc"]) <= NAMES and not broken_rules(case["doc"])]
    return {"type": "doc", "content": [block for doc in known for block in doc["content"]]}


def broken_rules(doc: dict[str, Any]) -> Sequence[Violation]:
    tree = from_json(doc)
    assert isinstance(tree, Node)
    return violations_of(tree)


def without_ids(value: Any) -> Any:
    if isinstance(value, list):
        return [without_ids(item) for item in value]
    if isinstance(value, dict):
        return {key: without_ids(item) for key, item in value.items() if key not in {"id", "footnote"}}
    return value


def stored(document: UUID) -> Any:
    log = read_log(document)
    assert log is not None
    return replay(log.updates)


def write_on_the_server(document: UUID, tree: Node, author: UUID) -> None:
    def write() -> None:
        ServerWrites().write(document, lambda doc: write_document(doc, tree, lambda: uuid4().hex[:12]), author, 1)
        connections.close_all()

    # Playwright's event loop runs in this thread.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(write).result()


def test_every_node_and_mark_comes_back_from_markdown(people: People, faults: Faults) -> None:
    faults.expect("Failed to load resource")  # the pictures' files are in no store
    ada = people.come()
    first, second = make_document(ada.user), make_document(ada.user)
    screen = ada.open(first)
    wanted = everything()
    assert names_in(wanted) >= NAMES
    screen.text.evaluate("(text, content) => void text.editor.commands.setContent(content)", wanted)
    screen.expect_saved()
    shown = screen.text.evaluate(DOCUMENT)
    markdown = markdown_of(stored(first.pk))
    write_on_the_server(second.pk, read_markdown(markdown), ada.user.pk)
    other = ada.open(second)
    assert without_ids(other.text.evaluate(DOCUMENT)) == without_ids(shown)
    assert markdown_of(stored(second.pk)) == markdown
