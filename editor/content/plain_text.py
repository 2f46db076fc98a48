"""A document as plain text: its title, its lines, and how many words they have."""

import re
from typing import Any

from pycrdt import Doc, Text

from editor.content.crdt import BODY, read_document
from editor.content.schema import NODES
from editor.content.tree import Node, Run
from editor.content.walk import Enter, Step, walk

__all__ = ["BODY", "TITLE", "PlainText", "count_words", "text_of", "title_of"]

TITLE = "title"

# Han, kana and the like are written without spaces: each character counts as a word, as word processors do it.
_CJK = r"\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_LETTER = rf"[^\W_{_CJK}]"
_WORD = re.compile(rf"[{_CJK}]|{_LETTER}(?:{_LETTER}|[\u0300-\u036f]|['\u2019.\-_](?={_LETTER}))*")
_INLINE = frozenset(name for name, known in NODES.items() if known.group == "inline") - {"hardBreak"}
_CELLS = frozenset({"tableCell", "tableHeader"})
_SHOWN = {
    "image": "alt",
    "attachment": "name",
    "blockMath": "latex",
    "inlineMath": "latex",
    "mention": "label",
    "documentLink": "title",
}
"""The attribute that says what people see of a node without text."""


def title_of(doc: Doc[Any]) -> str:
    """The title on one line, without surrounding space."""
    title = doc.get(TITLE, type=Text)
    return " ".join("".join(value.replace("\x00", "") for value, _ in title.diff() if isinstance(value, str)).split())


def text_of(doc: Doc[Any]) -> str:
    """The body, one line for each block that has text. A table's row is a line, with tabs between its cells."""
    text = PlainText()
    for step in walk(read_document(doc)):
        text.take(step)
    return text.finished()


def count_words(text: str) -> int:
    return sum(1 for _ in _WORD.finditer(text))


class PlainText:
    """Is told a tree step by step, and then has its text."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._line: list[str] = []
        self._row: list[str] | None = None
        self._open_cells = 0

    def take(self, step: Step) -> None:
        if isinstance(step, Run):
            self._line.append(step.text)
        elif isinstance(step, Enter):
            self._enter(step.node)
        else:
            self._leave(step.node)

    def finished(self) -> str:
        self._end_line()
        return "\n".join(self._lines)

    def _enter(self, node: Node) -> None:
        if node.type in _CELLS:
            self._open_cells += 1
        elif not _is_in_line(node):
            self._break()
        shown = node.attributes.get(_SHOWN.get(node.type, ""))
        if isinstance(shown, str):
            self._line.append(f"@{shown}" if node.type == "mention" else shown)
            if node.type == "image":
                self._break()

    def _leave(self, node: Node) -> None:
        if node.type in _CELLS:
            self._open_cells -= 1
            if not self._open_cells:
                self._end_cell()
                return
        if node.type == "tableRow" and not self._open_cells:
            self._end_row()
        elif not _is_in_line(node):
            self._break()

    def _break(self) -> None:
        """In a cell a space is enough, unless there are tables in tables: they are all in one line."""
        if self._open_cells:
            self._line.append(" ")
        else:
            self._end_line()

    def _end_cell(self) -> None:
        self._row = [*(self._row or []), " ".join("".join(self._line).split())]
        self._line = []

    def _end_row(self) -> None:
        text = "\t".join(self._row or []).strip()
        self._row = None
        if text:
            self._lines.append(text)

    def _end_line(self) -> None:
        if self._row is not None:
            self._end_row()
        text = "".join(self._line).strip()
        self._line = []
        if text:
            self._lines.append(text)


def _is_in_line(node: Node) -> bool:
    """Something unknown that has no content breaks no line: it may stand in one."""
    return node.type in _INLINE or (node.type not in NODES and not node.children)
