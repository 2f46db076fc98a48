"""What stands in a line of our dialect and not in CommonMark's, as rules for markdown-it."""

import html
import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

from editor.content.schema import COLORS

_COLOR = "|".join(COLORS)
_TAG = re.compile(
    r"<(?:(?P<break>br ?/?)"
    r"|/(?P<closing>strong|b|em|i|u|ins|s|del|code|mark|sub|sup|span)"
    r"|(?P<opening>strong|b|em|i|u|ins|s|del|code|mark|sub|sup)"
    rf'|(?P<colored>mark|span) data-color="(?P<color>{_COLOR})"'
    r'|span data-mark="(?P<mark>[^"<>]*)"'
    r'|span data-node="(?P<node>[^"<>]*)"></span'
    r")>"
)
_FOOTNOTE = re.compile(r"\[\^([A-Za-z0-9_-]{1,64})\]")
_MATHEMATICS = re.compile(r"\$(?![ $])((?:[^$\\\n]|\\[^\n])+)(?<! )\$(?![0-9])")
_NUMBER = re.compile(r"&#(?:[xX]([0-9a-fA-F]{1,6})|([0-9]{1,7}));")


def add_inline_rules(md: MarkdownIt) -> None:
    ruler = md.inline.ruler
    ruler.before("escape", "mathematics", _mathematics)
    ruler.before("entity", "number", _number)
    ruler.before("link", "footnote_reference", _footnote_reference)
    ruler.before("autolink", "tag", _tag)
    ruler.after("strikethrough", "highlight", _highlight)
    md.inline.ruler2.after("strikethrough", "highlight", _pair_highlights)
    for character in "=$":
        md.inline.add_terminator_char(character)


def _mathematics(state: StateInline, silent: bool) -> bool:
    """Up to the next dollar sign without a backslash, in one line."""
    return _matched(state, silent, _MATHEMATICS, "mathematics")


def _footnote_reference(state: StateInline, silent: bool) -> bool:
    return _matched(state, silent, _FOOTNOTE, "footnote_reference")


def _matched(state: StateInline, silent: bool, pattern: re.Pattern[str], type_: str) -> bool:
    match = pattern.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push(type_, "", 0).content = match[1]
    state.pos = match.end()
    return True


def _number(state: StateInline, silent: bool) -> bool:
    """Any character by its number, also those that CommonMark doesn't let in."""
    match = _NUMBER.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        code = int(match[1], 16) if match[1] else int(match[2])
        is_character = 0 < code < 0xD800 or 0xE000 <= code <= 0x10FFFF
        state.push("text_special", "", 0).content = chr(code) if is_character else "\ufffd"
    state.pos = match.end()
    return True


def _tag(state: StateInline, silent: bool) -> bool:
    match = _TAG.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        kind = match.lastgroup or ""
        token = state.push("tag", "", 0)
        token.content = match[0]
        token.meta = {name: html.unescape(value) for name, value in match.groupdict().items() if value is not None}
        token.meta["kind"] = "opening" if kind in {"color", "mark"} else kind
        token.meta["tag"] = match["opening"] or match["closing"] or match["colored"] or "span"
    state.pos = match.end()
    return True


def _highlight(state: StateInline, silent: bool) -> bool:
    """`==` in pairs, like `~~`."""
    if silent or state.src[state.pos] != "=":
        return False
    scanned = state.scanDelims(state.pos, True)
    if scanned.length < 2:
        return False
    if scanned.length % 2:
        state.push("text", "", 0).content = "="
    for _ in range(scanned.length // 2):
        state.push("text", "", 0).content = "=="
        state.delimiters.append(
            Delimiter(
                marker=ord("="),
                length=0,
                token=len(state.tokens) - 1,
                end=-1,
                open=scanned.can_open,
                close=scanned.can_close,
            )
        )
    state.pos += scanned.length
    return True


def _pair_highlights(state: StateInline) -> None:
    nested = [meta["delimiters"] for meta in state.tokens_meta if meta and "delimiters" in meta]
    for delimiters in [state.delimiters, *nested]:
        for opener in delimiters:
            if opener.marker == ord("=") and opener.end != -1:
                for delimiter, nesting in ((opener, 1), (delimiters[opener.end], -1)):
                    token = state.tokens[delimiter.token]
                    token.type = "highlight_open" if nesting == 1 else "highlight_close"
                    token.nesting = nesting
                    token.content = ""
