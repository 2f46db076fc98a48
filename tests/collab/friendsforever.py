"""A recorded piece of writing by two people at once, as Yjs updates in causal order (see `tests/data/README.md`)."""

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from pycrdt import Doc, Text, TransactionEvent, XmlElement, XmlFragment, XmlText

Root = Literal["title", "default"]

SEED_CLIENT = 1
CLIENTS = (1_001, 1_002)

_FILE = Path(__file__).parents[1] / "data" / "friendsforever.json.gz"


@dataclass(frozen=True, slots=True)
class Edit:
    """One keystroke or so. `needs`: how many edits of each agent, and the seed, must be there before it."""

    agent: int
    update: bytes
    needs: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Trace:
    """`seed` makes the empty paragraph that is written in; `edits` stand in a causal order."""

    seed: bytes
    edits: Sequence[Edit]
    end_content: str

    def of_agent(self, agent: int) -> list[Edit]:
        return [edit for edit in self.edits if edit.agent == agent]


@cache
def trace(root: Root = "default", transactions: int | None = None) -> Trace:
    """The recorded writing, in the text `title` or in a paragraph of `default`; only its first transactions if asked.

    Each agent writes with a client id of its own in a copy of its own, which hears of the other's edits when the
    record says so. `end_content` is what the whole record ends with.
    """
    record = json.loads(gzip.decompress(_FILE.read_bytes()))
    seed = _seed(root)
    writers = [_Writer(client_id, root, seed) for client_id in CLIENTS]
    versions: list[tuple[int, int]] = []
    edits: list[Edit] = []
    for transaction in islice(record["txns"], transactions):
        agent = transaction["agent"]
        needs = _join([versions[parent] for parent in transaction["parents"]])
        other = 1 - agent
        writers[agent].hear_until(writers[other], needs[other])
        edits.append(Edit(agent, writers[agent].write(transaction["patches"]), needs))
        versions.append((needs[0] + 1, needs[1]) if agent == 0 else (needs[0], needs[1] + 1))
    return Trace(seed, edits, record["endContent"])


def text_of(doc: Doc[Any], root: Root = "default") -> str:
    return str(_text(doc, root))


class _Writer:
    def __init__(self, client_id: int, root: Root, seed: bytes) -> None:
        self._doc: Doc[Any] = Doc(client_id=client_id)
        self._doc.apply_update(seed)
        self._text = _text(self._doc, root)
        self._said: list[bytes] = []
        self._heard = 0
        self._last = b"\0\0"
        self._subscription = self._doc.observe(self._note)

    def hear_until(self, other: "_Writer", count: int) -> None:
        for update in other._said[self._heard : count]:
            self._doc.apply_update(update)
        self._heard = max(self._heard, count)

    def write(self, patches: Sequence[tuple[int, int, str]]) -> bytes:
        """The text is ASCII, so that the record's positions and pycrdt's, bytes of UTF-8, are the same."""
        self._last = b"\0\0"
        with self._doc.transaction():
            for position, deleted, inserted in patches:
                if deleted:
                    del self._text[position : position + deleted]
                if inserted:
                    self._text.insert(position, inserted)
        self._said.append(self._last)
        return self._last

    def _note(self, event: TransactionEvent) -> None:
        self._last = event.update


def _seed(root: Root) -> bytes:
    doc: Doc[Any] = Doc(client_id=SEED_CLIENT)
    if root == "default":
        doc["default"] = body = XmlFragment()
        body.children.append(XmlElement("paragraph", {}, [XmlText()]))
    return doc.get_update()


def _text(doc: Doc[Any], root: Root) -> Text | XmlText:
    text = doc.get("title", type=Text)
    if root == "default":
        text = doc.get("default", type=XmlFragment).children[0].children[0]
    assert isinstance(text, Text | XmlText)
    return text


def _join(versions: Sequence[tuple[int, int]]) -> tuple[int, int]:
    return max((version[0] for version in versions), default=0), max((version[1] for version in versions), default=0)
