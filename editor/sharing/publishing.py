"""A document as a page for everybody: HTML made from its log, kept for as long as its log stands still."""

from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from editor.content.document import html_of
from editor.content.html_nodes import Addresses
from editor.documents.models import Document
from editor.log.models import LogHead
from editor.log.reading import read_log
from editor.log.replay import replay
from editor.sharing.links import is_published

_KEPT_PAGES = 64
MAX_DESCRIPTION = 200


@dataclass(frozen=True, slots=True)
class Publication:
    title: str
    description: str
    html: SafeString
    tag: str
    """Changes whenever anything here does."""


def find_publication(document_id: UUID) -> Publication | None:
    """None: there is no such document, or it isn't for everybody."""
    if not is_published(document_id):
        return None
    document = Document.objects.get(pk=document_id)
    generation, head = LogHead.objects.values_list("generation", "head").get(document_id=document_id)
    html = _html(document_id, generation, head)
    tag = f"{generation.hex}-{head}-{document.projected_number}"
    return Publication(str(document), _described(document.text), html, tag)


@lru_cache(maxsize=_KEPT_PAGES)
def _html(document_id: UUID, _generation: UUID, _head: int) -> SafeString:
    state = read_log(document_id)
    if state is None:
        return SafeString()

    def of_file(file_id: str) -> str:
        return reverse("document_file", args=[document_id, file_id])

    return mark_safe(html_of(replay(state.updates), Addresses(of_file=of_file)))  # noqa: S308 — cleaned by nh3


def _described(text: str) -> str:
    words = " ".join(text[: 2 * MAX_DESCRIPTION].split())
    return words if len(words) <= MAX_DESCRIPTION else words[:MAX_DESCRIPTION].rpartition(" ")[0] + "…"
