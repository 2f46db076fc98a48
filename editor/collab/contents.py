"""Reads what an item carries, without building it: each reader returns the content's length and the position after it.

Lengths are Yjs' own: UTF-16 units for text, values for lists, 1 for everything that can't be split.
"""

import json
import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from math import isfinite

from editor.collab.encoding import Malformed, read_var_bytes, read_var_string, read_var_uint
from editor.collab.limits import Limits, SchemaViolation, TooDeep, TooLarge

CONTENT_DELETED = 1
CONTENT_STRING = 4
CONTENT_EMBED = 5
CONTENT_FORMAT = 6
CONTENT_TYPE = 7

TYPE_XML_ELEMENT = 3
TYPE_XML_TEXT = 6

MAX_CLOCK = 2**31 - 1

_NODE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}", re.ASCII)
_COMMON_JSON_BYTES = 64  # values of marks; longer ones are not remembered

_ANY_BYTES = 116
_ANY_ARRAY = 117
_ANY_OBJECT = 118
_ANY_STRING = 119
_ANY_INTEGER = 125
_ANY_FIXED_SIZE = {120: 0, 121: 0, 122: 8, 123: 8, 124: 4, 126: 0, 127: 0}

Content = tuple[int, int]


def read_length(data: bytes, pos: int) -> Content:
    length, pos = read_var_uint(data, pos)
    if not 0 < length <= MAX_CLOCK:
        raise Malformed("a length that no Yjs writes")
    return length, pos


def read_key(data: bytes, pos: int, limits: Limits) -> int:
    key, pos = read_var_string(data, pos)
    if not key or len(key) > limits.key_length or not key.isprintable():
        raise SchemaViolation("a key that no document of ours has")
    return pos


def _read_deleted(data: bytes, pos: int, _limits: Limits) -> Content:
    return read_length(data, pos)


def _read_binary(data: bytes, pos: int, _limits: Limits) -> Content:
    return 1, read_var_bytes(data, pos)[1]


def _read_string(data: bytes, pos: int, _limits: Limits) -> Content:
    text, pos = read_var_bytes(data, pos)
    if not text:
        raise Malformed("text without a character")
    if text.isascii():
        return len(text), pos
    try:
        return len(text.decode().encode("utf-16-le")) // 2, pos
    except UnicodeDecodeError:
        raise Malformed("text that is not UTF-8") from None


def _read_embed(data: bytes, pos: int, limits: Limits) -> Content:
    return 1, _skip_json(data, pos, limits)


def _read_format(data: bytes, pos: int, limits: Limits) -> Content:
    return 1, _skip_json(data, read_key(data, pos, limits), limits)


def _read_type(data: bytes, pos: int, limits: Limits) -> Content:
    type_ref, pos = read_var_uint(data, pos)
    if type_ref not in (TYPE_XML_ELEMENT, TYPE_XML_TEXT):
        raise SchemaViolation(f"type {type_ref} is not part of a document")
    if type_ref == TYPE_XML_ELEMENT:
        name, pos = read_var_string(data, pos)
        if not _NODE_NAME.fullmatch(name) or (limits.nodes is not None and name not in limits.nodes):
            raise SchemaViolation("a node that no document of ours has")
    return 1, pos


def _read_any_list(data: bytes, pos: int, limits: Limits) -> Content:
    length, pos = _read_count(data, pos)
    return length, skip_any(data, pos, length, limits)


def _read_unknown(_data: bytes, _pos: int, _limits: Limits) -> Content:
    raise SchemaViolation("content that is not part of a document")


def _read_skip(_data: bytes, _pos: int, _limits: Limits) -> Content:
    raise Malformed("a gap between structs")


_BY_REFERENCE: tuple[Callable[[bytes, int, Limits], Content], ...] = (
    _read_unknown,  # 0 is garbage, not an item: flags make no sense on it
    _read_deleted,
    _read_unknown,  # 2: a JSON list; Yjs has long stopped writing it, and pycrdt reads one value too many
    _read_binary,
    _read_string,
    _read_embed,
    _read_format,
    _read_type,
    _read_any_list,
    _read_unknown,  # 9: a subdocument
    _read_skip,
    *[_read_unknown] * 21,
)
# By the struct's first byte: its lowest five bits are the reference.
READERS = (_read_deleted, *(_BY_REFERENCE[info & 31] for info in range(1, 256)))


