import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor.collab.encoding import (
    Malformed,
    read_var_bytes,
    read_var_string,
    read_var_uint,
    write_var_bytes,
    write_var_string,
    write_var_uint,
)


@given(st.integers(0, 2**53 - 1), st.binary())
def test_a_number_comes_back_and_what_follows_is_left(value: int, rest: bytes) -> None:
    encoded = write_var_uint(value)
    assert read_var_uint(encoded + rest, 0) == (value, len(encoded))


@given(st.binary(), st.text())
def test_bytes_and_text_come_back(data: bytes, text: str) -> None:
    encoded = write_var_bytes(data) + write_var_string(text)
    first, pos = read_var_bytes(encoded, 0)
    assert (first, *read_var_string(encoded, pos)) == (data, text, len(encoded))


@pytest.mark.parametrize(
    "encoded",
    [b"", b"\x80", b"\x80\x00", b"\x81\x80\x00", write_var_uint(2**53), b"\xff" * 7 + b"\x7f", b"\x80" * 1_000_000],
    ids=["nothing", "cut", "longer than needed", "longer than needed, two groups", "54 bits", "56 bits", "endless"],
)
def test_a_number_that_no_yjs_writes_is_refused(encoded: bytes) -> None:
    with pytest.raises(Malformed):
        read_var_uint(encoded, 0)


@pytest.mark.parametrize("encoded", [b"\x02a", b"\xff\xff\xff\xff\x0fa", b""])
def test_a_length_beyond_the_end_is_refused(encoded: bytes) -> None:
    with pytest.raises(Malformed):
        read_var_bytes(encoded, 0)


@pytest.mark.parametrize("encoded", [b"\x01\xff", b"\x03\xed\xa0\xbd", b"\x02\xc0\x80"])
def test_text_must_be_utf_8(encoded: bytes) -> None:
    with pytest.raises(Malformed):
        read_var_string(encoded, 0)
