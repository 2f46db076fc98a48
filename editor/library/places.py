"""Moving documents: where they can go, who that would let in or shut out, and how to take it back."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from editor.accounts.models import User
from editor.documents.access import Access, DocumentNotFound, access_document, find_space_role, visible_documents
from editor.documents.actions import Place
from editor.documents.models import Document, Grant, Role
from editor.library.limits import MAX_PLACES
from editor.sharing.models import Reach, ShareLink
from editor.spaces.access import visible_spaces

MAX_NAMED = 3


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


def after(document: Document) -> UUID | None:
    """The document that stands behind this one, in its place; None for the last."""
    beside = Document.objects.filter(parent_id=document.parent_id, trashed_at__isnull=True).exclude(pk=document.pk)
    if document.parent_id is None:
        beside = beside.filter(space_id=document.space_id)
    behind = beside.filter(Q(position__gt=document.position) | Q(position=document.position, pk__gt=document.pk))
    return behind.order_by("position", "pk").values_list("pk", flat=True).first()


@dataclass(frozen=True, slots=True)
class Consequence:
    """Who may open the document after a move but not now, and the other way round; whose role would be another; and
    what lets in anybody who has its link."""

    gained: frozenset[UUID]
    lost: frozenset[UUID]
    changed: frozenset[UUID]
    link_from: str

    def __bool__(self) -> bool:
        return bool(self.gained or self.lost or self.changed or self.link_from)


def consequence(document: Document, user: User, place: Place) -> Consequence:
    """What moving the document there changes for other people."""
    now, then = [document.pk, *document.inherits_from], [document.pk, *_nodes_at(document, place)]
    had, will = _roles(now), _roles(then)
    gained, lost = will.keys() - had.keys(), had.keys() - will.keys() - {user.pk}
    changed = {holder for holder in will.keys() & had.keys() - {user.pk} if will[holder] != had[holder]}
    new = set(then) - set(now)
    link = ShareLink.objects.filter(document_id__in=new, reach=Reach.ANYONE).select_related("document").first()
    link_from = "" if link is None else str(link.document)
    return Consequence(frozenset(gained), frozenset(lost), frozenset(changed), link_from)


def _nodes_at(document: Document, place: Place) -> list[UUID]:
    """What the document would inherit from."""
    if not document.inherits:
        return []
    if place.parent_id is not None:
        parent = Document.objects.only("inherits_from").get(pk=place.parent_id)
        return [parent.pk, *parent.inherits_from]
    return [] if place.space_id is None else [place.space_id]


def _roles(nodes: Collection[UUID]) -> dict[UUID, int]:
    best: dict[UUID, int] = {}
    for holder, role in Grant.objects.filter(node_id__in=nodes).values_list("holder_id", "role"):
        best[holder] = max(role, best.get(holder, 0))
    return best


def name_people(holders: Collection[UUID]) -> str:
    """ "Ben, Cleo and 4 others"; guests have no names."""
    found = User.objects.filter(pk__in=holders).order_by("name", "email")[:MAX_NAMED]
    names = [person.display_name for person in found]
    others = len(holders) - len(names)
    if others > 0:
        names.append(_("%(count)d others") % {"count": others} if others > 1 else _("one other"))
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}


@dataclass(frozen=True, slots=True)
class Destinations:
    private: bool
    spaces: list[Any]
    documents: list[Document]


def find_destinations(access: Access, user: User, words: str) -> Destinations:
    """Where the user may put the document, by name; without words what was edited last."""
    spaces = visible_spaces(user).filter(name__icontains=words)
    label = _("Private")
    return Destinations(
        private=words.lower() in label.lower(),
        spaces=[space for space in spaces[:MAX_PLACES] if space.role >= Role.EDITOR],
        documents=list(_documents(access, user, words)[:MAX_PLACES]),
    )


def _documents(access: Access, user: User, words: str) -> QuerySet[Document]:
    here = access.document
    writable = visible_documents(user, Role.EDITOR).filter(title__icontains=words)
    others = writable.exclude(Q(pk__in=[here.pk]) | Q(path__contains=[here.pk]))
    begins = Case(When(title__istartswith=words, then=Value(0)), default=Value(1), output_field=IntegerField())
    return others.defer("text", "violations").order_by(begins, "-edited_at")
