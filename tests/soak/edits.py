"""What people do to a document. Each edit carries tokens of its own, by which it is found again."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from pycrdt import Doc, Text, XmlElement, XmlText

TOKEN = re.compile(r"\[(\d+):(\d+)\]")
BOLD = "bold"
_LONG = 600  # characters, after which people begin a new paragraph
_PASTED = 20  # tokens


@dataclass(frozen=True, slots=True)
class Edit:
    """`label`: what its acknowledgement goes by. `at`: when it was made, by time.monotonic()."""

    label: str
    at: float
    adds: tuple[str, ...] = ()
    deletes: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()


@dataclass(slots=True)
class Journal:
    """What one person did, and when which of it was acknowledged."""

    person: int
    edits: list[Edit] = field(default_factory=list)
    acknowledged: dict[str, float] = field(default_factory=dict)

    def next_token(self, part: int = 0) -> str:
        """Nobody else has it, and this person only once: `part` counts within the next edit."""
        return f"[{self.person}:{(len(self.edits) + 1) * 100 + part}]"


Change = Callable[[Doc[Any]], None]
Written = tuple[Edit, Change]


def write(doc: Doc[Any], journal: Journal, rng: Random, at: float) -> Written:
    """An edit of a random kind, and the function that makes it."""
    kinds = [_type, _begin_paragraph, _paste, _title, _delete, _format]
    [kind] = rng.choices(kinds, weights=[68, 6, 2, 4, 10, 10])
    return kind(doc, journal, rng, at)


def _type(doc: Doc[Any], journal: Journal, rng: Random, at: float) -> Written:
    text = _some_text(doc, rng)
    if text is None or len(text) > _LONG:
        return _begin_paragraph(doc, journal, rng, at)
    token, place = journal.next_token(), _some_place(plain(text), rng)
    return _edit(journal, at, adds=(token,)), lambda _: text.insert(place, token)


def _title(doc: Doc[Any], journal: Journal, rng: Random, at: float) -> Written:
    title: Text = doc["title"]
    token, place = journal.next_token(), _some_place(str(title), rng)
    return _edit(journal, at, adds=(token,)), lambda _: title.insert(place, token)


def _begin_paragraph(doc: Doc[Any], journal: Journal, rng: Random, at: float) -> Written:
    return _insert(doc, journal, rng, at, (journal.next_token(),))


def _paste(doc: Doc[Any], journal: Journal, rng: Random, at: float) -> Written:
    return _insert(doc, journal, rng, at, tuple(journal.next_token(part) for part in range(_PASTED)))


def _insert(doc: Doc[Any], journal: Journal, rng: Random, at: float, tokens: tuple[str, ...]) -> Written:
    place = rng.randint(0, len(doc["default"].children))

    def change(doc: Doc[Any]) -> None:
        paragraph = XmlElement("paragraph")
        doc["default"].children.insert(place, paragraph)
        paragraph.children.append(XmlText("".join(tokens)))

    return _edit(journal, at, adds=tokens), change


def _delete(doc: Doc[Any], journal: Journal, rng: Random, at: float) -> Written:
    """Only what one wrote oneself, so that the judge knows who meant it."""
    own = _own_token(doc, journal, rng)
    if own is None:
        return _begin_paragraph(doc, journal, rng, at)
    text, found = own

    def change(_: Doc[Any]) -> None:
        del text[found.start() : found.end()]

    return _edit(journal, at, deletes=(found[0],)), change


def _format(doc: Doc[Any], journal: Journal, rng: Random, at: float) -> Written:
    """The inside of a token, where nobody else ever puts anything."""
    own = _own_token(doc, journal, rng)
    if own is None or own[1][0] in _bold_tokens(own[0]):
        return _begin_paragraph(doc, journal, rng, at)
    text, found = own
    edit = _edit(journal, at, formats=(found[0],))
    return edit, lambda _: text.format(found.start() + 1, found.end() - 1, {BOLD: {}})


def _edit(
    journal: Journal,
    at: float,
    *,
    adds: tuple[str, ...] = (),
    deletes: tuple[str, ...] = (),
    formats: tuple[str, ...] = (),
) -> Edit:
    edit = Edit(f"{journal.person}/{len(journal.edits) + 1}", at, adds, deletes, formats)
    journal.edits.append(edit)
    return edit


def _some_text(doc: Doc[Any], rng: Random) -> XmlText | None:
    paragraphs = doc["default"].children
    if not len(paragraphs):
        return None
    texts = [child for child in paragraphs[rng.randrange(len(paragraphs))].children if isinstance(child, XmlText)]
    return texts[0] if texts else None


def _some_place(text: str, rng: Random) -> int:
    """Before, between or after tokens: never within one."""
    return rng.choice([0, *(found.end() for found in TOKEN.finditer(text))])


def _own_token(doc: Doc[Any], journal: Journal, rng: Random) -> tuple[XmlText, re.Match[str]] | None:
    text = _some_text(doc, rng)
    if text is None:
        return None
    own = [found for found in TOKEN.finditer(plain(text)) if int(found[1]) == journal.person]
    return (text, rng.choice(own)) if own else None


def plain(text: XmlText) -> str:
    return "".join(str(run) for run, _ in text.diff())


@dataclass(frozen=True, slots=True)
class Copy:
    """What stands in one copy of a document. `form`: with the formats; only where pycrdt has the copy."""

    title: str
    body: str
    form: tuple[tuple[str, str], ...] = ()
    bold: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        return f"{self.title}{self.body}"


def copy_of(doc: Doc[Any]) -> Copy:
    texts = [
        child for paragraph in doc["default"].children for child in paragraph.children if isinstance(child, XmlText)
    ]
    form = tuple(run for text in texts for run in _runs(text))
    bold = frozenset(token for text in texts for token in _bold_tokens(text))
    return Copy(str(doc["title"]), "".join(plain(text) for text in texts), form, bold)


def _runs(text: XmlText) -> Iterator[tuple[str, str]]:
    """The pieces of a text with equal formats, the longest possible."""
    formats, whole = "", ""
    for run, attributes in text.diff():
        named = repr(sorted((attributes or {}).items()))
        if named != formats and whole:
            yield whole, formats
            whole = ""
        formats, whole = named, whole + str(run)
    yield f"{whole}\n", formats


def _bold_tokens(text: XmlText) -> Iterator[str]:
    bold: list[bool] = []
    for run, attributes in text.diff():
        bold += [BOLD in (attributes or {})] * len(str(run))
    for found in TOKEN.finditer(plain(text)):
        if all(bold[found.start() + 1 : found.end() - 1]):
            yield found[0]
