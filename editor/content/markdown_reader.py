"""Markdown as a document: CommonMark, GitHub's tables and task lists, and the forms that `markdown.py` writes."""

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from editor.content.markdown_block_rules import MAX_NESTING, TooDeep, add_block_rules
from editor.content.markdown_frames import EMPTY, Frame, finish, unwind
from editor.content.markdown_inline_rules import add_inline_rules
from editor.content.markdown_line_reader import read_island, read_line
from editor.content.schema import NODES, is_embed_address
from editor.content.tree import Child, Node, Run, depth_of, node

MAX_BYTES = 2_000_000
MAX_NESTING_IN_LINES = 20
MAX_DEPTH = 200
"""Of the document that is read: what stands in it as JSON is as deep as it likes."""

_BOX = re.compile(r"\[([ xX])\](?:[ \t\n]+|\Z)")
_SURROGATE = re.compile("[\ud800-\udfff]")
_EMBED = re.compile(r"<([^<>\s]+)>")


class TooLong(Exception):
    def __init__(self) -> None:
        super().__init__(f"This text is longer than {MAX_BYTES // 1_000_000} MB.")


def read_markdown(text: str) -> Node:
    """A `doc` node without ids, but those of footnotes. Raises TooLong and TooDeep; any other text is a document."""
    text = _SURROGATE.sub("\ufffd", text.replace("\0", ""))
    if len(text.encode()) > MAX_BYTES:
        raise TooLong
    md, environment = _parser(), dict[str, Any]()
    tokens = md.parse(text, environment)
    md.options["maxNesting"] = MAX_NESTING_IN_LINES
    doc = _Building(md, environment).document(tokens)
    if depth_of(doc) > MAX_DEPTH:
        raise TooDeep
    return doc


def _parser() -> MarkdownIt:
    md = _Parser("commonmark", {"maxNesting": 2 * MAX_NESTING})
    md.enable(["table", "strikethrough"]).disable(["html_block", "html_inline", "inline", "text_join"])
    add_block_rules(md)
    add_inline_rules(md)
    return md


