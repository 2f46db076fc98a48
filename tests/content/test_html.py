"""A document as HTML: readable by anything, and active nowhere."""

from html.parser import HTMLParser
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from pycrdt import Doc

from editor.content.crdt_writer import write_document
from editor.content.document import html_of, markdown_of
from editor.content.html import write_html
from editor.content.html_cleaning import clean
from editor.content.html_nodes import Addresses
from editor.content.schema import MARKS, NODES
from editor.content.tree import Child, Mark, Node, Run, node
from tests.content.documents import DOCUMENTS

FILE = str(UUID(int=1))
ADDRESSES = Addresses(lambda file: f"/files/{file}", lambda document: f"/documents/{document}")


def html(*blocks: Child) -> str:
    return write_html(node("doc", {}, blocks), ADDRESSES)


def paragraph(*children: Child | str) -> Node:
    return node("paragraph", {}, [Run(child) if isinstance(child, str) else child for child in children])


def test_footnotes_come_last_and_are_numbered_as_they_are_referred_to() -> None:
    reference = [node("footnoteReference", {"footnote": id_}) for id_ in ("b", "a", "b", "gone")]
    notes = [node("footnote", {"id": id_}, [paragraph(f"Note {id_}")]) for id_ in ("a", "b", "c")]
    written = html(*notes, paragraph(*reference), paragraph("After"))
    assert written.index("After") < written.index("Note b") < written.index("Note a") < written.index("Note c")
    assert [written.count(f">{number}</a>") for number in (1, 2, 3)] == [2, 1, 0]


def test_header_cells_say_what_they_are_for() -> None:
    header, cell = node("tableHeader", {}, [paragraph("h")]), node("tableCell", {}, [paragraph("c")])
    table = node("table", {}, [node("tableRow", {}, [header, header]), node("tableRow", {}, [header, cell])])
    assert [html(table).count(f'scope="{scope}"') for scope in ("col", "row")] == [2, 1]


def test_pictures_have_the_address_that_they_are_given() -> None:
    image = node("image", {"file": FILE, "alt": 'A "cat"'}, [Run("Caption")])
    assert f'<img src="/files/{FILE}" alt="A &quot;cat&quot;" loading="lazy">' in html(image)
    assert '<figcaption dir="auto">Caption</figcaption>' in html(image)
    assert "<img" not in write_html(node("doc", {}, [image]))


def test_what_is_unknown_keeps_its_text() -> None:
    unknown = node("fromTheFuture", {"src": "x"}, [paragraph("kept", node("sparkle", {"label": "x"}))])
    assert html(unknown) == (
        '<div data-unknown="fromTheFuture"><p dir="auto">kept<span data-unknown="sparkle"></span></p></div>'
    )


def test_a_document_deeper_than_the_stack_is_written() -> None:
    deep = paragraph("deep")
    for _ in range(5_000):
        deep = node("blockquote", {}, [deep])
    written = html(deep)
    assert "deep" in written
    assert written.count("<blockquote>") < 250


def test_the_public_face_reads_the_crdt() -> None:
    doc: Doc[Any] = Doc()
    write_document(doc, node("doc", {}, [paragraph("Hi ", Run("there", (Mark("bold"),)))]), lambda: "a1")
    assert html_of(doc) == '<p data-id="a1" dir="auto">Hi <strong>there</strong></p>'
    assert markdown_of(doc) == "Hi **there**"


ATTACKS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:msgbox(1)",
    "https://evil.example/embed",
    "https://www.youtube.com.evil.example/x",
    "https://www.youtube.com@evil.example/x",
    "//evil.example/x",
    "</code></pre><svg onload=alert(1)>",
    "<iframe src=https://evil.example>",
    "x:expression(alert(1))",
    "<math><mtext></p><style><img src=x onerror=alert(1)>",
    "]]><script>",
    "-->",
    "\x00<script>",
]
_CHILDREN = [paragraph("in")]


def attacked(attack: str) -> list[Child]:
    """Every node, mark and attribute with it, and one of its own name."""
    nodes = [
        (name, {attribute: attack})
        for name, known in NODES.items()
        for attribute in [*known.attributes, attack, "href", "src", "onclick", "style"]
    ]
    marks = [
        Mark(name, {attribute: attack})
        for name, known in MARKS.items()
        for attribute in [*known.attributes, attack, "onclick", "style"]
    ]
    return [
        node(attack, {attack: attack}, _CHILDREN),
        *[Node(name, found, tuple(_CHILDREN)) for name, found in nodes],
        *[paragraph(Node(name, found), attack) for name, found in nodes],
        *[paragraph(Run(attack, (mark,))) for mark in marks],
    ]


_SAFE = ("https://", "http://", "mailto:", "/files/", "/documents/", "#footnote-")


class Active(HTMLParser):
    """Gathers whatever could do something."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style", "iframe", "svg", "math", "object", "embed", "form", "base", "meta", "link"}:
            self.found.append(tag)
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self.found.append(name)
            if name in {"href", "src"} and not (value or "").lower().startswith(_SAFE):
                self.found.append(f"{name}={value}")


def active_parts(written: str) -> list[str]:
    parser = Active()
    parser.feed(written)
    return parser.found


@pytest.mark.parametrize("attack", ATTACKS)
def test_no_value_becomes_active(attack: str) -> None:
    written = html(*attacked(attack))
    assert active_parts(written) == []
    assert "data-embed" not in written


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(DOCUMENTS)
def test_the_second_wall_finds_nothing_left_to_do(doc: Node) -> None:
    written = write_html(doc, ADDRESSES)
    assert active_parts(written) == []
    assert clean(written) == written
