"""What stands in a line as HTML: the tags of marks, and the nodes that are like letters."""

from collections.abc import Mapping
from html import escape
from typing import Any

from editor.content.schema import MARKS, MISSING, NODES, Attribute
from editor.content.tree import Mark, Node

_TAGS = {
    "bold": "strong",
    "italic": "em",
    "underline": "u",
    "strike": "s",
    "code": "code",
    "subscript": "sub",
    "superscript": "sup",
    "highlight": "mark",
    "textColor": "span",
    "link": "a",
}


def shown(owner: Node | Mark, name: str) -> Any:
    """The attribute's value if the schema allows it, and otherwise its default."""
    known: Mapping[str, Attribute] = (NODES if isinstance(owner, Node) else MARKS)[owner.type].attributes
    value = owner.attributes.get(name)
    if value is not None and known[name].allows(value):
        return value
    return None if known[name].default is MISSING else known[name].default


def tag(name: str, **attributes: Any) -> str:
    """An opening tag. Attributes that are None or False are left out; `_` in names is written as `-`."""
    written = "".join(
        f' {key.strip("_").replace("_", "-")}="{escape("" if value is True else str(value))}"'
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    return f"<{name}{written}>"


def opening_tag(mark: Mark) -> str:
    """Nothing for a mark that isn't the schema's, and for a link that leads where none may."""
    if mark.type not in _TAGS:
        return ""
    if mark.type == "link":
        href = shown(mark, "href")
        return tag("a", href=href) if href else ""
    color = shown(mark, "color") if mark.type in {"highlight", "textColor"} else None
    return tag(_TAGS[mark.type], data_color=color)


def closing_tag(mark: Mark) -> str:
    return f"</{_TAGS[mark.type]}>" if opening_tag(mark) else ""
