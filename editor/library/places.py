"""Where a document is among the others, and where it can go."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value, When
from django.utils.translation import gettext as _

from editor.accounts.models import User
from editor.documents.access import Access, DocumentNotFound, access_document, find_space_role, visible_documents
from editor.documents.actions import Place
from editor.documents.models import Document, Role
from editor.library.limits import MAX_PLACES
from editor.library.models import Opening
from editor.library.privacy import nobody_but
from editor.spaces.access import visible_spaces


def place_of(document: Document) -> Place:
    if document.parent_id is not None:
        return Place(parent_id=document.parent_id)
    return Place(space_id=document.space_id)


def may_write_at(user: User, place: Place) -> bool:
    if place.space_id is not None and place.parent_id is None:
        return (find_space_role(user, place.space_id) or 0) >= Role.EDITOR
    if place.parent_id is None:
        return True
    try:
        access_document(user, place.parent_id, Role.EDITOR)
    except DocumentNotFound:
        return False
    return True


def name_of(document: Document, user: User) -> str:
    """The place of a document, as the panel calls it."""
    if document.parent is not None:
        return str(document.parent)
    if document.space is not None:
        return str(document.space)
    is_private = Document.objects.filter(nobody_but(user), pk=document.pk).exists()
    return _("Private") if is_private else _("Shared")


def after(document: Document, skip: UUID | None = None) -> UUID | None:
    """The document that stands behind this one, in its place, without counting `skip`; None for the last."""
    beside = Document.objects.filter(trashed_at__isnull=True)
    if document.parent_id is not None:
        beside = beside.filter(parent_id=document.parent_id)
    elif document.space_id is not None:
        beside = beside.filter(parent__isnull=True, space_id=document.space_id)
    else:
        beside = beside.filter(parent__isnull=True, space__isnull=True)
    behind = beside.filter(Q(position__gt=document.position) | Q(position=document.position, pk__gt=document.pk))
    if skip is not None:
        behind = behind.exclude(pk=skip)
    return behind.order_by("position", "pk").values_list("pk", flat=True).first()


@dataclass(frozen=True, slots=True)
class Destinations:
    private: bool
    spaces: list[Any]
    documents: list[Document]


def find_destinations(access: Access, user: User, words: str) -> Destinations:
    """Where the user may put the document, by name; what they opened last comes first."""
    spaces = visible_spaces(user).filter(name__icontains=words)
    label = _("Private")
    return Destinations(
        private=words.lower() in label.lower(),
        spaces=[space for space in spaces[:MAX_PLACES] if space.role >= Role.EDITOR],
        documents=list(_documents(access, user, words)[:MAX_PLACES]),
    )


def _documents(access: Access, user: User, words: str) -> QuerySet[Document]:
    here = access.document
    writable = visible_documents(user, Role.EDITOR).filter(title__icontains=words, is_template=False)
    others = writable.exclude(Q(pk__in=[here.pk]) | Q(path__contains=[here.pk]))
    begins = Case(When(title__istartswith=words, then=Value(0)), default=Value(1), output_field=IntegerField())
    opened = Opening.objects.filter(user=user, document=OuterRef("pk")).values("opened_at")[:1]
    recent = F("opened_at").desc(nulls_last=True)
    return (
        others.annotate(opened_at=Subquery(opened)).defer("text", "violations").order_by(begins, recent, "-edited_at")
    )
