"""Walks a tree without recursion: a document can be nested deeper than Python's stack."""

from collections.abc import Iterator
from dataclasses import dataclass

from editor.content.tree import Child, Node, Run


@dataclass(frozen=True, slots=True)
class Enter:
    """A node begins."""

    node: Node


@dataclass(frozen=True, slots=True)
class Leave:
    """The node that began last, and has not ended yet, ends."""

    node: Node


Step = Enter | Leave | Run


def walk(root: Node) -> Iterator[Step]:
    """The tree below the root in document order."""
    open_nodes: list[tuple[Node, Iterator[Child]]] = [(root, iter(root.children))]
    while open_nodes:
        node, children = open_nodes[-1]
        child = next(children, None)
        if child is None:
            open_nodes.pop()
            if open_nodes:
                yield Leave(node)
        elif isinstance(child, Run):
            yield child
        else:
            yield Enter(child)
            open_nodes.append((child, iter(child.children)))
