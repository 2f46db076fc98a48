"""A document as plain text."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pycrdt import Doc, Text, XmlElement, XmlFragment, XmlText

from editor.content.plain_text import count_words, text_of, title_of
from editor.content.walk import Enter, Leave, Run, walk

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


def test_every_block_is_a_line() -> None:
    doc = document(
        ("heading", ["Minutes"]),
        ("bulletList", [("listItem", [("paragraph", ["one"])]), ("listItem", [("paragraph", ["two"])])]),
        ("taskList", [("taskItem", [("paragraph", ["done"])])]),
        ("paragraph", []),
        ("table", [("tableRow", [("tableCell", [("paragraph", ["a"])]), ("tableCell", [("paragraph", ["b"])])])]),
        ("codeBlock", ["x = 1\ny = 2"]),
    )
    assert text_of(doc) == "Minutes\none\ntwo\ndone\na\nb\nx = 1\ny = 2"


def test_marks_are_left_out_and_text_is_not_taken_for_markup() -> None:
    doc = document(("paragraph", ["a <b>bold</b> word"]))
    text = next(iter(next(iter(doc["default"].children)).children))
    text.format(0, 5, {"bold": {}})
    text.insert_embed(2, {"an": "object"})
    assert text_of(doc) == "a <b>bold</b> word"


def test_unknown_elements_are_read_as_all_others() -> None:
    assert text_of(document(("from-the-future", [("inner", ["kept"]), "and this"]))) == "kept\nand this"


def test_what_stands_inside_a_line_does_not_break_it() -> None:
    assert text_of(document(("paragraph", ["before ", ("image", []), "after"]))) == "before after"
    assert text_of(document(("paragraph", ["before", ("hardBreak", []), "after"]))) == "before\nafter"


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


_names = st.sampled_from(["paragraph", "heading", "bulletList", "listItem", "unknown", "image"])
_texts = st.text(min_size=1, max_size=20)
_trees: st.SearchStrategy[Tree] = st.recursive(
    st.tuples(_names, st.lists(_texts, max_size=2)),
    lambda inner: st.tuples(_names, st.lists(inner | _texts, max_size=3)),
    max_leaves=12,
)


@settings(deadline=None, max_examples=80)
@given(st.lists(_trees, max_size=5))
def test_every_element_that_begins_ends_and_no_text_is_lost(trees: list[Tree]) -> None:
    doc = document(*trees)
    open_tags: list[str] = []
    runs = []
    for step in walk(doc["default"]):
        match step:
            case Enter(tag):
                open_tags.append(tag)
            case Leave(tag):
                assert open_tags.pop() == tag
            case Run(text):
                runs.append(text)
    assert open_tags == []
    assert "".join(runs) == "".join(_all_text(trees))
    kept = [character for character in "".join(runs) if not character.isspace() and character != "\x00"]
    assert [character for character in text_of(doc) if not character.isspace()] == kept


def _all_text(trees: "list[Tree] | list[Tree | str]") -> list[str]:
    return [text for tree in trees for text in ([tree] if isinstance(tree, str) else _all_text(tree[1]))]


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
