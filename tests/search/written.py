"""Documents as the projection leaves them, and what a search for them says."""

from datetime import timedelta

from django.utils import timezone

from editor.accounts.models import User
from editor.documents.models import Document
from editor.search.finding import Hit, search
from editor.search.statement import Filters
from tests.people import make_document


def write(owner: User, title: str, text: str = "", *, days_ago: float = 0) -> Document:
    document = make_document(owner)
    edited_at = timezone.now() - timedelta(days=days_ago)
    Document.objects.filter(pk=document.pk).update(title=title, text=text, edited_at=edited_at)
    return document


def titles(user: User, typed: str, **filters: object) -> list[str]:
    return [hit.title for hit in search(user, typed, Filters(**filters)).hits]  # type: ignore[arg-type] # by name


def said(hit: Hit) -> str:
    """The snippet, with [brackets] around what matches."""
    return "".join(f"[{piece.text}]" if piece.is_match else piece.text for piece in hit.snippet)
