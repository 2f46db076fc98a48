"""How a client talks to each of the servers: y-websocket's frames as they stand, or with the document's name first."""

from dataclasses import dataclass
from enum import Enum

from editor.collab.encoding import (
    read_var_bytes,
    read_var_string,
    read_var_uint,
    write_var_bytes,
    write_var_string,
)

EMPTY_STATE_VECTOR = b"\x00"
EMPTY_UPDATE = b"\x00\x00"

_SYNC, _AWARENESS, _AUTH, _HOCUSPOCUS_REPLY, _HOCUSPOCUS_STATUS, _ACKNOWLEDGED = 0, 1, 2, 4, 8, 100


class Kind(Enum):
    """What a frame from a server says."""

    QUESTION = "a state vector: send what I lack"
    STATE = "all that you lack"
    UPDATE = "an edit"
    SAVED = "how many updates of this connection are durable"
    TAKEN = "one more update of this connection is in memory"
    PRESENCE = "who is where"
    OTHER = "nothing that a measurement needs"


@dataclass(frozen=True, slots=True)
class Message:
    """A frame from a server; `count` is for SAVED."""

    kind: Kind
    payload: bytes = b""
    count: int = 0


class Dialect:
    """y-websocket's, with Scriptorium's acknowledgements."""

    def path(self, document: str) -> str:
        return f"/{document}"

    def prefix(self, document: str) -> bytes:
        """What stands before every message."""
        del document
        return b""

    def hello(self, document: str) -> list[bytes]:
        """What a client says first, before it asks for the state."""
        del document
        return []

    def ask(self, document: str, state_vector: bytes = EMPTY_STATE_VECTOR) -> bytes:
        return self.prefix(document) + bytes((_SYNC, 0)) + write_var_bytes(state_vector)

    def answer(self, document: str, update: bytes = EMPTY_UPDATE) -> bytes:
        return self.prefix(document) + bytes((_SYNC, 1)) + write_var_bytes(update)

    def edit(self, document: str, update: bytes) -> bytes:
        return self.prefix(document) + bytes((_SYNC, 2)) + write_var_bytes(update)

    def announce(self, document: str, awareness: bytes) -> bytes:
        return self.prefix(document) + bytes((_AWARENESS,)) + write_var_bytes(awareness)

    def read(self, frame: bytes) -> Message:
        return _read(frame, 0)


class ScriptoriumDialect(Dialect):
    def path(self, document: str) -> str:
        return f"/ws/documents/{document}?acks=1"


class HocuspocusDialect(Dialect):
    """Version 4's: one socket may carry several documents."""

    def path(self, document: str) -> str:
        del document
        return "/"

    def prefix(self, document: str) -> bytes:
        return write_var_string(document)

    def hello(self, document: str) -> list[bytes]:
        token = bytes((_AUTH, 0)) + write_var_string("nobody checks it") + write_var_string("4.7.0")
        return [self.prefix(document) + token]

    def read(self, frame: bytes) -> Message:
        return _read(frame, read_var_string(frame, 0)[1])


def _read(frame: bytes, position: int) -> Message:
    kind, position = read_var_uint(frame, position)
    if kind in {_SYNC, _HOCUSPOCUS_REPLY}:
        step, position = read_var_uint(frame, position)
        payload = read_var_bytes(frame, position)[0]
        return Message((Kind.QUESTION, Kind.STATE, Kind.UPDATE)[step], payload)
    if kind == _AWARENESS:
        return Message(Kind.PRESENCE, read_var_bytes(frame, position)[0])
    if kind == _ACKNOWLEDGED:
        _, position = read_var_uint(frame, position)
        return Message(Kind.SAVED, count=read_var_uint(frame, position)[0])
    if kind == _HOCUSPOCUS_STATUS:
        return Message(Kind.TAKEN)
    return Message(Kind.OTHER)
