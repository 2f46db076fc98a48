"""The tree of documents as one person sees it, branch by branch.

A document stands under its parent, or at the top of its space, where the reader may see that one. Otherwise it is
loose: it stands under "Private" if nobody else is in it, else under "Shared".
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, Case, Exists, F, OuterRef, Q, QuerySet, Value, When, Window
from django.db.models.functions import RowNumber

from editor.accounts.models import User
from editor.documents.access import granted_nodes, visible_documents, with_role
from editor.documents.models import Document, Role
from editor.library.favourites import favourites_of
from editor.library.limits import BRANCH_ROWS
from editor.library.listed import in_lists_of
from editor.library.privacy import nobody_but
from editor.spaces.access import visible_spaces
from editor.spaces.models import Space

_ORDER = ("position", "pk")


@dataclass(slots=True)
class Branch:
    """Documents side by side; `is_cut` where there are more of them."""

    items: list["Item"] = field(default_factory=list)
    is_cut: bool = False


@dataclass(slots=True)
class Item:
    """A document in the tree. `branch` is what is below it: None while it is closed."""

    document: Document
    role: Role
    has_children: bool
    branch: Branch | None = None


@dataclass(slots=True)
class SpaceItem:
    space: Space
    role: Role
    branch: Branch | None = None


@dataclass(slots=True)
class Tree:
    favourites: Branch
    spaces: list[SpaceItem]
    private: Branch
    shared: Branch


@dataclass(frozen=True, slots=True)
class View:
    """What a reader looks at: the nodes that are open, where they are (`here`: the current one and those above it,
    shown however many stand before them), how many rows a branch may have, and which sections are closed."""

    opened: frozenset[UUID] = frozenset()
    here: frozenset[UUID] = frozenset()
    rows: int = BRANCH_ROWS
    current: UUID | None = None
    closed: frozenset[str] = frozenset()


def read_tree(user: User, view: View) -> Tree:
    """Everything that is open, in a number of queries that doesn't depend on how much that is."""
    spaces: list[Any] = list(visible_spaces(user))
    within = _read_within(user, view)
    private, shared = _read_loose(user, view)
    starred = [_item(document) for document in _with_what_shows(favourites_of(user), user, view)]
    for branch in (*within.values(), private, shared):
        for item in branch.items:
            item.branch = within.get(item.document.pk) if item.has_children else None
    rows = [SpaceItem(space, Role(space.role), _of_space(space, view, within)) for space in spaces]
    return Tree(Branch(starred), rows, private, shared)


def read_branch(user: User, node_id: UUID, view: View) -> Branch:
    """What stands under one document, or at the top of one space, that the user may see."""
    within = _read_within(user, replace(view, opened=view.opened | {node_id}))
    for branch in within.values():
        for item in branch.items:
            item.branch = within.get(item.document.pk) if item.has_children else None
    return within.get(node_id, Branch())


def _of_space(space: Space, view: View, within: dict[UUID, Branch]) -> Branch | None:
    return within.get(space.pk, Branch()) if space.pk in view.opened else None


def _read_within(user: User, view: View) -> dict[UUID, Branch]:
    """The branches of all open documents and spaces, by id."""
    nodes = list(view.opened)
    shown = _shown(user, view).filter(Q(parent_id__in=nodes) | Q(parent__isnull=True, space_id__in=nodes))
    number = Window(RowNumber(), partition_by=[F("parent_id"), F("space_id")], order_by=_ORDER)
    numbered = shown.annotate(number=number)
    first = numbered.filter(Q(number__lte=view.rows + 1) | Q(pk__in=view.here))
    documents = Document.objects.filter(pk__in=first.values("pk")).order_by(*_ORDER)
    return _branches(_with_what_shows(documents, user, view), view)


def _branches(documents: Iterable[Any], view: View) -> dict[UUID, Branch]:
    found: dict[UUID, Branch] = defaultdict(Branch)
    for document in documents:
        _put(found[document.parent_id or document.space_id], document, view)
    return dict(found)


def _put(branch: Branch, document: Any, view: View) -> None:
    if len(branch.items) < view.rows or document.pk in view.here:
        branch.items.append(_item(document))
    else:
        branch.is_cut = True


def _read_loose(user: User, view: View) -> tuple[Branch, Branch]:
    """Private and shared. Who sees a document, but nothing above it, has a right in that very document."""
    nodes = granted_nodes(user)
    parent_is_seen = Exists(_shown(user, view).filter(pk=OuterRef("parent_id")))
    space_is_seen = Q(parent__isnull=True, space_id__in=nodes)
    loose = _shown(user, view).filter(pk__in=nodes).exclude(parent_is_seen)
    loose = loose.exclude(space_is_seen).annotate(
        is_private=Case(When(nobody_but(user), then=Value(True)), default=Value(False), output_field=BooleanField())
    )
    number = Window(RowNumber(), partition_by=[F("is_private")], order_by=_ORDER)
    first = loose.annotate(number=number).filter(Q(number__lte=view.rows + 1) | Q(pk__in=view.here))
    private, shared = Branch(), Branch()
    for document in _with_what_shows(first.order_by(*_ORDER), user, view):
        _put(private if document.is_private else shared, document, view)
    return private, shared


def _shown(user: User, view: View) -> QuerySet[Document]:
    listed = in_lists_of(user) | Q(pk__in=view.here)
    return visible_documents(user).filter(listed, is_template=False)


def _with_what_shows(documents: QuerySet[Document], user: User, view: View) -> QuerySet[Any]:
    below = _shown(user, view).filter(parent_id=OuterRef("pk"))
    rows = documents.only("id", "title", "icon", "parent_id", "space_id", "position")
    found: QuerySet[Any] = with_role(rows, user).annotate(has_children=Exists(below))
    return found


def _item(document: Any) -> Item:
    return Item(document, Role(document.role), document.has_children)
