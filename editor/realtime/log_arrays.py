"""Arrays in Postgres' binary format, built at once.

psycopg looks at every element of every list to find out how to send it, which took more than all else of an append.
The format is that of array_recv in Postgres' src/backend/utils/adt/arrayfuncs.c.
"""

import struct
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg import BaseConnection, pq
from psycopg.abc import Buffer
from psycopg.adapt import Dumper

_BYTEA, _INT8, _INT2, _TIMESTAMPTZ, _UUID = 17, 20, 21, 1184, 2950
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_HEADER = struct.Struct("!iiIii")  # dimensions, whether there are nulls, the elements' type, how many, from which index
_LENGTH = struct.Struct("!i")
_LONG = struct.Struct("!iq")
_SHORT = struct.Struct("!ih")
_NULL = _LENGTH.pack(-1)


class Array(bytes):
    """A parameter that is encoded already; the statement says of which type it is."""

    __slots__ = ()


class _ArrayDumper(Dumper):
    format = pq.Format.BINARY

    def dump(self, obj: Array) -> Buffer:
        return obj


def register(connection: BaseConnection[Any]) -> None:
    """Lets the connection take Arrays."""
    connection.adapters.register_dumper(Array, _ArrayDumper)


def uuids(values: Iterable[UUID]) -> Array:
    return byteas((value.bytes for value in values), _UUID)


def byteas(values: Iterable[bytes], element_type: int = _BYTEA) -> Array:
    return _array(element_type, [_LENGTH.pack(len(value)) + value for value in values])


def int8s(values: Iterable[int | None]) -> Array:
    return _array(_INT8, [_NULL if value is None else _LONG.pack(8, value) for value in values])


def int2s(values: Iterable[int]) -> Array:
    return _array(_INT2, [_SHORT.pack(2, value) for value in values])


def timestamps(values: Iterable[datetime | None]) -> Array:
    """Of aware times."""
    return _array(
        _TIMESTAMPTZ,
        [_NULL if value is None else _LONG.pack(8, (value - _EPOCH) // _MICROSECOND) for value in values],
    )


def _array(element_type: int, elements: list[bytes]) -> Array:
    return Array(_HEADER.pack(1, _NULL in elements, element_type, len(elements), 1) + b"".join(elements))
