"""Making a document out of its updates, and telling whether two made the same one."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pycrdt import Doc, Text, XmlElement, XmlFragment, XmlText

from editor.collab.intervals import Range
from editor.collab.knowledge import Knowledge
from editor.collab.updates import Limits, Update, read_update

LIMITS = Limits.stored()

Content = Doc[Any]


class ReplayFailed(Exception):
    """pycrdt can't take these updates."""


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What two documents have in common exactly when they are the same: structs, deletions, and what is to be seen."""

    clocks: dict[int, int]
    deletions: dict[int, tuple[Range, ...]]
    visible: list[str]


def replay(updates: Iterable[bytes]) -> Content:
    """Raises ReplayFailed. What depends on something that is missing stays out, without a word from pycrdt."""
    doc: Content = Doc()
    doc["title"] = Text()
    doc["default"] = XmlFragment()
    for update in updates:
        try:
            doc.apply_update(update)
        except BaseException as error:
            raise _failure(error) from error
    return doc


def encode(doc: Content) -> bytes:
    """The whole state as one update. Raises ReplayFailed."""
    try:
        return doc.get_update()
    except BaseException as error:
        raise _failure(error) from error


def take_fingerprint(doc: Content) -> Fingerprint:
    """Equal whatever order the same updates came in, and whether a snapshot lay between. Raises ReplayFailed."""
    state = Knowledge()
    state.add(read_stored(encode(doc)))
    deletions = {client: tuple(ranges) for client, ranges in state.deletions().items()}
    try:
        return Fingerprint(state.state(), deletions, list(_visible(doc)))
    except BaseException as error:
        raise _failure(error) from error


def read_stored(payload: bytes) -> Update:
    """Raises Refused for what the log should never have taken."""
    return read_update(payload, LIMITS)


def _visible(doc: Content) -> Iterator[str]:
    """Title and body with marks and attributes. Without recursion: the tree can be deeper than Python's stack."""
    title = doc.get("title", type=Text)
    body = doc.get("default", type=XmlFragment)
    yield repr(_runs(title))
    open_nodes: list[Iterator[XmlElement | XmlFragment | XmlText]] = [iter(body.children)]
    while open_nodes:
        node = next(open_nodes[-1], None)
        if node is None:
            open_nodes.pop()
            yield ">"
        elif isinstance(node, XmlText):
            yield repr((_attributes(node), _runs(node)))
        else:
            yield repr((node.tag, _attributes(node)) if isinstance(node, XmlElement) else "fragment")
            open_nodes.append(iter(node.children))


def _attributes(node: XmlElement | XmlText) -> list[tuple[str, str]]:
    attributes: Any = node.attributes  # its annotations say that it can't be iterated
    return sorted((name, repr(value)) for name, value in attributes)


def _runs(text: Text | XmlText) -> list[tuple[str, str]]:
    """Runs of equal marks; where the updates cut them says nothing."""
    runs: list[tuple[str, str]] = []
    for value, marks in text.diff():
        key = repr(sorted((marks or {}).items(), key=repr))
        if runs and runs[-1][1] == key and isinstance(value, str):
            runs[-1] = (runs[-1][0] + value, key)
        else:
            runs.append((value if isinstance(value, str) else repr(value), key))
    return runs


def _failure(error: BaseException) -> BaseException:
    """pycrdt's panics derive from BaseException; what really ends a program is left as it is."""
    if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit):
        return error
    return ReplayFailed(f"{type(error).__name__}: {error}")
