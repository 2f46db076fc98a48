"""Frames: bytes ⇄ values. The y-websocket protocol (y-protocols 1.0), and three message types of our own.

`docs/protocol.md` names every byte.
"""

from dataclasses import dataclass
from enum import IntEnum

from editor.collab.encoding import (
    Malformed,
    read_var_bytes,
    read_var_string,
    read_var_uint,
    write_var_bytes,
    write_var_string,
    write_var_uint,
)

SYNC, AWARENESS, AUTH, QUERY_AWARENESS = 0, 1, 2, 3
ACKNOWLEDGED, EVENT, REFUSED = 100, 101, 102
STEP_1, STEP_2, UPDATE = 0, 1, 2
PERMISSION_DENIED = 0

_SYNC_UPDATE_PREFIX = bytes((SYNC, UPDATE))


class CloseCode(IntEnum):
    """Why the server closes a socket. The y-websocket client takes 4400 to 4499 as final and retries the rest."""

    MALFORMED = 4400
    NOT_SIGNED_IN = 4401
    NOT_FOUND = 4404
    OTHER_GENERATION = 4409
    TOO_LARGE = 4413
    INVALID = 4422
    FAULT = 1011
    RESTARTING = 1012
    OVERLOADED = 1013


class RefusalCode:
    """Why an update is refused; the strings stand in frame 102."""

    READ_ONLY = "read-only"
    MALFORMED = "malformed"
    TOO_LARGE = "too-large"
    TOO_DEEP = "too-deep"
    SCHEMA = "schema"
    FOREIGN_CLIENT = "foreign-client"
    INCOMPLETE = "incomplete"
    OLD_SCHEMA = "old-schema"


# A refusal with one of these leaves the peer connected as a reader; every other one closes it.
READER_REFUSALS = frozenset({RefusalCode.READ_ONLY, RefusalCode.OLD_SCHEMA})
CLOSE_FOR_REFUSAL = {
    RefusalCode.MALFORMED: CloseCode.MALFORMED,
    RefusalCode.TOO_LARGE: CloseCode.TOO_LARGE,
}


class FrameKind(IntEnum):
    """The two kinds of frames that carry an edit; they are counted apart."""

    STEP_2 = 0
    UPDATE = 1


@dataclass(frozen=True, slots=True)
class SyncStep1:
    """What the sender has, as a state vector; it wants the rest."""

    state_vector: bytes


@dataclass(frozen=True, slots=True)
class Edit:
    """A sync step 2 or an update: a Yjs update that isn't read yet."""

    kind: FrameKind
    payload: bytes


@dataclass(frozen=True, slots=True)
class Awareness:
    """An awareness update that isn't read yet."""

    payload: bytes


@dataclass(frozen=True, slots=True)
class QueryAwareness:
    """The sender wants everybody's presence."""


Frame = SyncStep1 | Edit | Awareness | QueryAwareness


def read_frame(data: bytes) -> Frame:
    """The frame that a peer sent. Raises Malformed for what a peer may not send, too."""
    if data[:2] == _SYNC_UPDATE_PREFIX:
        return Edit(FrameKind.UPDATE, _last_bytes(data, 2))
    message, position = read_var_uint(data, 0)
    if message == SYNC:
        step, position = read_var_uint(data, position)
        if step == STEP_1:
            return SyncStep1(_last_bytes(data, position))
        if step == STEP_2:
            return Edit(FrameKind.STEP_2, _last_bytes(data, position))
        raise Malformed(f"unknown sync step {step}")
    if message == AWARENESS:
        return Awareness(_last_bytes(data, position))
    if message == QUERY_AWARENESS and position == len(data):
        return QueryAwareness()
    raise Malformed(f"unknown message {message}")


def _last_bytes(data: bytes, position: int) -> bytes:
    payload, end = read_var_bytes(data, position)
    if end != len(data):
        raise Malformed("trailing bytes")
    return payload


def step_1_frame(state_vector: bytes) -> bytes:
    return bytes((SYNC, STEP_1)) + write_var_bytes(state_vector)


def step_2_frame(update: bytes) -> bytes:
    return bytes((SYNC, STEP_2)) + write_var_bytes(update)


def update_frame(update: bytes) -> bytes:
    return _SYNC_UPDATE_PREFIX + write_var_bytes(update)


def awareness_frame(update: bytes) -> bytes:
    return bytes((AWARENESS,)) + write_var_bytes(update)


def denied_frame(reason: str) -> bytes:
    return bytes((AUTH, PERMISSION_DENIED)) + write_var_string(reason)


def acknowledged_frame(step_2s: int, updates: int, number: int) -> bytes:
    """How many frames of each kind are durable, from the connection's first without a gap; and the log's head."""
    return bytes((ACKNOWLEDGED,)) + write_var_uint(step_2s) + write_var_uint(updates) + write_var_uint(number)


def event_frame(event: str) -> bytes:
    return bytes((EVENT,)) + write_var_string(event)


def refused_frame(kind: FrameKind, number: int, code: str) -> bytes:
    """`number` counts the frames of that kind on this connection from 1."""
    return bytes((REFUSED,)) + write_var_uint(kind) + write_var_uint(number) + write_var_string(code)


@dataclass(frozen=True, slots=True)
class PresenceState:
    """One client's entry of an awareness update; `state` is JSON text, "null" for one that has left."""

    client: int
    clock: int
    state: str


def read_awareness(payload: bytes, max_states: int) -> list[PresenceState]:
    """The entries of an awareness update. Raises Malformed."""
    count, position = read_var_uint(payload, 0)
    if count > max_states:
        raise Malformed("too many presence states")
    states = []
    for _ in range(count):
        client, position = read_var_uint(payload, position)
        clock, position = read_var_uint(payload, position)
        if clock >= 1 << 31:
            raise Malformed("presence clock out of range")
        state, position = read_var_string(payload, position)
        states.append(PresenceState(client, clock, state))
    if position != len(payload):
        raise Malformed("trailing bytes")
    return states


def write_awareness(states: list[PresenceState]) -> bytes:
    return write_var_uint(len(states)) + b"".join(
        write_var_uint(state.client) + write_var_uint(state.clock) + write_var_string(state.state) for state in states
    )
