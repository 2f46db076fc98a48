"""A small language for writing Yjs updates byte by byte, right ones and wrong ones.

update(client(7, 0, text("hi", parent="default")), deletions={7: [(0, 1)]})
"""

import json
from collections.abc import Mapping, Sequence
from typing import TypedDict, Unpack

from editor.collab.encoding import write_var_bytes, write_var_string, write_var_uint

Id = tuple[int, int]


class Place(TypedDict, total=False):
    """Where an item hangs; `parent` is a root's name or the id of a type."""

    origin: Id
    right: Id
    parent: Id | str
    key: str


MAX_CLIENT = 2**53 - 1


def update(*clients: bytes, deletions: Mapping[int, Sequence[tuple[int, int]]] | None = None, count: int = -1) -> bytes:
    """`deletions`: per client (clock, length). `count` lies about the number of clients."""
    return uint(len(clients) if count < 0 else count) + b"".join(clients) + delete_set(deletions or {})


def client(client_id: int, clock: int, *structs: bytes, count: int = -1) -> bytes:
    """A client's section. `count` lies about the number of structs."""
    return uint(len(structs) if count < 0 else count) + uint(client_id) + uint(clock) + b"".join(structs)


def delete_set(deletions: Mapping[int, Sequence[tuple[int, int]]]) -> bytes:
    parts = [uint(len(deletions))]
    for client_id, ranges in deletions.items():
        parts += [uint(client_id), uint(len(ranges))]
        parts += [uint(clock) + uint(length) for clock, length in ranges]
    return b"".join(parts)


def item(content_ref: int, content: bytes, place: Place) -> bytes:
    """An item. As on the wire, parent and key stand only where no origin does."""
    origin, right, key = place.get("origin"), place.get("right"), place.get("key")
    info = content_ref | (128 if origin else 0) | (64 if right else 0) | (32 if key is not None else 0)
    parts = [bytes((info,))]
    parts += [uint(number) for number in (*(origin or ()), *(right or ()))]
    if origin is None and right is None:
        parent = place["parent"]
        parts.append(
            uint(1) + string(parent) if isinstance(parent, str) else uint(0) + uint(parent[0]) + uint(parent[1])
        )
        if key is not None:
            parts.append(string(key))
    return b"".join((*parts, content))


def garbage(length: int) -> bytes:
    return b"\0" + uint(length)


def skip(length: int) -> bytes:
    return b"\x0a" + uint(length)


def deleted(length: int, **place: Unpack[Place]) -> bytes:
    return item(1, uint(length), place)


def json_list(*values: str, count: int = -1, **place: Unpack[Place]) -> bytes:
    return item(2, uint(len(values) if count < 0 else count) + b"".join(map(string, values)), place)


def binary(data: bytes, **place: Unpack[Place]) -> bytes:
    return item(3, write_var_bytes(data), place)


def text(characters: str | bytes, **place: Unpack[Place]) -> bytes:
    encoded = characters if isinstance(characters, bytes) else characters.encode()
    return item(4, write_var_bytes(encoded), place)


def embed(value: str, **place: Unpack[Place]) -> bytes:
    return item(5, string(value), place)


def formatting(mark: str, value: str, **place: Unpack[Place]) -> bytes:
    return item(6, string(mark) + string(value), place)


def shared_type(type_ref: int, name: str | None = None, **place: Unpack[Place]) -> bytes:
    return item(7, uint(type_ref) + (string(name) if name is not None else b""), place)


def element(name: str = "paragraph", **place: Unpack[Place]) -> bytes:
    return shared_type(3, name, **place)


def xml_text(**place: Unpack[Place]) -> bytes:
    return shared_type(6, **place)


def any_list(*values: bytes, count: int = -1, **place: Unpack[Place]) -> bytes:
    return item(8, uint(len(values) if count < 0 else count) + b"".join(values), place)


def subdocument(guid: str = "guid", **place: Unpack[Place]) -> bytes:
    return item(9, string(guid) + any_object(), place)


NULL, UNDEFINED, TRUE, FALSE = b"\x7e", b"\x7f", b"\x78", b"\x79"


def any_string(value: str) -> bytes:
    return b"\x77" + string(value)


def any_array(*values: bytes, count: int = -1) -> bytes:
    return b"\x75" + uint(len(values) if count < 0 else count) + b"".join(values)


def any_object(**values: bytes) -> bytes:
    return b"\x76" + uint(len(values)) + b"".join(string(key) + value for key, value in values.items())


def nested_array(depth: int) -> bytes:
    """`depth` arrays, one in the other: two bytes each."""
    return b"\x75\x01" * (depth - 1) + b"\x75\x00"


def nested_json(depth: int) -> str:
    return json.dumps(None) if depth == 0 else "[" * depth + "]" * depth


def nested_elements(client_id: int, depth: int, clock: int = 0, parent: Id | str = "default") -> bytes:
    """A client's section with `depth` elements, each the parent of the next."""
    first = element(parent=parent)
    return client(client_id, clock, first, *(element(parent=(client_id, clock + n)) for n in range(depth - 1)))


def state_vector(clocks: Sequence[Id], count: int = -1) -> bytes:
    entries = b"".join(uint(client_id) + uint(clock) for client_id, clock in clocks)
    return uint(len(clocks) if count < 0 else count) + entries


def uint(value: int) -> bytes:
    """Any number, also those that no Yjs would write."""
    return write_var_uint(value)


def overlong_uint(value: int) -> bytes:
    """The same number with a group too many."""
    encoded = bytearray(write_var_uint(value))
    encoded[-1] |= 128
    return bytes(encoded) + b"\0"


def string(value: str) -> bytes:
    return write_var_string(value)