def _skip_json(data: bytes, pos: int, limits: Limits) -> int:
    text, pos = read_var_bytes(data, pos)
    if len(text) > limits.json_bytes:
        raise TooLarge("a JSON value of that size")
    if len(text) > _COMMON_JSON_BYTES:
        _check_json(text, limits.json_depth)
    else:
        _check_common_json(text, limits.json_depth)
    return pos


def skip_any(data: bytes, pos: int, count: int, limits: Limits) -> int:
    """Passes over `count` Any values. Not recursive: a few kilobytes can nest thousands deep."""
    outer: list[tuple[int, bool]] = []
    left, keyed = count, False
    while True:
        while left == 0:
            if not outer:
                return pos
            left, keyed = outer.pop()
        left -= 1
        if keyed:
            pos = read_var_string(data, pos)[1]
        tag = data[pos]
        if _ANY_ARRAY <= tag <= _ANY_OBJECT:
            inner, pos = read_var_uint(data, pos + 1)
            if inner > len(data) - pos:
                raise Malformed("a count that lies")
            outer.append((left, keyed))
            if len(outer) > limits.any_depth:
                raise TooDeep("values nested that deep")
            left, keyed = inner, tag == _ANY_OBJECT
        else:
            pos = _skip_scalar(data, pos, tag)


def _skip_scalar(data: bytes, pos: int, tag: int) -> int:
    if tag == _ANY_STRING:
        return read_var_string(data, pos + 1)[1]
    if tag == _ANY_INTEGER:
        return _skip_var_int(data, pos + 1)
    if tag == _ANY_BYTES:
        return read_var_bytes(data, pos + 1)[1]
    size = _ANY_FIXED_SIZE.get(tag)
    if size is None:
        raise Malformed("a value of no known kind")
    pos += 1 + size
    if pos > len(data):
        raise Malformed("ends within a value")
    return pos


def _skip_var_int(data: bytes, pos: int) -> int:
    """A signed number: its first byte has the sign and six bits, the others seven."""
    if data[pos] < 128:
        return pos + 1
    value, end = read_var_uint(data, pos + 1)
    if not 0 < value < 2**47:
        raise Malformed("a number that no Yjs writes")
    return end


def _read_count(data: bytes, pos: int) -> tuple[int, int]:
    count, pos = read_var_uint(data, pos)
    if not 0 < count <= len(data) - pos:
        raise Malformed("a count that lies")
    return count, pos


def _check_json(text: bytes, max_depth: int) -> None:
    """Accepts what every JSON reader does: no NaN, no number beyond a double, no half of a surrogate pair."""
    try:
        value = _JSON.decode(text.decode())
        if b"\\u" in text:
            json.dumps(value, ensure_ascii=False).encode()
    except RecursionError:
        raise TooDeep("JSON nested that deep") from None
    except ValueError:
        raise Malformed("JSON that is not valid") from None
    if is_deeper(value, max_depth):
        raise TooDeep("JSON nested that deep")


_check_common_json = lru_cache(maxsize=1_024)(_check_json)


def is_deeper(value: object, depth: int) -> bool:
    """Does the JSON value have lists and objects in more than `depth` levels?"""
    level = _containers([value])
    for _ in range(depth):
        if not level:
            return False
        level = [inner for outer in level for inner in _containers(outer)]
    return bool(level)


def _containers(values: Iterable[object]) -> list[Iterable[object]]:
    return [value.values() if isinstance(value, dict) else value for value in values if isinstance(value, dict | list)]


def _finite(number: str) -> float:
    value = float(number)
    if not isfinite(value):
        raise ValueError(number)
    return value


def _refuse(name: str) -> float:
    raise ValueError(name)


_JSON = json.JSONDecoder(parse_constant=_refuse, parse_float=_finite, parse_int=_finite)
