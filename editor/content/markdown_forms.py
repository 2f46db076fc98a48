"""Which blocks Markdown has a form for. All others are written as JSON."""

import re
from collections.abc import Callable, Mapping

from editor.content.markdown_inline import is_valid
from editor.content.schema import NODES
from editor.content.tree import Child, Node, Run, nodes_of

LISTS = frozenset({"bulletList", "orderedList", "taskList"})

_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_CONTENT_TYPE = re.compile(r"[A-Za-z0-9._+/-]+")


def has_form(node: Node) -> bool:
    known = NODES.get(node.type)
    if known is None or known.group != "block" or node.marks or not is_valid(node):
        return False
    return _FORMS[node.type](node)


def is_empty_paragraph(child: Child) -> bool:
    """With an alignment it isn't."""
    return isinstance(child, Node) and child.type == "paragraph" and not child.children and not aligned(child)


def aligned(node: Node) -> str | None:
    return node.attributes.get("textAlign")


def _is_leaf(node: Node) -> bool:
    return not node.children


def _is_embed(node: Node) -> bool:
    return not node.children and re.fullmatch(r"[^<>]+", node.attributes.get("url", "")) is not None


def _is_attachment(node: Node) -> bool:
    content_type = node.attributes.get("contentType")
    return not node.children and (content_type is None or _CONTENT_TYPE.fullmatch(content_type) is not None)


def _is_mathematics(node: Node) -> bool:
    latex = node.attributes.get("latex", "")
    lines = latex.split("\n")
    return not node.children and not _UNPRINTABLE.search(latex) and all(line.strip(" \t") != "$$" for line in lines)


def _is_code(node: Node) -> bool:
    return all(isinstance(run, Run) and not run.marks and not _UNPRINTABLE.search(run.text) for run in node.children)


def _has_children(node: Node) -> bool:
    return bool(node.children)


def _is_list(node: Node) -> bool:
    item = "taskItem" if node.type == "taskList" else "listItem"
    return bool(node.children) and all(
        isinstance(child, Node) and child.type == item and is_valid(child) and _is_item(child)
        for child in node.children
    )


def _is_item(item: Node) -> bool:
    head = item.children[0] if item.children else None
    if not isinstance(head, Node) or head.type != "paragraph" or not has_form(head):
        return False
    return item.type != "taskItem" or not aligned(head)


def _is_details(node: Node) -> bool:
    parts = nodes_of(node)
    if [part.type for part in parts] != ["detailsSummary", "detailsContent"] or len(parts) != len(node.children):
        return False
    return all(map(is_valid, parts)) and bool(parts[1].children)


def _is_table(node: Node) -> bool:
    return bool(node.children) and all(
        isinstance(row, Node) and row.type == "tableRow" and is_valid(row) and all(map(_is_cell, row.children))
        for row in node.children
    )


def _is_cell(cell: Child) -> bool:
    return (
        isinstance(cell, Node) and cell.type in {"tableCell", "tableHeader"} and is_valid(cell) and bool(cell.children)
    )


def _is_footnote(node: Node) -> bool:
    paragraphs = all(
        isinstance(child, Node) and child.type == "paragraph" and has_form(child) for child in node.children
    )
    return "id" in node.attributes and bool(node.children) and paragraphs


def _is_any(_node: Node) -> bool:
    """Whatever stands in a line has a form."""
    return True


_FORMS: Mapping[str, Callable[[Node], bool]] = {
    "paragraph": _is_any,
    "heading": _is_any,
    "image": _is_any,
    "blockquote": _has_children,
    "bulletList": _is_list,
    "orderedList": _is_list,
    "taskList": _is_list,
    "callout": _has_children,
    "details": _is_details,
    "codeBlock": _is_code,
    "table": _is_table,
    "horizontalRule": _is_leaf,
    "attachment": _is_attachment,
    "embed": _is_embed,
    "blockMath": _is_mathematics,
    "footnote": _is_footnote,
}
