"""Spaces and documents in trees, for the tests of the library."""

from editor.accounts.models import User
from editor.documents.actions import Place, create_document
from editor.documents.models import Document, Role
from editor.library.branches import Branch, Tree, View, read_tree
from editor.spaces.models import Space, SpaceMember


def make_space(name: str, **members: tuple[User, Role]) -> Space:
    space = Space.objects.create(name=name)
    for user, role in members.values():
        SpaceMember.objects.create(space=space, user=user, role=role)
    return space


def make_titled(user: User, title: str, parent: Document | None = None, space: Space | None = None) -> Document:
    place = Place(parent.pk if parent is not None else None, space.pk if space is not None else None)
    document = create_document(user, place)
    Document.objects.filter(pk=document.pk).update(title=title)
    document.title = title
    return document


def tree_of(user: User, *opened: Document | Space, rows: int = 100) -> Tree:
    return read_tree(user, View(opened=frozenset(node.pk for node in opened), rows=rows))


def titles(branch: Branch | None) -> list[str]:
    return [item.document.title for item in branch.items] if branch is not None else []