class _Parser(MarkdownIt):
    """Leaves addresses as they are: which ones may be followed is said by the schema."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802 — markdown-it's names
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link

    def validateLink(self, url: str) -> bool:  # noqa: N802, ARG002
        return True


class _Building:
    """Turns markdown-it's flat list of tokens into a tree."""

    def __init__(self, md: MarkdownIt, environment: dict[str, Any]) -> None:
        self._md = md
        self._environment = environment
        self._frames = [Frame("doc")]
        self._textblock = ""
        """What the next line is."""
        self._picture: dict[str, Any] | None = None
        """The image that the next line is the caption of."""

    def document(self, tokens: Sequence[Token]) -> Node:
        for token in tokens:
            name, _, end = token.type.rpartition("_")
            if end == "open":
                self._open(name, token)
            elif end == "close":
                self._close(name)
            else:
                self._read(token)
        self._unwind_above(0)
        return node("doc", {}, self._children or [EMPTY])

    @property
    def _children(self) -> list[Child]:
        return self._frames[-1].children

    def _open(self, name: str, token: Token) -> None:
        if name in _TEXTBLOCKS:
            self._textblock = token.tag
        if name not in _NO_FRAMES:
            number = {"start": token.attrs["start"]} if "start" in token.attrs else {}
            self._push(Frame(name, token.meta if name == "footnote" else number))
        if name in {"th", "td"} and (match := re.search(r"center|right|left", str(token.attrs.get("style", "")))):
            self._frames[-1].alignment = match[0]

    def _push(self, frame: Frame) -> None:
        if len(self._frames) > MAX_NESTING:
            raise TooDeep
        self._frames.append(frame)

    def _close(self, name: str) -> None:
        if name not in _NO_FRAMES:
            self._unwind_above(max(place for place, frame in enumerate(self._frames) if frame.opening is None))
            self._finish()

    def _finish(self) -> None:
        frame = self._frames.pop()
        finish(frame, self._frames[-1])

    def _unwind_above(self, place: int) -> None:
        while len(self._frames) > place + 1:
            frame = self._frames.pop()
            unwind(frame, self._frames[-1])

    def _read(self, token: Token) -> None:
        match token.type:
            case "inline":
                self._children.append(self._line(token.content))
            case "fence" | "code_block":
                self._children.append(_code(token))
            case "hr":
                self._children.append(node("horizontalRule", {}))
            case "mathematics":
                self._children.append(node("blockMath", token.meta))
            case "empty_paragraph":
                self._children.append(EMPTY)
            case "file":
                self._read_file(token)
            case "opening" | "closing" | "summary" | "callout":
                self._read_part(token)

    def _read_part(self, token: Token) -> None:
        """A line that makes a block together with others."""
        match token.type:
            case "opening":
                self._read_opening(token)
            case "closing":
                self._read_closing(token)
            case "summary":
                self._read_summary(token)
            case "callout":
                self._read_callout(token)

    def _line(self, source: str) -> Node:
        if self._picture is not None:
            found, self._picture = self._picture, None
            return node("image", found, self._inline(source))
        if self._textblock.startswith("h"):
            return node("heading", {"level": min(int(self._textblock[1]), 4)}, self._inline(source))
        frame = self._frames[-1]
        if (match := _EMBED.fullmatch(source)) and is_embed_address(match[1]):
            return node("embed", {"url": match[1]})
        is_first = frame.kind == "list_item" and not frame.children and self._frames[-2].kind == "bullet_list"
        if is_first and (box := _BOX.match(source)):
            frame.is_checked = box[1] != " "
            source = source[box.end() :]
        return node("paragraph", {"textAlign": frame.alignment}, self._inline(source))

    def _inline(self, source: str) -> tuple[Child, ...]:
        return read_line(self._md, source, self._environment)

    def _read_file(self, token: Token) -> None:
        name = "".join(child.text for child in self._inline(token.meta["label"]) if isinstance(child, Run))
        is_image = bool(token.meta["image"])
        type_ = "image" if is_image else "attachment"
        found: dict[str, Any] = {"file": token.meta["file"] or None, "alt" if is_image else "name": name or None}
        found |= _braces(type_, token.meta["braces"])
        if token.meta["has_caption"]:
            self._picture = found
        else:
            self._children.append(node(type_, found))

    def _read_opening(self, token: Token) -> None:
        attributes = {"align": token.meta["align"]} if token.meta["align"] else token.meta["attributes"]
        self._push(Frame(token.meta["tag"], attributes, opening=token.content))

    def _read_closing(self, token: Token) -> None:
        place = len(self._frames) - 1
        while self._frames[place].opening is not None and self._frames[place].kind != token.meta["tag"]:
            place -= 1
        if self._frames[place].opening is None:
            self._add_text(token.content)
            return
        self._unwind_above(place)
        self._finish()

    def _read_summary(self, token: Token) -> None:
        frame = self._frames[-1]
        if frame.kind == "details" and frame.summary is None and not frame.children:
            frame.summary = self._inline(token.meta["text"])
        else:
            self._children.append(node("paragraph", {}, self._inline(token.meta["text"])))

    def _read_callout(self, token: Token) -> None:
        frame = self._frames[-1]
        if frame.kind == "blockquote" and frame.callout is None and not frame.children:
            frame.callout = token.meta["kind"]
        else:
            self._add_text(token.content)

    def _add_text(self, text: str) -> None:
        self._children.append(node("paragraph", {}, [Run(text)]))


_TEXTBLOCKS = frozenset({"paragraph", "heading", "th", "td"})
_NO_FRAMES = frozenset({"paragraph", "heading", "thead", "tbody"})


def _code(token: Token) -> Child:
    info = token.info.strip()
    text = token.content.removesuffix("\n")
    if info == "json node" and (island := read_island(text)):
        return island
    language = info.split()[0].lower() if info else None
    is_known = language is not None and NODES["codeBlock"].attributes["language"].allows(language)
    return node("codeBlock", {"language": language if is_known else None}, [Run(text)])


def _braces(type_: str, written: str) -> dict[str, Any]:
    """The attributes in braces that the schema allows."""
    found: dict[str, Any] = {}
    for part in written.split():
        name, _, value = part.partition("=")
        spec = NODES[type_].attributes.get(name)
        if part == 'alt=""':
            found["alt"] = ""
        elif spec is not None and name not in {"id", "file", "alt", "name"}:
            number = int(value) if spec.type == "integer" and re.fullmatch(r"[0-9]{1,15}", value) else value
            found |= {name: number} if spec.allows(number) else {}
    return found
