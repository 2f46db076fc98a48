"""Cuts an update down to a part of itself, byte for byte as Yjs would write that part."""

from collections.abc import Mapping, Sequence

from editor.collab.contents import CONTENT_DELETED, CONTENT_STRING, skip_any
from editor.collab.encoding import read_var_bytes, read_var_uint, write_var_bytes, write_var_uint
from editor.collab.intervals import Range
from editor.collab.updates import Mark, Update, mark_structs, read_update

_HAS_ORIGIN = 128
_HAS_ANY_ORIGIN = 192


def trim(update: Update, starts: Mapping[int, int], deletions: Mapping[int, Sequence[Range]]) -> Update:
    """The update with each client's structs from `starts` on (clients that aren't there: none), and `deletions`."""
    if all(starts.get(client) == first for client, (first, _) in update.ranges.items()):
        structs = update.payload[: update.deletions_at]
    else:
        structs = _write_structs(update, starts)
    return read_update(structs + _write_deletions(deletions), update.limits)


def _write_structs(update: Update, starts: Mapping[int, int]) -> bytes:
    marks = mark_structs(update)
    kept = [client for client in update.ranges if client in starts]
    parts = [write_var_uint(len(kept))]
    for client in kept:
        parts += _write_client(update, client, starts[client], marks[client])
    return b"".join(parts)


def _write_client(update: Update, client: int, start: int, marks: Sequence[Mark]) -> list[bytes]:
    kept = [mark for mark in marks if mark[0] + mark[1] > start]
    parts = [write_var_uint(len(kept)), write_var_uint(client), write_var_uint(start)]
    clock, _, begin, _, end = kept[0]
    if clock < start:
        parts.append(_write_rest(update, client, kept[0], start - clock))
        begin = end
    parts.append(update.payload[begin : kept[-1][4]])
    return parts


def _write_rest(update: Update, client: int, mark: Mark, offset: int) -> bytes:
    """What is left of a struct after `offset` of its units. It hangs on its own first part and inherits its parent."""
    data = update.payload
    clock, length, start, content, _ = mark
    info = data[start]
    if info == 0:
        return b"\0" + write_var_uint(length - offset)
    origin = write_var_uint(client) + write_var_uint(clock + offset - 1)
    right_origin = data[_after_origin(data, start) : content] if info & _HAS_ANY_ORIGIN else b""
    rest = _write_rest_of_content(update, info & 31, mark, offset)
    return bytes((info | _HAS_ORIGIN,)) + origin + right_origin + rest


def _after_origin(data: bytes, start: int) -> int:
    if data[start] < _HAS_ORIGIN:
        return start + 1
    _, pos = read_var_uint(data, start + 1)
    return read_var_uint(data, pos)[1]


def _write_rest_of_content(update: Update, reference: int, mark: Mark, offset: int) -> bytes:
    data = update.payload
    _, length, _, content, end = mark
    if reference == CONTENT_STRING:
        text = read_var_bytes(data, content)[0].decode().encode("utf-16-le")[2 * offset :]
        # Half of a pair becomes U+FFFD, as in the browser: the length stays.
        return write_var_bytes(text.decode("utf-16-le", "replace").encode())
    count = write_var_uint(length - offset)
    if reference == CONTENT_DELETED:
        return count
    values = read_var_uint(data, content)[1]  # a list: nothing else is longer than 1
    return count + data[skip_any(data, values, offset, update.limits) : end]


def _write_deletions(deletions: Mapping[int, Sequence[Range]]) -> bytes:
    parts = [write_var_uint(len(deletions))]
    for client, ranges in deletions.items():
        parts += (write_var_uint(client), write_var_uint(len(ranges)))
        for first, last in ranges:
            parts += (write_var_uint(first), write_var_uint(last - first))
    return b"".join(parts)
