"""The blocks of our dialect that CommonMark doesn't have, as rules for markdown-it."""

import re
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock

from editor.content.markdown import CALLOUTS, EMPTY_PARAGRAPH, SEPARATOR
from editor.content.schema import is_uuid

MAX_NESTING = 100
FOOTNOTE_INDENT = 4

KINDS = {word: kind for kind, word in CALLOUTS.items()} | {"TIP": "success", "IMPORTANT": "info", "CAUTION": "danger"}

_CELL = r'(?P<attributes>(?: (?:colspan|rowspan)="[0-9]{1,9}"| data-colwidth="(?:[0-9]{0,9},)*[0-9]{0,9}")*)'
_OPENING = re.compile(
    r'<(?:(?P<div>div) align="(?P<align>left|center|right|justify)"'
    r"|(?P<plain>details|table|tr)"
    rf"|(?P<cell>td|th){_CELL})>(?P<rest>.*)"
)
_CLOSING = re.compile(r"</(div|details|table|tr|td|th)>")
_SUMMARY = re.compile(r"<summary>(.*)</summary>")
_CALLOUT = re.compile(rf"\[!({'|'.join(KINDS)})\]", re.IGNORECASE | re.ASCII)
_FOOTNOTE = re.compile(r"\[\^([A-Za-z0-9_-]{1,64})\]:")
_FILE = re.compile(
    r"(?P<image>!?)\[(?P<label>(?:\\.|[^\\\[\]])*)\]\(file:(?P<file>[0-9a-f-]*)\)(?:\{(?P<braces>[^{}]*)\})?"
)


_Part = tuple[str, dict[str, Any]]
"""A token's type and what is known of it."""


class TooDeep(Exception):
    """More blocks within blocks than any document has."""

    def __init__(self) -> None:
        super().__init__(f"This text has blocks within blocks, more than {MAX_NESTING} levels deep.")


def add_block_rules(md: MarkdownIt) -> None:
    interrupting: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    ruler = md.block.ruler
    ruler.before("table", "depth", _depth)
    ruler.before("table", "tag", _tag, interrupting)
    ruler.before("table", "mathematics", _mathematics, interrupting)
    ruler.before("table", "file", _file)
    ruler.before("table", "callout", _callout)
    ruler.before("reference", "footnote", _footnote, interrupting)


def _depth(state: StateBlock, _start: int, _end: int, _silent: bool) -> bool:
    if state.level >= MAX_NESTING:
        raise TooDeep
    return False


def _line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip(" \t")


def _is_indented(state: StateBlock, line: int) -> bool:
    return state.sCount[line] - state.blkIndent >= 4


def _push(state: StateBlock, line: int, type_: str, **meta: Any) -> None:
    token = state.push(type_, "", 0)
    token.meta = meta
    token.content = _line(state, line)
    token.map = [line, line + 1]
    state.line = line + 1


def _tag(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    """A line that is a tag of ours. Which ones belong together is seen when the tree is built."""
    line = _line(state, start)
    if not line.startswith("<") or _is_indented(state, start):
        return False
    parts = _parts(line)
    if not silent:
        for type_, meta in parts:
            _push(state, start, type_, **meta)
    return bool(parts)


def _parts(line: str) -> list[_Part]:
    if line in {SEPARATOR, EMPTY_PARAGRAPH}:
        return [("separator" if line == SEPARATOR else "empty_paragraph", {})]
    if match := _CLOSING.fullmatch(line):
        return [("closing", {"tag": match[1]})]
    if match := _SUMMARY.fullmatch(line):
        return [("summary", {"text": match[1]})]
    match = _OPENING.fullmatch(line)
    return _opening(match) if match else []


def _opening(match: re.Match[str]) -> list[_Part]:
    tag, rest = match["div"] or match["plain"] or match["cell"], match["rest"]
    opening = (
        "opening",
        {"tag": tag, "align": match["align"], "attributes": _cell_attributes(match["attributes"] or "")},
    )
    if not rest:
        return [opening]
    if match["cell"] and rest == f"</{tag}>":
        return [opening, ("closing", {"tag": tag})]
    if tag == "details" and (summary := _SUMMARY.fullmatch(rest)):
        return [opening, ("summary", {"text": summary[1]})]
    return []


def _cell_attributes(written: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in re.findall(r'([a-z-]+)="([^"]*)"', written):
        if name == "data-colwidth":
            found["colwidth"] = [int(width) for width in value.split(",") if width]
        else:
            found[name] = int(value)
    return found


def _mathematics(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if _line(state, start) != "$$" or _is_indented(state, start):
        return False
    line = start + 1
    while line < end and _line(state, line) != "$$":
        if not state.isEmpty(line) and state.sCount[line] < state.blkIndent:
            return False
        line += 1
    if line >= end:
        return False
    if not silent:
        latex = state.getLines(start + 1, line, state.sCount[start], False)
        _push(state, start, "mathematics", latex=latex)
        state.line = line + 1
    return True


def _file(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A picture, with its caption in the lines below it, or an attachment."""
    match = _FILE.fullmatch(_line(state, start))
    if match is None or silent or _is_indented(state, start) or (match["file"] and not is_uuid(match["file"])):
        return False
    has_caption = bool(match["image"]) and start + 1 < end and not state.isEmpty(start + 1)
    has_caption = has_caption and state.sCount[start + 1] >= state.blkIndent
    _push(state, start, "file", **match.groupdict(""), has_caption=has_caption)
    if has_caption:
        paragraph = next(rule.fn for rule in state.md.block.ruler.__rules__ if rule.name == "paragraph")
        paragraph(state, start + 1, end, False)
    return True


def _callout(state: StateBlock, start: int, _end: int, silent: bool) -> bool:
    match = _CALLOUT.fullmatch(_line(state, start))
    if match is None or silent or _is_indented(state, start):
        return False
    _push(state, start, "callout", kind=KINDS[match[1].upper()])
    return True


def _footnote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The lines behind the label are blocks of their own, with four columns more in front of them."""
    begin = state.bMarks[start] + state.tShift[start]
    match = _FOOTNOTE.match(state.src, begin, state.eMarks[start])
    if match is None or _is_indented(state, start):
        return False
    if silent:
        return True
    kept = (state.bMarks[start], state.tShift[start], state.sCount[start], state.parentType)
    after = len(state.src[match.end() : state.eMarks[start]]) - len(
        state.src[match.end() : state.eMarks[start]].lstrip(" \t")
    )
    token = state.push("footnote_open", "", 1)
    token.meta = {"id": match[1]}
    state.bMarks[start], state.tShift[start] = match.end(), after
    state.blkIndent += FOOTNOTE_INDENT
    state.sCount[start] = state.blkIndent
    state.parentType = "footnote"
    state.md.block.tokenize(state, start, end)
    state.blkIndent -= FOOTNOTE_INDENT
    state.bMarks[start], state.tShift[start], state.sCount[start], state.parentType = kept
    state.push("footnote_close", "", -1)
    return True
