"""Any text is read as Markdown, and what it says can be written into a document."""

import json
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pycrdt import Doc

from editor.content.crdt import read_document
from editor.content.crdt_writer import write_document
from editor.content.markdown import write_markdown
from editor.content.markdown_reader import read_markdown
from editor.content.markdown_text import attribute_escaped
from editor.content.schema import MARKS, NODES, is_allowed_link, is_embed_address
from editor.content.tree import Mark, Node, Run, node
from tests.content.documents import TEXTS

_TEXTS = st.one_of(TEXTS, st.text(), st.text(st.characters(categories=["Cs"]), min_size=1, max_size=2))
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | _TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXTS, inner, max_size=3),
    max_leaves=5,
)
_NAMES = st.sampled_from([*NODES, *MARKS]) | _TEXTS
_MARKS = st.lists(st.fixed_dictionaries({"type": _NAMES}, optional={"attrs": st.dictionaries(_TEXTS, _VALUES)}))
_ISLANDS = st.recursive(
    st.fixed_dictionaries({"type": st.just("text"), "text": _TEXTS}, optional={"marks": _MARKS}),
    lambda inner: st.fixed_dictionaries(
        {"type": _NAMES},
        optional={
            "attrs": st.dictionaries(st.sampled_from(["id", "level", "user"]) | _TEXTS, _VALUES, max_size=3),
            "content": st.lists(inner, max_size=3),
            "marks": _MARKS,
        },
    ),
    max_leaves=4,
)
_JSON = st.builds(lambda value, is_ascii: json.dumps(value, ensure_ascii=is_ascii), _ISLANDS | _VALUES, st.booleans())
_FORMS = st.one_of(
    _TEXTS,
    st.builds("```json node\n{}\n```".format, _JSON),
    st.builds('<span data-node="{}"></span>'.format, _JSON.map(attribute_escaped)),
    st.builds('<span data-mark="{}">x</span>'.format, _JSON.map(attribute_escaped)),
    st.builds("> [!{}]\n> x".format, st.sampled_from(["NOTE", "WARN\u0130NG", "T\u0131P", "\u017fUCCESS"])),
    st.builds('<table>\n<tr>\n<td data-colwidth="{}">x</td>\n</tr>\n</table>'.format, st.text("0123456789,\u0661")),
    st.builds("{}. x".format, st.text("0123456789\u0661", max_size=12)),
)


def written(text: str) -> Node:
    doc: Doc[Any] = Doc()
    write_document(doc, read_markdown(text), iter(map(str, range(10**9))).__next__)
    return read_document(doc)


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(_FORMS, max_size=4).map("\n\n".join))
def test_any_text_is_a_document(text: str) -> None:
    write_markdown(written(text))


def nested(depth: int) -> str:
    return f'{{"type":"sparkle","attrs":{{"a":{"[" * depth}{"]" * depth}}}}}'


@pytest.mark.parametrize(
    "island",
    [
        '{"type":"sparkle","attrs":{"a":"\\ud800"}}',
        '{"type":"spar\\udc00kle"}',
        f'{{"type":"sparkle","attrs":{{"a":{2**63}}}}}',
        f'{{"type":"sparkle","attrs":{{"a":{"9" * 5_000}}}}}',
        '{"type":"sparkle","attrs":{"a":1e999}}',
        '{"type":"sparkle","attrs":{"a":NaN}}',
        nested(33),
        nested(900),
        '{"type":"text","text":"x","marks":[{"type":"sparkle","attrs":{"a":"\\ud800"}}]}',
    ],
    ids=lambda island: island[:60],
)
def test_islands_with_what_no_document_holds_are_text(island: str) -> None:
    assert written(f"```json node\n{island}\n```").children[0].type == "codeBlock"  # type: ignore[union-attr]
    inline = f'<span data-node="{attribute_escaped(island)}"></span>'
    assert read_markdown(inline) == node("doc", {}, [node("paragraph", {}, [Run(inline)])])


def test_islands_may_be_as_deep_as_values_of_a_document() -> None:
    assert read_markdown(f"```json node\n{nested(32)}\n```").children[0] == Node(
        "sparkle", json.loads(nested(32))["attrs"]
    )


def test_a_width_of_any_length_is_no_width() -> None:
    cell = f'<td data-colwidth="{"9" * 5_000}"></td>'
    assert cell in write_markdown(read_markdown(f"<table>\n<tr>\n{cell}\n</tr>\n</table>")).replace("\\", "")


def test_halves_of_characters_become_replacement_characters() -> None:
    assert read_markdown("a\ud800b") == node("doc", {}, [node("paragraph", {}, [Run("a\ufffdb")])])


def test_text_with_more_marks_than_the_stack_is_deep_comes_back() -> None:
    doc = node("doc", {}, [node("paragraph", {}, [Run("x", tuple(Mark(f"m{n:04}") for n in range(2_000)))])])
    assert read_markdown(write_markdown(doc)) == doc


def test_a_footnote_of_many_lines_is_read_in_time() -> None:
    started = time.process_time()
    read_markdown("[^a]: x\n" + "\n    same\n\n    ---\n" * 4_000)
    assert time.process_time() - started < 8


def test_addresses_and_languages_are_those_that_browsers_allow() -> None:
    assert not is_allowed_link("http\u017f://x.example")
    assert not is_embed_address("http\u017f://youtu.be/x")
    language = NODES["codeBlock"].attributes["language"]
    assert language.allows("python")
    assert not language.allows("python\n")
