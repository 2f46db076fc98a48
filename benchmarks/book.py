"""Documents of a known size: the same words in every run."""

from random import Random
from typing import Any

from pycrdt import Doc, Text, XmlElement, XmlFragment, XmlText

BLOCKS_A_PAGE = 7
CHARACTERS_A_PAGE = 2_000

_SYLLABLES = (
    "al",
    "an",
    "ber",
    "co",
    "de",
    "el",
    "fa",
    "go",
    "he",
    "in",
    "ka",
    "lo",
    "me",
    "na",
    "or",
    "pe",
    "qui",
    "ra",
)


def write_book(doc: Doc[Any], pages: int) -> int:
    """Writes so many pages into the document, each with a heading and six paragraphs; returns how many characters."""
    rng = Random(7)
    title, body = doc.get("title", type=Text), doc.get("default", type=XmlFragment)
    title += f"A book of {pages} pages"
    written = 0
    for page in range(1, pages + 1):
        for block in range(BLOCKS_A_PAGE):
            text = f"Page {page}" if block == 0 else _sentence(rng, CHARACTERS_A_PAGE // (BLOCKS_A_PAGE - 1))
            element = XmlElement("heading" if block == 0 else "paragraph")
            body.children.append(element)
            element.attributes["id"] = f"p{page}-{block}"
            if block == 0:
                element.attributes["level"] = 2
            element.children.append(XmlText(text))
            written += len(text)
    return written


def _sentence(rng: Random, length: int) -> str:
    words: list[str] = []
    size = 0
    while size < length:
        words.append("".join(rng.choices(_SYLLABLES, k=rng.randint(1, 4))))
        size += len(words[-1]) + 1
    return " ".join(words)[:length].strip() + "."
