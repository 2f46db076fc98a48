"""Logs as several authors write them at once: text, marks, elements, attributes, deletions."""

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any
from uuid import UUID, uuid4

from pycrdt import Doc, Text, XmlElement, XmlFragment, XmlText

from editor.documents.models import Document
from editor.log.models import ClientOwner, LogEntry, LogHead


@dataclass(frozen=True)
class Edit:
    payload: bytes
    author: UUID
    client: int


class Writer:
    """A browser: a copy of the document, one author, one client id."""

    def __init__(self, client: int) -> None:
        self.author = uuid4()
        self.client = client
        self.doc: Doc[Any] = Doc(client_id=client)
        self.doc["title"] = Text()
        self.doc["default"] = XmlFragment()

    def edit(self, random: Random) -> Edit:
        before = self.doc.get_state()
        with self.doc.transaction():
            random.choice([self._type, self._type, self._type, self._erase, self._add, self._mark, self._name])(random)
        return Edit(self.doc.get_update(before), self.author, self.client)

    def take(self, edit: Edit) -> None:
        self.doc.apply_update(edit.payload)

    def _type(self, random: Random) -> None:
        text = self._text(random)
        text.insert(random.randint(0, len(text)), random.choice("abcdefghij ") * random.randint(1, 3))

    def _erase(self, random: Random) -> None:
        text = self._text(random)
        if len(text):
            at = random.randrange(len(text))
            del text[at : min(len(text), at + random.randint(1, 3))]

    def _mark(self, random: Random) -> None:
        text = self._text(random)
        if isinstance(text, XmlText) and len(text) > 1:
            at = random.randrange(len(text) - 1)
            text.format(at, len(text), {"bold": random.choice([True, None])})

    def _add(self, random: Random) -> None:
        body = self.doc["default"]
        if random.random() < 0.3 and len(body.children):
            del body.children[random.randrange(len(body.children))]
        else:
            element = XmlElement("paragraph", {"indent": "1"}, [XmlText("new")])
            body.children.insert(random.randint(0, len(body.children)), element)

    def _name(self, random: Random) -> None:
        elements = list(self.doc["default"].children)
        if elements:
            random.choice(elements).attributes["indent"] = str(random.randint(0, 9))

    def _text(self, random: Random) -> Text | XmlText:
        texts: list[Text | XmlText] = [self.doc["title"]]
        for element in self.doc["default"].children:
            texts += element.children
        return random.choice(texts)


def write_history(random: Random, count: int, writers: int = 3) -> Iterator[Edit]:
    """Edits in causal order: each writer lags behind the log by a few edits, and writes at once with the others."""
    everybody = [Writer(1_000 + number) for number in range(writers)]
    log: list[Edit] = []
    seen = [0] * writers
    while len(log) < count:
        place = random.randrange(writers)
        writer = everybody[place]
        until = random.randint(seen[place], len(log))
        for edit in log[seen[place] : until]:
            if edit.client != writer.client:
                writer.take(edit)
        seen[place] = until
        edit = writer.edit(random)
        if edit.payload != b"\0\0":
            log.append(edit)
            yield edit


def store(edits: list[Edit], document_id: UUID | None = None) -> UUID:
    """Appends the edits to a document, a new one by default."""
    if document_id is None:
        document_id = Document.objects.create().pk
        LogHead.objects.create(document_id=document_id)
    head = LogHead.objects.get(document_id=document_id).head
    ClientOwner.objects.bulk_create(
        [
            ClientOwner(document_id=document_id, client=client, author=author)
            for client, author in {edit.client: edit.author for edit in edits}.items()
        ],
        ignore_conflicts=True,
    )
    LogEntry.objects.bulk_create(
        LogEntry(document_id=document_id, number=number, payload=edit.payload, author=edit.author, source=1, schema=1)
        for number, edit in enumerate(edits, head + 1)
    )
    LogHead.objects.filter(document_id=document_id).update(head=head + len(edits))
    return document_id
