"""Random edits by several people in one document, as the updates that pycrdt makes of them."""

from random import Random
from typing import Any

from pycrdt import Doc, Text, TransactionEvent, UndoManager, XmlElement, XmlFragment, XmlText

_WORDS = ("a", "word ", "ünï", "😀", "👩‍💻 ", "漢字", "x" * 200, "\n")
_NODES = ("paragraph", "heading", "bulletList", "listItem")
_VALUES: tuple[Any, ...] = ("left", 3, 2.5, True, None, {"deep": [1, "😀", {"er": []}]}, -(2**40), ["a", "b"])


class Person:
    """Somebody who edits a copy of their own. `said` has the updates of their edits."""

    def __init__(self, client_id: int, rng: Random) -> None:
        self.doc: Doc[Any] = Doc(client_id=client_id)
        self.doc["title"] = self.title = Text()
        self.doc["default"] = self.body = XmlFragment()
        self.said: list[bytes] = []
        self._rng = rng
        self._undo = UndoManager(scopes=[self.body])
        self._hearing = False
        self._subscription = self.doc.observe(self._note)

    def hear(self, update: bytes) -> None:
        self._hearing = True
        self.doc.apply_update(update)
        self._hearing = False

    def edit(self) -> None:
        rng = self._rng
        texts, elements = self._nodes()
        edit = rng.choice(
            (self._add_element, self._write, self._write, self._write, self._erase, self._mark, self._set, self._remove)
        )
        with self.doc.transaction():
            if rng.random() < 0.1:
                self.title.insert(0, rng.choice(_WORDS))
            edit(texts, elements)
        if rng.random() < 0.1:
            self._undo.undo()

    def _note(self, event: TransactionEvent) -> None:
        if not self._hearing and event.update != b"\0\0":
            self.said.append(event.update)

    def _nodes(self) -> tuple[list[XmlText], list[XmlElement]]:
        texts: list[XmlText] = []
        elements: list[XmlElement] = []
        pending: list[Any] = list(self.body.children)
        while pending:
            node = pending.pop()
            if isinstance(node, XmlText):
                texts.append(node)
            else:
                elements.append(node)
                pending += node.children
        return texts, elements

    def _add_element(self, _texts: list[XmlText], elements: list[XmlElement]) -> None:
        rng = self._rng
        attributes = {"level": rng.choice(_VALUES)} if rng.random() < 0.3 else {}
        words = [XmlText(rng.choice(_WORDS))] if rng.random() < 0.8 else []
        parent: Any = rng.choice(elements) if elements and rng.random() < 0.3 else self.body
        parent.children.insert(rng.randint(0, len(parent.children)), XmlElement(rng.choice(_NODES), attributes, words))

    def _write(self, texts: list[XmlText], _elements: list[XmlElement]) -> None:
        for text in self._one_of(texts):
            text.insert(self._rng.choice(_boundaries(text)), self._rng.choice(_WORDS))

    def _erase(self, texts: list[XmlText], _elements: list[XmlElement]) -> None:
        for text in self._one_of(texts):
            first, last = self._span(text)
            if first < last:
                del text[first:last]

    def _mark(self, texts: list[XmlText], _elements: list[XmlElement]) -> None:
        for text in self._one_of(texts):
            first, last = self._span(text)
            if first < last:
                value = self._rng.choice((True, None, {"href": "https://example.com/ü"}))
                text.format(first, last, {self._rng.choice(("bold", "link")): value})

    def _set(self, _texts: list[XmlText], elements: list[XmlElement]) -> None:
        for element in self._one_of(elements):
            element.attributes[self._rng.choice(("align", "level"))] = self._rng.choice(_VALUES)

    def _remove(self, _texts: list[XmlText], _elements: list[XmlElement]) -> None:
        children = self.body.children
        if len(children) > 3:
            del children[self._rng.randrange(len(children))]

    def _one_of(self, nodes: list[Any]) -> list[Any]:
        return [self._rng.choice(nodes)] if nodes else []

    def _span(self, text: XmlText) -> tuple[int, int]:
        boundaries = _boundaries(text)
        first, last = sorted((self._rng.choice(boundaries), self._rng.choice(boundaries)))
        return first, last


def history(rng: Random, edits: int, people: int = 3) -> list[bytes]:
    """The log of a document: every update in the order in which it was said, which is a causal order."""
    crowd = [Person(client_id, rng) for client_id in rng.sample(range(1, 2**32), people)]
    log: list[bytes] = []
    for _ in range(edits):
        person = rng.choice(crowd)
        person.edit()
        log += person.said
        person.said.clear()
        if rng.random() < 0.4:
            listener = rng.choice(crowd)
            listener.hear(person.doc.get_update(listener.doc.get_state()))
    return log


def copy_of(*updates: bytes) -> Doc[Any]:
    """A document with these updates applied."""
    doc: Doc[Any] = Doc()
    doc["title"] = Text()
    doc["default"] = XmlFragment()
    for update in updates:
        doc.apply_update(update)
    return doc


def seen(doc: Doc[Any]) -> list[Any]:
    """All that a reader would see of it."""
    result: list[Any] = [str(doc.get("title", type=Text))]
    pending: list[Any] = list(doc.get("default", type=XmlFragment).children)
    while pending:
        node = pending.pop()
        if isinstance(node, XmlElement):
            pending += [None, *node.children]
            result.append((node.tag, sorted((name, repr(value)) for name, value in _attributes(node))))
        else:
            result.append(node.diff() if isinstance(node, XmlText) else node)
    return result


def _attributes(node: XmlElement) -> list[tuple[str, Any]]:
    return list(node.attributes)  # type: ignore[call-overload, no-any-return]  # its __iter__ is declared wrongly


def _boundaries(text: XmlText) -> list[int]:
    """The positions between characters. pycrdt counts bytes of UTF-8."""
    positions = [0]
    for chunk, _ in text.diff():
        for character in str(chunk):
            positions.append(positions[-1] + len(character.encode()))
    return positions
