"""The dialect of docs/markdown.md: examples of everything, which the browser must write likewise."""

import json
import time
from pathlib import Path
from typing import Any

import pytest

from editor.content.markdown import write_markdown
from editor.content.markdown_block_rules import TooDeep
from editor.content.markdown_reader import MAX_BYTES, TooLong, read_markdown
from editor.content.prosemirror import NotADocument, from_json, to_json
from editor.content.schema import MARKS, NODES, MarkType, NodeType
from editor.content.tree import Mark, Node, descendants

EXAMPLES: list[dict[str, Any]] = json.loads((Path(__file__).parent.parent / "data" / "markdown.json").read_text())


def document(example: dict[str, Any]) -> Node:
    doc = from_json(example["doc"])
    assert isinstance(doc, Node)
    return doc


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: str(example["name"]))
def test_it_is_written_like_the_examples_and_read_back(example: dict[str, Any]) -> None:
    doc = document(example)
    assert write_markdown(doc) == example["markdown"]
    assert read_markdown(example["markdown"]) == doc
    assert from_json(to_json(doc)) == doc


def test_there_is_an_example_of_every_node_mark_and_attribute() -> None:
    docs = [document(example) for example in EXAMPLES]
    children = [*docs, *[child for doc in docs for child in descendants(doc)]]
    owners: list[Node | Mark] = [child for child in children if isinstance(child, Node)]
    owners += [mark for child in children for mark in child.marks]
    found = {one.type for one in owners} | {"text"}
    found |= {f"{one.type}.{name}" for one in owners for name in one.attributes}
    known: list[NodeType | MarkType] = [*NODES.values(), *MARKS.values()]
    wanted = {f"{one.name}.{name}" for one in known for name in one.attributes} | {one.name for one in known}
    assert {name for name in wanted - found if not name.endswith(".id")} == set()


@pytest.mark.parametrize(
    ("markdown", "doc"),
    [
        ("*a* __b__ ***c***", "_a_ **b** **_c_**"),
        ("Title\n=====\n\nOther\n-----", "# Title\n\n## Other"),
        ("###### deep", "#### deep"),
        ("* a\n* b\n\n+ c", "- a\n- b\n\n<!-- -->\n\n- c"),
        ("- [X] done\n- none", "- [x] done\n\n<!-- -->\n\n- none"),
        ("one\ntwo  \nthree", "one two\\\nthree"),
        ("    indented\n", "```\nindented\n```"),
        ("> [!tip]\n> Do\n\n> [!IMPORTANT]\n> Read", "> [!SUCCESS]\n> Do\n\n> [!NOTE]\n> Read"),
        ("![cat](https://example.com/cat.png)", "[cat](https://example.com/cat.png)"),
        ("[bad](javascript:alert) ![x](data:image/png)", "bad x"),
        ("<https://example.com/>", "[https://example.com/](https://example.com/)"),
        ("[a][1]\n\n[1]: https://example.com/", "[a](https://example.com/)"),
        ("<script>alert(1)</script>", "\\<script>alert(1)\\</script>"),
        ("a <b>b</b> <i>i</i> <del>d</del> <ins>n</ins> <u>open", "a **b** _i_ ~~d~~ <u>n</u> \\<u>open"),
        ("**a <u>b** c</u>", "**a \\<u>b** c\\</u>"),
        ("<details>\n<summary>S</summary>\nT\n</details>", "<details><summary>S</summary>\n\nT\n\n</details>"),
        ("<details>\n\nnever closed", "\\<details>\n\nnever closed"),
        ("</details>", "\\</details>"),
        ("<table>\n<tr>\nstray\n</tr>\n</table>", "\\<table>\n\n\\<tr>\n\nstray"),
        ("costs $5 and $6, between $10-$20", "costs \\$5 and \\$6, between \\$10-\\$20"),
        ("| a | b |\n|:-:|--|\n| 1 |", None),
        ("[^1]: note\n\n    - list", "[^1]: note\n\n- list"),
        ("```json node\nnot json\n```", "```json\nnot json\n```"),
        ("a\r\nb\x00", "a b"),
        ("", ""),
    ],
)
def test_other_markdown_is_read_as_what_it_means(markdown: str, doc: str | None) -> None:
    read = read_markdown(markdown)
    written = write_markdown(read)
    assert read_markdown(written) == read
    if doc is not None:
        assert written == doc


def test_a_centred_column_has_centred_cells() -> None:
    doc = read_markdown("| a | b |\n|:-:|--|\n| 1 |")
    lines = [child for child in descendants(doc) if isinstance(child, Node) and child.type == "paragraph"]
    assert [line.attributes for line in lines] == [{"textAlign": "center"}, {}, {"textAlign": "center"}, {}]


@pytest.mark.parametrize("value", [None, [], "x", {}, {"type": 1}, {"type": "p", "content": {}}, {"type": "text"}])
def test_json_that_is_no_document_is_told_from_one_that_is(value: object) -> None:
    with pytest.raises(NotADocument):
        from_json(value)


HOSTILE = {
    "brackets": "[" * 20_000,
    "closed brackets": "[]" * 10_000,
    "links": "[a](" * 8_000,
    "images": "![" * 10_000,
    "stars": "*" * 20_000,
    "starred": "*a " * 10_000,
    "both": "*a_ " * 6_000,
    "tildes": "~~a " * 6_000,
    "marks": "==a " * 6_000,
    "dollars": "$a " * 10_000,
    "backslashes": "\\" * 20_000,
    "backticks": "".join("`" * (n % 300) + " " for n in range(1, 700)),
    "references": "[^a" * 8_000,
    "definitions": "[^a]: b\n" * 5_000,
    "entities": "&#1" * 8_000,
    "tags": "<u>" * 8_000,
    "closing tags": "<u></b>" * 4_000,
    "attributes": '<span data-node="' * 2_000,
    "anglebrackets": "<" * 20_000,
    "comments": "<!--" * 6_000,
    "closed details": "<details>\n</details>\n" * 2_000,
    "stray ends": "</details>\n" * 4_000,
    "rows": "| a |\n| - |\n" + "| b | c | d |\n" * 5_000,
    "lines": "a\n" * 20_000,
    "rules": "$$\n" * 4_000 + "x",
    "fences": "```\n" * 4_000,
    "quoted lines": "> a\n" * 4_000,
    "items": "- a\n" * 2_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_in_time(name: str) -> None:
    started = time.process_time()
    doc = read_markdown(HOSTILE[name])
    assert time.process_time() - started < 15
    assert doc.type == "doc"


@pytest.mark.parametrize(
    "text",
    [
        "> " * 100_000,
        "- " * 100_000 + "a",
        "[^a]: " * 10_000,
        "<details>\n" * 1_000,
        "".join(f"{'  ' * depth}- a\n" for depth in range(300)),
        "```json node\n" + '{"type":"a","content":[' * 300 + "]}" * 300 + "\n```",
    ],
    ids=lambda text: text[:6],
)
def test_what_is_nested_too_deep_is_refused(text: str) -> None:
    with pytest.raises(TooDeep, match="more than 100 levels deep"):
        read_markdown(text)


def test_what_is_too_long_is_refused() -> None:
    with pytest.raises(TooLong, match="longer than 2 MB"):
        read_markdown("é" * (MAX_BYTES // 2 + 1))
