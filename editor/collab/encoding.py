"""lib0's variable-length encoding: numbers as groups of seven bits, bytes and text with their length before them.

Readers take the bytes and a position and return the value and the position after it. They are strict: a number has
at most 53 bits and its shortest form, a length never exceeds what is left, text is valid UTF-8.
"""

from typing import ClassVar

MAX_VAR_UINT = 2**53 - 1
_MAX_SHIFT = 49  # eight groups: 53 bits need no more


class Refused(ValueError):
    """Bytes that are not accepted. `code` is what the peer is told."""

    code: ClassVar[str]


class Malformed(Refused):
    """The bytes are not what they should be."""

    code = "malformed"


def read_var_uint(data: bytes, pos: int) -> tuple[int, int]:
    try:
        byte = data[pos]
        if byte < 128:
            return byte, pos + 1
        value = byte & 127
        shift = 0
        while byte > 127 and shift < _MAX_SHIFT:
            shift += 7
            pos += 1
            byte = data[pos]
            value |= (byte & 127) << shift
    except IndexError:
        raise Malformed("ends within a number") from None
    if byte == 0 or byte > 127 or value > MAX_VAR_UINT:
        raise Malformed("a number that no Yjs writes")
    return value, pos + 1


def read_var_bytes(data: bytes, pos: int) -> tuple[bytes, int]:
    length, pos = read_var_uint(data, pos)
    end = pos + length
    if end > len(data):
        raise Malformed("ends within a value")
    return data[pos:end], end


def read_var_string(data: bytes, pos: int) -> tuple[str, int]:
    encoded, pos = read_var_bytes(data, pos)
    try:
        return encoded.decode(), pos
    except UnicodeDecodeError:
        raise Malformed("text that is not UTF-8") from None


def write_var_uint(value: int) -> bytes:
    if value < 128:
        return bytes((value,))
    encoded = bytearray()
    while value > 127:
        encoded.append(value & 127 | 128)
        value >>= 7
    encoded.append(value)
    return bytes(encoded)


def write_var_bytes(data: bytes) -> bytes:
    return write_var_uint(len(data)) + data


def write_var_string(text: str) -> bytes:
    return write_var_bytes(text.encode())
