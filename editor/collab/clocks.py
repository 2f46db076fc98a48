"""Reads what is made of clocks only: state vectors and deletions."""

from editor.collab.contents import MAX_CLOCK
from editor.collab.encoding import Malformed, read_var_uint
from editor.collab.intervals import Range, merged
from editor.collab.limits import TooLarge

_MAX_UNSORTED = 10_000  # Yjs sorts them; to do it here for as many as fit in an update would take half a second


def read_state_vector(data: bytes, max_clients: int) -> dict[int, int]:
    """The clock that a peer has reached for each client. Raises Malformed or TooLarge."""
    count, pos = read_var_uint(data, 0)
    if count > max_clients:
        raise TooLarge("that many clients in a state vector")
    state: dict[int, int] = {}
    for _ in range(count):
        client, pos = read_var_uint(data, pos)
        clock, pos = read_var_uint(data, pos)
        if clock > MAX_CLOCK or client in state:
            raise Malformed("a state vector that no Yjs writes")
        state[client] = clock
    if pos != len(data):
        raise Malformed("something after the end")
    return state


def read_deletions(data: bytes, pos: int) -> tuple[dict[int, tuple[Range, ...]], int]:
    """Each client's deletions as sorted ranges with gaps between them, and the position after them all."""
    clients, pos = read_var_uint(data, pos)
    deletions: dict[int, tuple[Range, ...]] = {}
    for _ in range(clients):
        client, pos = read_var_uint(data, pos)
        count, pos = read_var_uint(data, pos)
        if not 0 < count <= len(data) - pos:
            raise Malformed("a count that lies")
        if client in deletions:
            raise Malformed("a client twice")
        deletions[client], pos = _read_ranges(data, pos, count)
    return deletions, pos


def _read_ranges(data: bytes, pos: int, count: int) -> tuple[tuple[Range, ...], int]:
    ranges: list[Range] = []
    last = -1
    tidy = True
    for _ in range(count):
        first, pos = read_var_uint(data, pos)
        length, pos = read_var_uint(data, pos)
        if length == 0 or first + length > MAX_CLOCK:
            raise Malformed("a length that no Yjs writes")
        tidy = tidy and first > last
        last = first + length
        ranges.append((first, last))
    if tidy:
        return tuple(ranges), pos
    if count > _MAX_UNSORTED:
        raise Malformed("deletions in no order")
    return tuple(merged(ranges)), pos
