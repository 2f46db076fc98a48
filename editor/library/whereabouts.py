"""Where documents are, as far as a reader may see that: the way down to each, from its space."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.urls import reverse

from editor.documents.access import Reader, visible_documents
from editor.documents.models import Document
from editor.spaces.access import visible_spaces


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step on the way: a space, or a document above."""

    title: str
    url: str
    symbol: str
    document: Document | None = None


def ways_to(documents: Collection[Document], reader: Reader) -> dict[UUID, list[Crumb]]:
    """For each document what is above it and the reader may see, from the top, in two queries for all."""
    above = {ancestor for document in documents for ancestor in document.path}
    spaces = {document.space_id for document in documents if document.space_id is not None}
    seen = visible_documents(reader).filter(pk__in=above).only("id", "title", "icon") if above else ()
    shown = {document.pk: _of_document(document) for document in seen}
    for space in visible_spaces(reader).filter(pk__in=spaces) if spaces else ():
        shown[space.pk] = Crumb(space.name, reverse("space", args=[space.pk]), space.icon or "folder")
    return {document.pk: _way(document, shown) for document in documents}


def _way(document: Document, shown: dict[UUID, Crumb]) -> list[Crumb]:
    steps = [document.space_id, *document.path] if document.space_id is not None else document.path
    return [shown[step] for step in steps if step in shown]


def _of_document(document: Document) -> Crumb:
    return Crumb(str(document), reverse("document", args=[document.pk]), "file-text", document)
