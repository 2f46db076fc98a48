"""Documents made by hypothesis from the schema: every node, mark and attribute, in every place that it may have."""

import string
from collections.abc import Callable, Mapping
from typing import Any

from hypothesis import strategies as st

from editor.content.schema import COLORS, EMBED_HOSTS, MARKS, NODES, Attribute
from editor.content.tree import Child, Mark, Node, Run, mark, node, ordered

_SYNTAX = st.sampled_from(
    r"""* ** _ __ ` `` ``` ~~ == $ $$ [ ] [^a] [^a]: ( ) ![ ]( <u> </u> <br> <p></p> </details> <td> < > & &amp; &#32; \
    \* # ## - + 1. 1) | :-- --- === [!NOTE] [x] {a=b} ! : ~ = <https://youtu.be/x> http://x.y @ ' " %""".split()  # noqa: SIM905 — a list of these is hard to read
)
_CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
_ODD = st.sampled_from(" \t\n\r\u00a0\u3000\u2028\u200b\ufeff\x01\x1f\x7f\x85é😀👩‍💻漢שم\u0301\U0001d49c1a.")
TEXTS = st.lists(
    st.one_of(st.text(string.ascii_letters + " ", max_size=6), _SYNTAX, _ODD, st.text(_CHARACTERS, max_size=3)),
    max_size=5,
).map("".join)
_IDS = st.text(string.ascii_letters + string.digits + "_-", min_size=1, max_size=64)
_HOSTS = sorted(host for hosts in EMBED_HOSTS.values() for host in hosts)


def _limited(texts: st.SearchStrategy[str], spec: Attribute) -> st.SearchStrategy[str]:
    return texts.filter(spec.allows)


_addresses = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"], exclude_characters="\ufeff"), max_size=20)

_VALUES: Mapping[str, Callable[[Attribute], st.SearchStrategy[Any]]] = {
    "blockId": lambda _spec: _IDS,
    "boolean": lambda _spec: st.booleans(),
    "choice": lambda spec: st.sampled_from(spec.values),
    "color": lambda _spec: st.sampled_from(COLORS),
    "embed": lambda spec: _limited(
        st.builds(lambda host, rest: f"https://{host}/{rest}", st.sampled_from(_HOSTS), _addresses), spec
    ),
    "integer": lambda spec: st.integers(int(spec.minimum), int(spec.maximum)),
    "integers": lambda spec: st.lists(st.integers(int(spec.minimum), int(spec.maximum)), max_size=3),
    "link": lambda spec: _limited(
        st.builds("".join, st.tuples(st.sampled_from(["https://", "http://x", "mailto:a", "HTTPS://é"]), _addresses)),
        spec,
    ),
    "string": lambda spec: (
        st.from_regex(spec.pattern, fullmatch=True).filter(spec.allows) if spec.pattern else _limited(TEXTS, spec)
    ),
    "uuid": lambda _spec: st.uuids().map(str),
}


def _attributes(known: Mapping[str, Attribute]) -> st.SearchStrategy[dict[str, Any]]:
    """Any that are allowed; block ids too, which `without_ids` takes away."""
    required = {name: _VALUES[spec.type](spec) for name, spec in known.items() if not spec.allows(None)}
    optional = {name: _VALUES[spec.type](spec) for name, spec in known.items() if spec.allows(None)}
    return st.fixed_dictionaries(required, optional=optional)


def _mark(name: str) -> st.SearchStrategy[Mark]:
    return _attributes(MARKS[name].attributes).map(lambda found: mark(name, found))


_MARKS = {name: _mark(name) for name in sorted(MARKS)}
MARK_SETS: st.SearchStrategy[tuple[Mark, ...]] = (
    st.lists(st.sampled_from(list(_MARKS)), max_size=4, unique=True)
    .flatmap(lambda names: st.tuples(*[_MARKS[name] for name in names]))
    .map(ordered)
)


