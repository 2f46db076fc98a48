"""A document as Markdown that says everything: read again (`markdown_reader`) it gives the same document.

The dialect is written down in docs/markdown.md; the browser writes the same (tests/data/markdown.json).
"""

from collections.abc import Callable, Mapping, Sequence

from editor.content.markdown_forms import LISTS, aligned, has_form, is_empty_paragraph
from editor.content.markdown_inline import inline
from editor.content.markdown_text import compact_json, escaped, fence_for
from editor.content.prosemirror import to_json
from editor.content.tree import Child, Node, Run, nodes_of

MAX_DEPTH = 40
"""Blocks with blocks in them that stand deeper are written as JSON."""

CALLOUTS: Mapping[str, str] = {"info": "NOTE", "warning": "WARNING", "success": "SUCCESS", "danger": "DANGER"}
SEPARATOR = "<!-- -->"
EMPTY_PARAGRAPH = "<p></p>"


def write_markdown(doc: Node) -> str:
    """Of a `doc` node: blocks with a blank line between, without one at the end."""
    if len(doc.children) == 1 and is_empty_paragraph(doc.children[0]):
        return ""
    return _blocks(doc.children, 1)


def _blocks(children: Sequence[Child], depth: int) -> str:
    written: list[str] = []
    for place, child in enumerate(children):
        if place and _run_together(children[place - 1], child):
            written.append(SEPARATOR)
        written.append(_block(child, depth))
    return "\n\n".join(written)


def _run_together(before: Child, after: Child) -> bool:
    """Two lists with the same kind of marker would be read as one."""
    if not (isinstance(before, Node) and isinstance(after, Node) and {before.type, after.type} <= LISTS):
        return False
    return (before.type == "orderedList") == (after.type == "orderedList")


def _block(child: Child, depth: int) -> str:
    if isinstance(child, Run) or not has_form(child) or (child.type in _CONTAINERS and depth > MAX_DEPTH):
        return _island(child)
    is_leaf = child.type in _LEAVES
    written = _LEAVES[child.type](child) if is_leaf else _CONTAINERS[child.type](child, depth)
    alignment = aligned(child)
    return f'<div align="{alignment}">\n\n{written}\n\n</div>' if alignment else written


def _island(child: Child) -> str:
    """What Markdown has no form for, unchanged."""
    return _fenced("json node", compact_json(to_json(child, with_defaults=False)))


def _fenced(info: str, text: str) -> str:
    fence = fence_for(text)
    return f"{fence}{info}\n{text}\n{fence}" if text else f"{fence}{info}\n{fence}"


def _paragraph(node: Node) -> str:
    return inline(node.children) or EMPTY_PARAGRAPH


def _heading(node: Node) -> str:
    text = inline(node.children, is_one_line=True)
    if text.endswith("#"):
        text = f"{text[:-1]}\\#"
    return f"{'#' * node.attributes.get('level', 1)} {text}".rstrip(" ")


def _blockquote(node: Node, depth: int) -> str:
    return _quoted(_blocks(node.children, depth + 1))


def _callout(node: Node, depth: int) -> str:
    return _quoted(f"[!{CALLOUTS[node.attributes.get('kind', 'info')]}]\n{_blocks(node.children, depth + 1)}")


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))


def _list(node: Node, depth: int) -> str:
    is_tight = _is_tight(node, depth)
    number = node.attributes.get("start", 1)
    items = []
    for place, item in enumerate(nodes_of(node)):
        box = {"taskItem": "[x] " if item.attributes.get("checked") else "[ ] "}.get(item.type, "")
        marker = f"{number + place}. " if node.type == "orderedList" else "- "
        items.append(_item(item, marker, box, depth + 1, "\n" if is_tight else "\n\n"))
    return ("\n" if is_tight else "\n\n").join(items)


def _item(item: Node, marker: str, box: str, depth: int, between: str) -> str:
    head, *rest = item.children
    parts = [box + _block(head, depth + 1)]
    if is_empty_paragraph(head) and (box or not rest):
        parts = [box.rstrip(" ")]
    if rest:
        parts.append(_blocks(rest, depth + 1))
    return _hanging(marker, len(marker), between.join(parts))


def _hanging(marker: str, indent: int, text: str) -> str:
    first, *others = text.split("\n")
    lines = [f"{marker}{first}".rstrip(" ") if not first else f"{marker}{first}"]
    return "\n".join(lines + [f"{' ' * indent}{line}" if line else "" for line in others])


def _is_tight(node: Node, depth: int) -> bool:
    """Whether the items can do without blank lines between: each is one line, perhaps with such a list below it."""
    if not has_form(node) or depth > MAX_DEPTH:
        return False
    return all(isinstance(item, Node) and _is_tight_item(item, depth + 1) for item in node.children)


