"""A peer that stops reading, as a page does whose machine has lost its network."""

import base64
import json
import os
import socket
from uuid import UUID

from editor.collab.protocol import PresenceState, awareness_frame, write_awareness
from tests.sockets import Door

_FINAL_BINARY, _FINAL_PONG, _MASKED = 0x82, 0x8A, 0x80
_PONG = bytes((_FINAL_PONG, _MASKED, 0, 0, 0, 0))


class DeafPeer:
    """Shakes hands, shows itself as `client`, and then neither reads nor says anything any more."""

    def __init__(self, port: int, document: UUID, door: Door, client: int) -> None:
        self.client = client
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        self._socket.settimeout(10)
        self._socket.connect(("127.0.0.1", port))
        headers = {
            "Host": f"127.0.0.1:{port}",
            "Upgrade": "websocket",
            "Connection": "Upgrade",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": base64.b64encode(os.urandom(16)).decode(),
            **door.headers,
        }
        lines = [
            f"GET /ws/documents/{document}?acks=1 HTTP/1.1",
            *(f"{name}: {value}" for name, value in headers.items()),
        ]
        self._socket.sendall("\r\n".join([*lines, "", ""]).encode())
        answer = b""
        while b"\r\n\r\n" not in answer:
            answer += self._socket.recv(1)
        assert answer.startswith(b"HTTP/1.1 101"), answer
        self._send(awareness_frame(write_awareness([PresenceState(client, 1, json.dumps({"mark": "deaf"}))])))

    def is_cut_off(self) -> bool:
        """Whether the server has given the connection up. It doesn't say so; its kernel does, when it is asked."""
        try:
            self._socket.sendall(_PONG)
        except ConnectionError:
            return True
        return False

    def close(self) -> None:
        self._socket.close()

    def _send(self, payload: bytes) -> None:
        """One frame, masked with zeros: the bytes stay what they are."""
        assert len(payload) < 126
        self._socket.sendall(bytes((_FINAL_BINARY, _MASKED | len(payload), 0, 0, 0, 0)) + payload)
