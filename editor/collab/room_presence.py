"""Who is in a room, as its peers and the other replicas are told."""

import logging
from typing import TYPE_CHECKING

from editor.collab.encoding import Refused
from editor.collab.peer import Peer
from editor.collab.ports import PresenceChanged
from editor.collab.presence import Presence, Speaker
from editor.collab.presence_pace import PresencePace
from editor.collab.protocol import awareness_frame

if TYPE_CHECKING:
    from editor.collab.room import Room

logger = logging.getLogger(__name__)


class RoomPresence:
    """Takes what the room's peers and other replicas say of themselves, and passes on what is news."""

    def __init__(self, room: "Room") -> None:
        self._room = room
        self._presence = Presence(room.around.limits.max_presence_bytes, room.state.owners.get)
        self.shown_by = self._presence.user_of
        self._pace = PresencePace(room.around.limits.presence_seconds, room.around.now, self._show)

    def introduce(self) -> None:
        """Tells the other replicas who is here, and asks who is with them."""
        self._announce(self._presence.local() or b"", wants_reply=True)

    def join(self, peer: Peer) -> None:
        if everybody := self._presence.everybody():
            peer.outbox.presence(everybody)

    def leave(self, peer: Peer) -> None:
        self._pace.forget(peer)
        self._show(self._presence.leave(peer, self._room.around.now()))

    def receive(self, peer: Peer, payload: bytes) -> None:
        """Raises Refused."""
        speaker = Speaker(peer, peer.author, peer.identity)
        news, correction = self._presence.receive(speaker, payload, self._room.around.now())
        if correction:
            peer.outbox.presence(correction)
        if news:
            self._pace.show(peer, news)

    async def answer(self, peer: Peer) -> None:
        """Tells a peer that asks."""
        if everybody := self._presence.everybody():
            peer.outbox.answer(awareness_frame(everybody))
            await peer.outbox.answered()

    def hear(self, said: PresenceChanged) -> None:
        """Takes what another replica says; its own words come back to this one, too."""
        if said.sender == self._room.around.replica:
            return
        try:
            news = (
                self._presence.receive_remote(said.sender, said.update, self._room.around.now())
                if said.update
                else None
            )
        except Refused as refused:
            logger.warning("replica %s announces bad presence: %s", said.sender, refused)
            return
        self._show(news, announce=False)
        if said.wants_reply and (local := self._presence.local()):
            self._announce(local)

    def expire(self) -> None:
        """Lets go of whoever has said nothing for too long."""
        self._show(self._presence.expire(self._room.around.now()), announce=False)

    def _show(self, news: bytes | None, *, announce: bool = True) -> None:
        """Tells every peer, the sender too: a y-websocket client reconnects when it hears nothing for 30 s."""
        if not news:
            return
        for peer in self._room.peers:
            peer.outbox.presence(news)
        if announce:
            self._announce(news)

    def _announce(self, update: bytes, *, wants_reply: bool = False) -> None:
        news = PresenceChanged(self._room.document, self._room.around.replica, update, wants_reply)
        self._room.around.bus.publish(news)