def _atoms() -> st.SearchStrategy[Node]:
    names = [name for name, known in NODES.items() if known.group == "inline" and name != "text"]
    each = [
        st.builds(
            lambda found, marks, name=name: node(name, found, (), marks), _attributes(NODES[name].attributes), MARK_SETS
        )
        for name in names
    ]
    return st.one_of(each)


_INLINE: st.SearchStrategy[Child] = st.one_of(
    st.builds(Run, TEXTS, MARK_SETS), st.builds(Run, TEXTS), _atoms(), st.builds(Run, TEXTS, MARK_SETS)
)
_CONTENT: Mapping[str, st.SearchStrategy[list[Any]]] = {
    "inline*": st.lists(_INLINE, max_size=5),
    "text*": st.lists(st.builds(Run, TEXTS), max_size=3),
}


def _nodes(name: str, content: st.SearchStrategy[list[Any]]) -> st.SearchStrategy[Node]:
    return st.builds(lambda found, children: node(name, found, children), _attributes(NODES[name].attributes), content)


def _named(name: str, blocks: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Nodes of one type. `blocks` are what stands where any block may."""
    expression = NODES[name].content
    if expression is None:
        return _nodes(name, st.just([]))
    if expression in _CONTENT:
        return _nodes(name, _CONTENT[expression])
    parts: dict[str, Callable[[], st.SearchStrategy[list[Node]]]] = {
        "block+": lambda: st.lists(blocks, min_size=1, max_size=3),
        "paragraph block*": lambda: st.builds(
            lambda head, rest: [head, *rest], _named("paragraph", blocks), st.lists(blocks, max_size=2)
        ),
        "detailsSummary detailsContent": lambda: st.tuples(
            _named("detailsSummary", blocks), _named("detailsContent", blocks)
        ).map(list),
        "(tableCell | tableHeader)*": lambda: st.lists(
            _named("tableCell", blocks) | _named("tableHeader", blocks), max_size=3
        ),
    }
    if expression in parts:
        return _nodes(name, parts[expression]())
    return _nodes(name, st.lists(_named(expression.removesuffix("+"), blocks), min_size=1, max_size=3))


_GROUP = [name for name, known in NODES.items() if known.group == "block"]
_LEAVES = [name for name in _GROUP if NODES[name].content in {None, "inline*", "text*"}]


@st.composite
def _plain_tables(draw: st.DrawFn) -> Node:
    """Those that Markdown writes with pipes: chance makes few of them."""
    width = draw(st.integers(1, 3))
    cell = _CONTENT["inline*"].map(lambda children: [node("paragraph", {}, children)])
    rows = draw(st.lists(st.lists(cell, min_size=width, max_size=width), min_size=1, max_size=3))
    kinds = ["tableHeader"] + ["tableCell"] * (len(rows) - 1)
    return node(
        "table",
        {},
        [node("tableRow", {}, [node(kind, {}, one) for one in row]) for kind, row in zip(kinds, rows, strict=True)],
    )


BLOCKS: st.SearchStrategy[Node] = st.recursive(
    st.one_of([_named(name, st.nothing()) for name in _LEAVES]) | _named("paragraph", st.nothing()) | _plain_tables(),
    lambda inner: st.one_of([_named(name, inner) for name in _GROUP if name not in _LEAVES]),
    max_leaves=10,
)
DOCUMENTS: st.SearchStrategy[Node] = st.lists(BLOCKS, min_size=1, max_size=4).map(
    lambda blocks: node("doc", {}, blocks)
)


def without_ids(root: Node) -> Node:
    """As Markdown has it: only footnotes keep their ids."""
    if root.type == "footnote":
        kept = dict(root.attributes)
    else:
        kept = {name: value for name, value in root.attributes.items() if name != "id"}
    children = tuple(without_ids(child) if isinstance(child, Node) else child for child in root.children)
    return Node(root.type, kept, children, root.marks)
