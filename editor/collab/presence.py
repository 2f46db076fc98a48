"""Who is in a room, and where: awareness whose identities the server has written."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from editor.collab.contents import is_deeper
from editor.collab.encoding import Malformed
from editor.collab.ports import Author
from editor.collab.protocol import PresenceState, read_awareness, write_awareness

GONE = "null"
EXPIRES_AFTER = 30.0  # seconds; y-protocols clients renew their state every 15
_FORGET_AFTER = 120.0
_MAX_JSON_DEPTH = 16
_MAX_STATES_PER_FRAME = 10_000  # y-websocket echoes the states of others


@dataclass(frozen=True, slots=True)
class Speaker:
    """A peer as presence sees it: `holder` is the connection, `identity` what the server writes as its "user"."""

    holder: object
    author: Author
    identity: Mapping[str, str]


@dataclass(slots=True)
class _Entry:
    clock: int
    state: str
    holder: object
    user: str
    seen: float


@dataclass(frozen=True, slots=True)
class _Gone:
    """The last clock at which somebody was there: nobody else gets that one's client id so soon."""

    clock: int
    user: str
    since: float


@dataclass(slots=True)
class Presence:
    """The states of one room. Times are in seconds of the caller's clock; results are awareness updates to pass on."""

    max_bytes: int
    owner_of: Callable[[int], Author | None]
    _entries: dict[int, _Entry] = field(default_factory=dict)
    _client_of: dict[object, int] = field(default_factory=dict)
    _gone: dict[int, _Gone] = field(default_factory=dict)

    def receive(self, speaker: Speaker, payload: bytes, now: float) -> tuple[bytes | None, bytes | None]:
        """Takes what a peer says of itself: (an update for everybody, a correction for the peer alone).

        A peer speaks for the one client id that it first named and that nobody else holds; what it says of others is
        dropped without a word, since y-websocket echoes them. Raises Malformed.
        """
        for state in read_awareness(payload, _MAX_STATES_PER_FRAME):
            if not self._is_own(speaker, state):
                continue
            gone = self._gone.get(state.client)
            if gone and state.state != GONE and state.clock <= gone.clock:
                # The others have seen this clock leave. Told so, a client comes back with the next one.
                return None, write_awareness([PresenceState(state.client, gone.clock, GONE)])
            return self._accept(speaker, state, now), None
        return None, None

    def _is_own(self, speaker: Speaker, state: PresenceState) -> bool:
        client = self._client_of.get(speaker.holder)
        if client is not None:
            return client == state.client
        if state.state == GONE or self.owner_of(state.client) not in {None, speaker.author}:
            return False
        return self.user_of(state.client) in {None, speaker.identity["id"]}

    def user_of(self, client: int) -> str | None:
        """Who shows this client id, or did so a moment ago."""
        last = self._entries.get(client) or self._gone.get(client)
        return last.user if last else None

    def _accept(self, speaker: Speaker, state: PresenceState, now: float) -> bytes | None:
        entry = self._entries.get(state.client)
        if state.state == GONE:
            return self._remove(state.client, state.clock, now) if entry else None
        if entry and state.clock < entry.clock:
            return None
        if len(state.state) > self.max_bytes:
            raise Malformed("presence is too large")
        text = _write_object({**_read_object(state.state), "user": dict(speaker.identity)})
        if len(text) > self.max_bytes:  # a letter that is none of ASCII takes up to twelve bytes now
            raise Malformed("presence is too large")
        if entry and entry.holder is not speaker.holder:
            self._client_of.pop(entry.holder, None)
        self._client_of[speaker.holder] = state.client
        self._entries[state.client] = _Entry(state.clock, text, speaker.holder, speaker.identity["id"], now)
        self._gone.pop(state.client, None)
        return write_awareness([PresenceState(state.client, state.clock, text)])

    def receive_remote(self, replica: object, payload: bytes, now: float) -> bytes | None:
        """Takes what another replica has accepted; the result is what is new here. Raises Malformed."""
        news = []
        for state in read_awareness(payload, _MAX_STATES_PER_FRAME):
            entry = self._entries.get(state.client)
            if state.state == GONE:
                if entry and entry.clock <= state.clock and entry.holder not in self._client_of:
                    self._forget(state.client, state.clock, now)
                    news.append(state)
            elif self._accept_remote(replica, state, now):
                news.append(state)
        return write_awareness(news) if news else None

    def _accept_remote(self, replica: object, state: PresenceState, now: float) -> bool:
        """Whether it is new. Of two users who took one client id at once, each replica keeps the one it had first."""
        entry = self._entries.get(state.client)
        user = str(_read_object(state.state).get("user", {}).get("id", ""))
        if entry and entry.user != user:
            return False
        if entry and entry.clock >= state.clock:
            entry.seen = now
            return False
        if entry:
            self._client_of.pop(entry.holder, None)
        self._entries[state.client] = _Entry(state.clock, state.state, replica, user, now)
        self._gone.pop(state.client, None)
        return True

    def leave(self, holder: object, now: float) -> bytes | None:
        """Removes the peer's state; the result tells the others."""
        client = self._client_of.pop(holder, None)
        if client is None:
            return None
        entry = self._entries[client]
        return self._remove(client, entry.clock, now)

    def expire(self, now: float) -> bytes | None:
        """Removes what another replica has not renewed in time: it may have died."""
        for client, gone in list(self._gone.items()):
            if now - gone.since > _FORGET_AFTER:
                del self._gone[client]
        late = [
            PresenceState(client, entry.clock, GONE)
            for client, entry in self._entries.items()
            if now - entry.seen > EXPIRES_AFTER and entry.holder not in self._client_of
        ]
        for state in late:
            self._forget(state.client, state.clock, now)
        return write_awareness(late) if late else None

    def everybody(self) -> bytes | None:
        return self._written(lambda entry: True)  # noqa: ARG005 — the filter that lets all through

    def local(self) -> bytes | None:
        """The states of this replica's own peers."""
        return self._written(lambda entry: entry.holder in self._client_of)

    def _written(self, wanted: Callable[[_Entry], bool]) -> bytes | None:
        states = [
            PresenceState(client, entry.clock, entry.state) for client, entry in self._entries.items() if wanted(entry)
        ]
        return write_awareness(states) if states else None

    def _remove(self, client: int, clock: int, now: float) -> bytes:
        self._forget(client, clock, now)
        return write_awareness([PresenceState(client, clock, GONE)])

    def _forget(self, client: int, clock: int, now: float) -> None:
        entry = self._entries.pop(client, None)
        if entry:
            self._client_of.pop(entry.holder, None)
            self._gone[client] = _Gone(clock, entry.user, now)


def _read_object(text: str) -> dict[str, Any]:
    """The JSON object in `text`. Raises Malformed for anything else, and for one that nests too deep."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Malformed("presence is not JSON") from error
    if not isinstance(value, dict):
        raise Malformed("presence is not an object")
    if is_deeper(value, _MAX_JSON_DEPTH):
        raise Malformed("presence nests too deep")
    return value


def _write_object(value: dict[str, Any]) -> str:
    """Plain ASCII, so that lone surrogates survive. Raises Malformed for numbers that JSON has no word for."""
    try:
        return json.dumps(value, allow_nan=False, separators=(",", ":"))
    except ValueError as error:
        raise Malformed("presence has a number that is none") from error
