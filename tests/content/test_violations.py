"""What breaks the schema is found, and told where it is."""

import pytest
from hypothesis import HealthCheck, given, settings

from editor.content.tree import Child, Mark, Node, Run, node
from editor.content.violations import MAX_VIOLATIONS, Violation, violations_of
from tests.content.documents import DOCUMENTS

PARAGRAPH = node("paragraph", {"id": "p1"})
ITEM = node("listItem", {}, [PARAGRAPH])


def found(*blocks: Child) -> list[tuple[str, str, str]]:
    return [(one.place, one.kind, one.detail) for one in violations_of(node("doc", {}, blocks))]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(DOCUMENTS)
def test_documents_of_the_schema_have_none(doc: Node) -> None:
    assert violations_of(doc) == ()


def text(*marks: Mark) -> Node:
    return node("paragraph", {"id": "p1"}, [Run("x", marks)])


@pytest.mark.parametrize(
    ("block", "violation"),
    [
        (node("script", {"src": "x"}), ("0", "unknown node", "script")),
        (node("paragraph", {"id": "p1", "onclick": "x"}), ("p1", "unknown attribute", "paragraph onclick")),
        (node("heading", {"id": "h", "level": 9}), ("h", "wrong value", "heading level: 9")),
        (node("heading", {"id": "h", "level": b"2"}), ("h", "wrong value", "heading level: bytes")),
        (node("heading", {"id": "h", "level": "2"}), ("h", "wrong value", 'heading level: "2"')),
        (
            node("embed", {"id": "e", "url": "https://evil.example/x"}),
            ("e", "foreign embed", 'embed url: "https://evil.example/x"'),
        ),
        (
            text(Mark("link", {"href": "javascript:alert(1)"})),
            ("p1", "forbidden link", 'link href: "javascript:alert(1)"'),
        ),
        (text(Mark("link")), ("p1", "missing attribute", "link href")),
        (text(Mark("glow")), ("p1", "unknown mark", "glow")),
        (text(Mark("highlight", {"color": "#fff"})), ("p1", "wrong value", 'highlight color: "#fff"')),
        (node("codeBlock", {"id": "c"}, [Run("x", (Mark("bold"),))]), ("c", "misplaced", "bold in codeBlock")),
        (node("bulletList", {"id": "l"}, [PARAGRAPH]), ("l", "misplaced", "bulletList with paragraph")),
        (node("blockquote", {"id": "q"}), ("q", "misplaced", "blockquote with nothing")),
        (node("horizontalRule", {"id": "r"}, [PARAGRAPH]), ("r", "misplaced", "horizontalRule with paragraph")),
        (node("paragraph", {"id": "p1"}, [PARAGRAPH]), ("p1", "misplaced", "paragraph with paragraph")),
        (
            node("paragraph", {"id": "p1"}, [node("mention", {"user": "x"})]),
            ("p1/0", "wrong value", 'mention user: "x"'),
        ),
    ],
)
def test_each_is_told_with_its_place(block: Node, violation: tuple[str, str, str]) -> None:
    assert found(PARAGRAPH, block)[0][1:] == violation[1:]
    assert found(block) == [violation]


def test_blocks_that_stand_where_they_may_not_are_told_of_their_parent() -> None:
    assert found(ITEM) == [("", "misplaced", "doc with listItem")]


def test_unknown_children_are_told_of_once() -> None:
    assert found(node("bulletList", {"id": "l"}, [node("newItem", {})])) == [("l/0", "unknown node", "newItem")]


def test_they_are_counted_and_told_up_to_a_limit() -> None:
    many = violations_of(node("doc", {}, [node("x" * 1_000, {})] * 500))
    assert len(many) == MAX_VIOLATIONS
    assert many[0] == Violation("0", "unknown node", "x" * 200)
