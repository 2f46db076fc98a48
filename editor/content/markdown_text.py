"""Text as Markdown that means just that text. The dialect is written down in docs/markdown.md."""

import json
import re
from typing import Any

ALIGNMENTS = ("left", "center", "right", "justify")

# What would begin something in the middle of a line. `_` between letters begins nothing; `~` and `=` only in pairs.
_SPECIAL = re.compile(
    r"[\\`*\[\]$]"
    r"|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])"
    r"|(?:\A|(?<=~))~|~(?:\Z|(?=~))"
    r"|(?:\A|(?<==))=|=(?:\Z|(?==))"
    r"|<(?=[A-Za-z/!?])"
    r"|&(?=#?[A-Za-z0-9]+;)"
)
_CONTROL = re.compile(r"[\x01-\x1f\x7f-\x9f\u2028\u2029\ufeff]")
_SPACE = r"[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]"
_FIRST_SPACE = re.compile(rf"^{_SPACE}")
_LAST_SPACE = re.compile(rf"{_SPACE}(?=\\?$)")
# What would begin a block: the backslash goes before the last character that matched.
_LINE_START = re.compile(
    r"#(?=#{0,5}(?: |$))"
    r"|[>|]"
    r"|-(?=[-:| ]|$)"
    r"|\+(?= |$)"
    r"|:(?=-)"
    r"|[0-9]{1,9}[.)](?= |$)"
    r"|\[\^[A-Za-z0-9_-]{1,64}\]:"
)


def escaped(text: str) -> str:
    """The text of one run. It may not stand at a line's edge yet: see `finished`."""
    return _CONTROL.sub(_reference, _SPECIAL.sub(r"\\\g<0>", text))


def finished(inline: str) -> str:
    """Inline Markdown whose lines begin no block and keep the spaces at their edges."""
    return "\n".join(_finished_line(line) for line in inline.split("\n"))


def _finished_line(line: str) -> str:
    if match := _LINE_START.match(line):
        at = match.end() - 1
        line = f"{line[:at]}\\{line[at:]}"
    return _LAST_SPACE.sub(_reference, _FIRST_SPACE.sub(_reference, line))


def _reference(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"


def code_span(text: str) -> str:
    """Raises ValueError for text that can't stand between backticks."""
    if not text.strip(" ") or _CONTROL.search(text):
        raise ValueError("not between backticks")
    fence = "`"
    runs = {len(run) for run in re.findall(r"`+", text)}
    while len(fence) in runs:
        fence += "`"
    is_padded = text[0] == "`" or text[-1] == "`" or (text[0] == " " and text[-1] == " ")
    return f"{fence} {text} {fence}" if is_padded else f"{fence}{text}{fence}"


def fence_for(text: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    return "`" * max(3, longest + 1)


def destination(address: str) -> str:
    """An address without spaces and control characters, as a link's destination."""
    return re.sub(r"[\\()<>]|&(?=#?[A-Za-z0-9]+;)", r"\\\g<0>", address)


def compact_json(value: Any) -> str:
    """As `JSON.stringify` writes it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def data_attribute(name: str, value: Any) -> str:
    return f'data-{name}="{attribute_escaped(compact_json(value))}"'


def attribute_escaped(text: str) -> str:
    """Between double quotes in a tag."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
