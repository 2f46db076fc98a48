"""A document as plain text."""

from typing import Any

import pytest
from hypothesis import given, settings
from pycrdt import Doc, Text, XmlElement, XmlFragment, XmlText

from editor.content.crdt_writer import write_document
from editor.content.plain_text import count_words, text_of, title_of
from editor.content.tree import Child, Node, Run, node
from editor.content.walk import Enter, Leave, walk
from tests.content.documents import DOCUMENTS

Tree = tuple[str, list["Tree | str"]]


def document(*blocks: "Tree | str", title: str = "") -> Doc[Any]:
    doc: Doc[Any] = Doc({"title": Text(title), "default": XmlFragment()})
    with doc.transaction():
        for block in blocks:
            _append(doc["default"], block)
    return doc


def _append(parent: XmlFragment | XmlElement, tree: "Tree | str") -> None:
    if isinstance(tree, str):
        parent.children.append(XmlText(tree))
        return
    tag, children = tree
    element = parent.children.append(XmlElement(tag))
    for child in children:
        _append(element, child)


def paragraph(*children: Child) -> Node:
    return node("paragraph", {}, children)


def table(*rows: list[str]) -> Node:
    cells = [[node("tableCell", {}, [paragraph(Run(text))]) for text in row] for row in rows]
    return node("table", {}, [node("tableRow", {}, row) for row in cells])


def nested(*blocks: Node) -> Node:
    return node("table", {}, [node("tableRow", {}, [node("tableCell", {}, blocks)])])


def test_every_block_is_a_line() -> None:
    doc = document(
        ("heading", ["Minutes"]),
        ("bulletList", [("listItem", [("paragraph", ["one"])]), ("listItem", [("paragraph", ["two"])])]),
        ("taskList", [("taskItem", [("paragraph", ["done"])])]),
        ("paragraph", []),
        ("table", [("tableRow", [("tableCell", [("paragraph", ["a"])]), ("tableCell", [("paragraph", ["b"])])])]),
        ("codeBlock", ["x = 1\ny = 2"]),
    )
    assert text_of(doc) == "Minutes\none\ntwo\ndone\na\tb\nx = 1\ny = 2"


def test_marks_are_left_out_and_text_is_not_taken_for_markup() -> None:
    doc = document(("paragraph", ["a <b>bold</b> word"]))
    text = next(iter(next(iter(doc["default"].children)).children))
    text.format(0, 5, {"bold": {}})
    text.insert_embed(2, {"an": "object"})
    text.insert_embed(3, {"type": "sparkle", "attrs": {"label": "not shown"}})
    assert text_of(doc) == "a <b>bold</b> word"


def test_unknown_elements_are_read_as_all_others() -> None:
    assert text_of(document(("from-the-future", [("inner", ["kept"]), "and this"]))) == "kept\nand this"


def test_what_stands_inside_a_line_does_not_break_it() -> None:
    assert text_of(document(("paragraph", ["before ", ("footnoteReference", []), "after"]))) == "before after"
    assert text_of(document(("paragraph", ["before", ("hardBreak", []), "after"]))) == "before\nafter"


@pytest.mark.parametrize(
    ("block", "lines"),
    [
        (node("image", {"alt": "A cat"}, [Run("Caption")]), "A cat\nCaption"),
        (node("attachment", {"name": "Report.pdf"}), "Report.pdf"),
        (node("blockMath", {"latex": "x^2"}), "x^2"),
        (node("embed", {"url": "https://youtu.be/x"}), ""),
        (paragraph(node("inlineMath", {"latex": "x"}), Run(" is")), "x is"),
        (paragraph(Run("Ask "), node("mention", {"label": "Ada"}), Run("!")), "Ask @Ada!"),
        (paragraph(Run("See "), node("documentLink", {"title": "Minutes"})), "See Minutes"),
        (node("footnote", {"id": "a"}, [paragraph(Run("Note"))]), "Note"),
        (
            node(
                "details",
                {},
                [node("detailsSummary", {}, [Run("More")]), node("detailsContent", {}, [paragraph(Run("Inside"))])],
            ),
            "More\nInside",
        ),
        (table(["a", "b\nc"], ["", "d"], ["", ""]), "a\tb c\nd"),
        (nested(table(["in", "side"]), paragraph(Run("x"))), "in side x"),
    ],
)
def test_what_people_see_is_text(block: Node, lines: str) -> None:
    doc: Doc[Any] = Doc()
    write_document(doc, node("doc", {}, [block]), lambda: "id")
    assert text_of(doc) == lines


def test_a_tree_deeper_than_the_stack_is_read() -> None:
    doc: Doc[Any] = Doc({"default": XmlFragment()})
    node: XmlFragment | XmlElement = doc["default"]
    with doc.transaction():
        for _ in range(5_000):
            node = node.children.append(XmlElement("blockquote"))
        node.children.append(XmlText("deep"))
    assert text_of(doc) == "deep"


def test_the_title_is_one_line_without_edges() -> None:
    assert title_of(document(title="  Minutes\nof \t May\x00 ")) == "Minutes of May"
    assert title_of(Doc()) == ""
    assert text_of(Doc()) == ""


@settings(deadline=None, max_examples=80)
@given(DOCUMENTS)
def test_every_node_that_begins_ends_and_no_text_is_lost(doc: Node) -> None:
    open_nodes: list[Node] = []
    runs = []
    for step in walk(doc):
        match step:
            case Enter(begun):
                open_nodes.append(begun)
            case Leave(ended):
                assert open_nodes.pop() is ended
            case Run(text):
                runs.append(text)
    assert open_nodes == []
    written: Doc[Any] = Doc()
    write_document(written, doc, lambda: "id")
    lines = iter(text_of(written))
    assert all(character in lines for character in "".join(runs) if not character.isspace())


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("Hello, world. It's 3.14 o'clock", 5),
        ("e-mail \u2014 not a word alone: \u2013", 5),
        ("naïve café Ångström", 3),
        ("我喜欢文档", 5),
        ("今日は良い天気です。", 9),
        ("안녕하세요 여러분", 2),
        ("漢字mixed漢字", 5),
        ("don\u2019t", 1),
    ],
)
def test_words_are_counted_as_people_count_them(text: str, words: int) -> None:
    assert count_words(text) == words
