"""Trees from the CRDT and back, also from what real Yjs wrote."""

import base64
import itertools
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from pycrdt import Doc, Map, XmlElement, XmlFragment, XmlText

from editor.content.crdt import UNREADABLE, read_document
from editor.content.crdt_writer import write_document
from editor.content.prosemirror import from_json
from editor.content.tree import Mark, Node, Run, depth_of, descendants, node
from tests.content.documents import DOCUMENTS

_NODE = Path(sys.executable).with_name("node")
_PROGRAM = Path(__file__).with_name("yjs_document.mjs")
_EXAMPLES = json.loads((_PROGRAM.parent.parent / "data" / "markdown.json").read_text())


def written(*trees: Node) -> Doc[Any]:
    doc: Doc[Any] = Doc()
    ids = (f"new-{number}" for number in itertools.count())
    for tree in trees:
        write_document(doc, tree, lambda: next(ids))
    other: Doc[Any] = Doc()
    other.apply_update(doc.get_update())
    return other


def without_ids(tree: Node) -> Node:
    kept = {name: value for name, value in tree.attributes.items() if name != "id"}
    children = tuple(without_ids(child) if isinstance(child, Node) else child for child in tree.children)
    return Node(tree.type, kept, children, tree.marks)


def ids_in(tree: Node) -> list[str]:
    return [
        child.attributes["id"] for child in descendants(tree) if isinstance(child, Node) and "id" in child.attributes
    ]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(DOCUMENTS)
def test_every_document_comes_back_and_each_block_has_an_id_of_its_own(doc: Node) -> None:
    read = read_document(written(doc))
    assert without_ids(read) == without_ids(doc)
    assert len(set(ids_in(read))) == len(ids_in(read))


@pytest.mark.parametrize("is_old", [False, True])
def test_what_yjs_writes_is_read(is_old: bool) -> None:
    run = subprocess.run([_NODE, _PROGRAM, json.dumps({"isOld": is_old})], capture_output=True, check=True)
    for example, update in zip(_EXAMPLES, json.loads(run.stdout), strict=True):
        doc: Doc[Any] = Doc()
        doc.apply_update(base64.b64decode(update))
        assert read_document(doc) == from_json(example["doc"]), example["name"]


def test_a_footnote_that_gets_another_id_takes_its_references_with_it() -> None:
    reference = node("footnoteReference", {"footnote": "a"})
    notes = node(
        "doc", {}, [node("paragraph", {}, [reference]), node("footnote", {"id": "a"}, [node("paragraph", {})])]
    )
    read = read_document(written(notes, notes))
    blocks = list(descendants(read))
    referred = [
        child.attributes["footnote"] for child in blocks if isinstance(child, Node) and "footnote" in child.attributes
    ]
    defined = [child.attributes["id"] for child in blocks if isinstance(child, Node) and child.type == "footnote"]
    assert referred == defined
    assert len(set(defined)) == 2


def test_what_nobody_should_have_written_is_read_as_well_as_it_can_be() -> None:
    doc: Doc[Any] = Doc({"default": XmlFragment()})
    attributes: Any = {"level": 2, "far": float("inf")}
    element = doc["default"].children.append(XmlElement("paragraph", attributes))
    text = element.children.append(XmlText("a\0b"))
    text.insert_embed(3, {"no": "type\0"})
    text.insert_embed(4, Map({"x": 1}))
    text.insert(5, "c", {"bold": True, "link--abcdefgh": {"href": "https://x.example"}, "italic": None})
    element.children.append(XmlText("d"))
    doc["default"].children.append(XmlText("stray"))
    (paragraph, stray) = read_document(doc).children
    assert paragraph == node(
        "paragraph",
        {"level": 2},
        [
            Run("ab"),
            node(UNREADABLE, {"value": {"no": "type"}}),
            node(UNREADABLE, {"value": {"unreadable": "Map"}}),
            Run("c", (Mark("link", {"href": "https://x.example"}), Mark("bold"))),
            Run("d"),
        ],
    )
    assert stray == Run("stray")


def test_a_tree_deeper_than_the_stack_is_written_and_read() -> None:
    deep = node("paragraph", {}, [Run("deep")])
    for _ in range(3_000):
        deep = node("blockquote", {}, [deep])
    assert depth_of(read_document(written(node("doc", {}, [deep])))) == 3_001
