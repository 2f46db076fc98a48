"""What comes into a room's document."""

from typing import NamedTuple

from editor.collab.peer import Peer
from editor.collab.ports import Row
from editor.collab.updates import Update


class Arrival(NamedTuple):
    """A committed row: who sent it and so has it already, and the update in it, where either is known here."""

    row: Row
    peer: Peer | None = None
    update: Update | None = None
