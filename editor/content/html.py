"""A document as HTML that is safe anywhere: clean and semantic, without styles and scripts.

Two walls: what is written here is escaped and knows only the schema's nodes and values, and nh3 lets through only the
elements and attributes that are written here (`html_cleaning.py`).
"""

from collections.abc import Sequence
from html import escape

from editor.content.html_cleaning import clean
from editor.content.html_line import closing_tag, opening_tag, shown, tag
from editor.content.html_nodes import Addresses, Context, tags
from editor.content.schema import NODES
from editor.content.tree import Mark, Node, Run, descendants
from editor.content.walk import Enter, walk

MAX_DEPTH = 200
"""What is deeper is written without its tags."""


def write_html(root: Node, addresses: Addresses | None = None) -> str:
    """The blocks below the root, and after them the footnotes, in the order in which they are referred to."""
    return clean(_Writing(root, addresses or Addresses()).finished())


class _Writing:
    def __init__(self, root: Node, addresses: Addresses) -> None:
        self._context = Context(addresses, _footnote_numbers(root))
        self._notes: dict[str, list[str]] = {}
        self._outputs: list[list[str]] = [[]]
        self._marks: tuple[Mark, ...] = ()
        self._closing: list[tuple[Node, str]] = [(root, "")]
        for step in walk(root):
            if isinstance(step, Run):
                self._set_marks(step.marks)
                self._write(escape(step.text, quote=False))
            elif isinstance(step, Enter):
                self._enter(step.node)
            else:
                self._leave(step.node)
        self._set_marks(())

    def finished(self) -> str:
        notes = sorted(self._notes, key=lambda id_: self._context.numbers.get(id_, len(self._context.numbers) + 1))
        items = "".join(f"{tag('li', id=f'footnote-{id_}')}{''.join(self._notes[id_])}</li>" for id_ in notes)
        section = f'<section class="footnotes"><ol>{items}</ol></section>' if items else ""
        return "".join(self._outputs[0]) + section

    def _write(self, html: str) -> None:
        self._outputs[-1].append(html)

    def _set_marks(self, marks: Sequence[Mark]) -> None:
        """Closes what ends here and opens what begins here; what goes on stays open."""
        kept = 0
        while kept < min(len(marks), len(self._marks)) and marks[kept] == self._marks[kept]:
            kept += 1
        for mark in reversed(self._marks[kept:]):
            self._write(closing_tag(mark))
        for mark in marks[kept:]:
            self._write(opening_tag(mark))
        self._marks = tuple(marks)

    def _enter(self, node: Node) -> None:
        parent = self._closing[-1][0]
        is_in_line = parent.type in NODES and NODES[parent.type].is_textblock
        self._set_marks(node.marks if is_in_line else ())
        if node.type == "tableRow":
            is_header = all(isinstance(cell, Node) and cell.type == "tableHeader" for cell in node.children)
            self._context.scopes.append("col" if is_header else "row")
        is_shown = len(self._closing) <= MAX_DEPTH
        opening, closing = tags(node, self._context, is_in_line=is_in_line) if is_shown else ("", "")
        if node.type == "footnote":
            self._outputs.append(self._notes.setdefault(str(shown(node, "id")), []))
        self._write(opening)
        self._closing.append((node, closing))

    def _leave(self, node: Node) -> None:
        if NODES.get(node.type) is None or NODES[node.type].group != "inline":
            self._set_marks(())
        self._write(self._closing.pop()[1])
        if node.type == "footnote":
            self._outputs.pop()
        if node.type == "tableRow":
            self._context.scopes.pop()


def _footnote_numbers(root: Node) -> dict[str, int]:
    """Numbers for the footnotes that there are, in the order in which they are first referred to."""
    nodes = [child for child in descendants(root) if isinstance(child, Node)]
    notes = {str(shown(node, "id")) for node in nodes if node.type == "footnote"}
    referred = [str(shown(node, "footnote")) for node in nodes if node.type == "footnoteReference"]
    return {id_: place for place, id_ in enumerate(dict.fromkeys(id_ for id_ in referred if id_ in notes), start=1)}
