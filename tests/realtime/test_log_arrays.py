"""What Postgres makes of the arrays that are encoded here."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor.realtime import log_arrays
from editor.realtime.log_connections import log_conninfo

LONG = st.integers(-(2**63), 2**63 - 1)
TIMES = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.just(UTC))  # noqa: DTZ001 — naive bounds

KINDS: list[tuple[str, Callable[[Any], log_arrays.Array], st.SearchStrategy[Any]]] = [
    ("uuid[]", log_arrays.uuids, st.uuids()),
    ("bytea[]", log_arrays.byteas, st.binary(max_size=300)),
    ("int8[]", log_arrays.int8s, st.none() | LONG),
    ("int2[]", log_arrays.int2s, st.integers(-(2**15), 2**15 - 1)),
    ("timestamptz[]", log_arrays.timestamps, st.none() | TIMES),
]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("kind", "encode", "elements"), KINDS, ids=[kind for kind, _, _ in KINDS])
def test_arrays_arrive_as_they_were(
    kind: str, encode: Callable[[Sequence[Any]], log_arrays.Array], elements: st.SearchStrategy[Any]
) -> None:
    with psycopg.connect(log_conninfo()) as connection:
        connection.execute("SET TIME ZONE 'UTC'")
        log_arrays.register(connection)

        @given(st.lists(elements, min_size=1, max_size=20))
        @settings(max_examples=50, deadline=None)
        def arrive(values: list[Any]) -> None:
            cursor = connection.cursor(binary=True)
            row = cursor.execute(f"SELECT %b::{kind}", [encode(values)]).fetchone()
            assert row == (values,)

        arrive()
