"""The templates that somebody may use."""

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.db.models.functions import Left

from editor.accounts.models import User
from editor.documents.access import visible_documents, with_role
from editor.documents.models import Document

PER_PAGE = 50
MAX_OFFERED = 20
MAX_QUERY_LENGTH = 100
PREVIEW_LENGTH = 400


@dataclass(frozen=True, slots=True)
class Listing:
    rows: list[Document]
    page: Page[Document]


def find_templates(user: User, words: str = "") -> QuerySet[Document]:
    """By title; each with the user's `role` and a `preview` of its text."""
    found = visible_documents(user).filter(is_template=True)
    if wanted := words.replace("\0", "").strip()[:MAX_QUERY_LENGTH]:
        found = found.filter(Q(title__icontains=wanted) | Q(text__icontains=wanted))
    shown = with_role(found, user).annotate(preview=Left("text", PREVIEW_LENGTH)).defer("text", "violations")
    listed: QuerySet[Document] = shown.select_related("created_by", "space", "parent").order_by("title", "pk")
    return listed


def find_tops(user: User, words: str) -> QuerySet[Document]:
    """Without what is below another template, and comes with it."""
    return find_templates(user, words).filter(Q(parent__isnull=True) | Q(parent__is_template=False))


def list_templates(user: User, number: str | None) -> Listing:
    page = Paginator(find_templates(user), PER_PAGE).get_page(number)
    return Listing(list(page), page)
