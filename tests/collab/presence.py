"""Presence, as a client says and hears it."""

import json
from typing import Any

from editor.collab.encoding import read_var_bytes
from editor.collab.protocol import PresenceState, awareness_frame, read_awareness, write_awareness
from tests.collab.rooms import Client


def shown(client: Client) -> dict[int, tuple[int, Any]]:
    """Presence as a client knows it."""
    states: dict[int, tuple[int, Any]] = {}
    for frame in client.inbox:
        if frame[:1] == b"\x01":
            for state in read_awareness(read_var_bytes(frame, 1)[0], 10_000):
                states[state.client] = (state.clock, json.loads(state.state))
    return {number: state for number, state in states.items() if state[1] is not None}


async def say(client: Client, clock: int = 1, number: int | None = None, state: str = '{"cursor":1}') -> None:
    number = client.doc.client_id if number is None else number
    await client.room.receive(client.peer, awareness_frame(write_awareness([PresenceState(number, clock, state)])))
