"""A WebSocket client that costs little and keeps what it hears: every frame with the moment of its arrival.

Nothing is looked into while it is measured. A thousand of these in one process take what ten of a library's would.
"""

import asyncio
import base64
import os
import time
from collections.abc import Callable, Mapping
from typing import cast

from websockets.speedups import apply_mask

_BINARY, _CLOSE, _PING, _PONG = 2, 8, 9, 10
_MASK = b"\x5a\xa5\x3c\xc3"  # servers unmask at the same cost whatever the mask is, unless it is zero
_HANDSHAKE_SECONDS = 60.0

Frame = tuple[float, bytes]


class WireError(Exception):
    """The server did something that the measurement can't go on with."""


class Wire(asyncio.Protocol):
    """One connection. `frames` grows; `on_frame` is called with each as long as it is set."""

    def __init__(self) -> None:
        self.frames: list[Frame] = []
        self.on_frame: Callable[[bytes], None] | None = None
        self.close_code: int | None = None
        self.closed = asyncio.get_running_loop().create_future()
        self.bytes_received = 0
        self._opened = asyncio.get_running_loop().create_future()
        self._is_open = False
        self._left = b""
        self._transport: asyncio.Transport | None = None

    @classmethod
    async def connect(cls, port: int, path: str, headers: Mapping[str, str]) -> "Wire":
        """Raises WireError, and OSError where nobody listens."""
        wire = cls()
        lines = [f"GET {path} HTTP/1.1", f"Host: 127.0.0.1:{port}", "Upgrade: websocket", "Connection: Upgrade"]
        lines += [f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}", "Sec-WebSocket-Version: 13"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        async with asyncio.timeout(_HANDSHAKE_SECONDS):
            transport, _ = await asyncio.get_running_loop().create_connection(lambda: wire, "127.0.0.1", port)
            transport.write(("\r\n".join(lines) + "\r\n\r\n").encode())
            await wire._opened
        return wire

    @property
    def is_open(self) -> bool:
        return self._is_open and not self.closed.done()

    def send(self, frame: bytes) -> None:
        """A binary frame; lost where the connection is gone, as in a browser."""
        if self._transport is not None:
            self._transport.write(masked(_BINARY, frame))

    def close(self) -> None:
        if self._transport is not None:
            self._transport.write(masked(_CLOSE, b"\x03\xe8"))
            self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's own doesn't derive from it

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        if not self._opened.done():
            self._opened.set_exception(WireError(f"closed in the handshake: {exc}"))
        if not self.closed.done():
            self.closed.set_result(None)

    def data_received(self, data: bytes) -> None:
        now = time.monotonic()
        self.bytes_received += len(data)
        if self._left:
            data = self._left + data
        self._left = self._read_frames(data, now) if self._is_open else self._read_handshake(data, now)

    def _read_handshake(self, data: bytes, now: float) -> bytes:
        head, end, rest = data.partition(b"\r\n\r\n")
        if not end:
            return data
        if not head.startswith(b"HTTP/1.1 101"):
            self._opened.set_exception(WireError(head.split(b"\r\n", 1)[0].decode(errors="replace")))
            return b""
        self._is_open = True
        self._opened.set_result(None)
        return self._read_frames(rest, now)

    def _read_frames(self, data: bytes, now: float) -> bytes:
        """Takes all whole frames; returns what is left of the data."""
        position, size = 0, len(data)
        while size - position >= 2:
            length, start = data[position + 1], position + 2
            if length == 126:
                start += 2
                length = int.from_bytes(data[position + 2 : start], "big")
            elif length == 127:
                start += 8
                length = int.from_bytes(data[position + 2 : start], "big")
            if start + length > size:
                break
            self._take(data[position], data[start : start + length], now)
            position = start + length
        return data[position:]

    def _take(self, first: int, payload: bytes, now: float) -> None:
        if first == 0x82:
            self.frames.append((now, payload))
            if self.on_frame is not None:
                self.on_frame(payload)
        elif first == 0x80 | _PING:
            if self._transport is not None:
                self._transport.write(masked(_PONG, payload))
        elif first == 0x80 | _CLOSE:
            self.close_code = int.from_bytes(payload[:2], "big")
            self.close()
        elif first & 0x0F != _PONG:
            raise WireError(f"a frame of a kind that no server here sends: {first:#x}")


def masked(opcode: int, payload: bytes) -> bytes:
    """A client's frame."""
    length = len(payload)
    if length < 126:
        head = bytes((0x80 | opcode, 0x80 | length))
    elif length < 65_536:
        head = bytes((0x80 | opcode, 0xFE)) + length.to_bytes(2, "big")
    else:
        head = bytes((0x80 | opcode, 0xFF)) + length.to_bytes(8, "big")
    return head + _MASK + apply_mask(payload, _MASK)