def _is_tight_item(item: Node, depth: int) -> bool:
    head, *rest = item.children
    if len(rest) > 1 or not isinstance(head, Node) or not head.children or aligned(head):
        return False
    if not rest:
        return True
    inner = rest[0]
    if not isinstance(inner, Node) or inner.type not in LISTS or inner.attributes.get("start", 1) != 1:
        return False
    return _is_tight(inner, depth + 1)


def _details(node: Node, depth: int) -> str:
    summary, content = nodes_of(node)
    title = inline(summary.children, is_one_line=True)
    return f"<details><summary>{title}</summary>\n\n{_blocks(content.children, depth + 2)}\n\n</details>"


def _code(node: Node) -> str:
    text = "".join(run.text for run in node.children if isinstance(run, Run))
    return _fenced(node.attributes.get("language", ""), text)


def _table(node: Node, depth: int) -> str:
    rows = [nodes_of(row) for row in nodes_of(node)]
    return _pipe_table(rows) if _is_plain(rows) else _html_table(rows, depth)


def _is_plain(rows: Sequence[Sequence[Node]]) -> bool:
    """One row of header cells, and in each cell one line."""
    kinds = ["tableHeader", *["tableCell"] * (len(rows) - 1)]
    return len(rows[0]) > 0 and all(
        len(row) == len(rows[0]) and all(cell.type == kind and _is_plain_cell(cell) for cell in row)
        for row, kind in zip(rows, kinds, strict=True)
    )


def _is_plain_cell(cell: Node) -> bool:
    (head, *rest) = cell.children
    is_line = isinstance(head, Node) and head.type == "paragraph" and has_form(head) and not aligned(head)
    return is_line and not rest and not cell.attributes


def _pipe_table(rows: Sequence[Sequence[Node]]) -> str:
    lines = [f"| {' | '.join(_pipe_cell(cell) for cell in row)} |" for row in rows]
    return "\n".join([lines[0], f"| {' | '.join('---' for _ in rows[0])} |", *lines[1:]])


def _pipe_cell(cell: Node) -> str:
    (line,) = nodes_of(cell)
    return inline(line.children, is_one_line=True).replace("|", "\\|")


def _html_table(rows: Sequence[Sequence[Node]], depth: int) -> str:
    lines = ["<table>"]
    for row in rows:
        lines += ["<tr>", *[_html_cell(cell, depth + 2) for cell in row], "</tr>"]
    return "\n".join([*lines, "</table>"])


def _html_cell(cell: Node, depth: int) -> str:
    tag = "th" if cell.type == "tableHeader" else "td"
    opening = tag
    for name in ("colspan", "rowspan"):
        if name in cell.attributes:
            opening += f' {name}="{cell.attributes[name]}"'
    if "colwidth" in cell.attributes:
        opening += f' data-colwidth="{",".join(map(str, cell.attributes["colwidth"]))}"'
    if len(cell.children) == 1 and is_empty_paragraph(cell.children[0]):
        return f"<{opening}></{tag}>"
    return f"<{opening}>\n\n{_blocks(cell.children, depth + 1)}\n\n</{tag}>"


def _image(node: Node) -> str:
    found = node.attributes
    written = f"![{escaped(found.get('alt', ''))}](file:{found.get('file', '')})"
    described = ['alt=""'] if found.get("alt") == "" else []
    described += [f"{name}={found[name]}" for name in ("width", "align", "pixelWidth", "pixelHeight") if name in found]
    caption = inline(node.children)
    return written + _braces(described) + (f"\n{caption}" if caption else "")


def _attachment(node: Node) -> str:
    found = node.attributes
    described = [f"{name}={found[name]}" for name in ("size", "contentType") if name in found]
    return f"[{escaped(found.get('name', ''))}](file:{found.get('file', '')}){_braces(described)}"


def _braces(described: Sequence[str]) -> str:
    return f"{{{' '.join(described)}}}" if described else ""


def _embed(node: Node) -> str:
    return f"<{node.attributes['url']}>"


def _mathematics(node: Node) -> str:
    latex = node.attributes.get("latex", "")
    return f"$$\n{latex}\n$$" if latex else "$$\n$$"


def _footnote(node: Node, depth: int) -> str:
    return _hanging(f"[^{node.attributes['id']}]: ", 4, _blocks(node.children, depth + 1))


_LEAVES: Mapping[str, Callable[[Node], str]] = {
    "paragraph": _paragraph,
    "heading": _heading,
    "codeBlock": _code,
    "horizontalRule": lambda _node: "---",
    "image": _image,
    "attachment": _attachment,
    "embed": _embed,
    "blockMath": _mathematics,
}
_CONTAINERS: Mapping[str, Callable[[Node, int], str]] = {
    "blockquote": _blockquote,
    "bulletList": _list,
    "orderedList": _list,
    "taskList": _list,
    "callout": _callout,
    "details": _details,
    "table": _table,
    "footnote": _footnote,
}
