"""A Yjs client over real sockets that keeps a journal: what it wrote, and what was acknowledged to it."""

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import websockets
from pycrdt import Doc, Text, XmlFragment
from websockets.asyncio.client import ClientConnection

from editor.collab.encoding import read_var_bytes, read_var_string, read_var_uint, write_var_bytes
from editor.collab.protocol import PresenceState, awareness_frame, read_awareness, write_awareness

DEADLINE = 30.0  # seconds, for anything that is waited for
FIRST_RETRY, LAST_RETRY = 0.05, 0.5
CONNECT_SECONDS = 15.0  # after which browsers, too, try another connection


@dataclass(frozen=True, slots=True)
class Door:
    """How one gets in: a cookie with the origin that it belongs to, or a token."""

    headers: dict[str, str]
    origin: str | None = None

    @classmethod
    def token(cls, secret: str) -> "Door":
        return cls({"Authorization": f"Bearer {secret}"})

    @classmethod
    def cookie(cls, session_key: str, origin: str, name: str = "session") -> "Door":
        return cls({"Cookie": f"{name}={session_key}"}, origin)


def socket_url(port: int, document: UUID, query: str = "acks=1") -> str:
    return f"ws://127.0.0.1:{port}/ws/documents/{document}" + (f"?{query}" if query else "")


def connect(url: str, door: Door, seconds: float = DEADLINE) -> Any:
    """A plain connection, for tests that speak byte by byte."""
    return websockets.connect(
        url,
        additional_headers=door.headers,
        origin=door.origin,  # type: ignore[arg-type]  # a str is an Origin
        compression=None,
        max_size=None,
        max_queue=None,  # else a full one stops even the close frame from being read
        ping_interval=None,
        open_timeout=seconds,
        proxy=None,
    )


@dataclass(eq=False)
class SocketClient:
    """Comes back by itself, at the next of its ports, until `stop`. What was not acknowledged is sent again."""

    ports: Sequence[int]
    document: UUID
    door: Door
    doc: Doc[Any] = field(default_factory=Doc)
    journal: list[str] = field(default_factory=list)  # tokens that were acknowledged
    waiting: list[str] = field(default_factory=list)  # tokens that were not
    close_codes: list[int] = field(default_factory=list)
    refusals: list[tuple[int, int, str]] = field(default_factory=list)
    events: list[dict[str, Any]] = field(default_factory=list)
    presence: dict[int, dict[str, Any]] = field(default_factory=dict)  # by client id, one's own too
    saved_at: dict[str, float] = field(default_factory=dict)  # when each token was acknowledged
    heard_at: float = 0.0  # when the server last said anything
    number: int = 0  # of the log, as last acknowledged
    connections: int = 0
    first_retry: float = FIRST_RETRY
    last_retry: float = LAST_RETRY
    is_connected: bool = False
    is_over: bool = False

    def __post_init__(self) -> None:
        self.doc["title"], self.doc["default"] = Text(), XmlFragment()
        self._connection: ClientConnection | None = None
        self._socket: ClientConnection | None = None
        self._sent: list[tuple[int, int, list[str]]] = []
        self._counts = [0, 0]
        self._early: list[bytes] | None = None  # updates, as long as the connection's step 2 has not come
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._shown: dict[str, Any] | None = None
        self._clocks: dict[int, int] = {}

    @property
    def text(self) -> str:
        return str(self.doc["title"])

    async def __aenter__(self) -> "SocketClient":
        self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def start(self) -> None:
        self._task = asyncio.create_task(self._stay())

    async def stop(self) -> None:
        """Stays away until it is started again; what is written meanwhile waits."""
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def connected(self) -> None:
        await self.until(lambda: self.is_connected, "the connection")

    async def drop(self) -> None:
        """Loses the connection, and comes back."""
        if self._socket:
            await self._socket.close()

    def lose_everything(self) -> None:
        """As with a laptop that is lost: the connection, the copy, and what was not acknowledged."""
        self.doc = _empty()
        self.waiting.clear()
        self._sent = []
        if self._connection:
            self._connection.transport.abort()

    async def until(
        self, condition: Callable[[], bool], what: str = "the condition", seconds: float = DEADLINE
    ) -> None:
        """Waits until the condition holds; looks at every frame."""
        try:
            async with asyncio.timeout(seconds):
                while not condition():
                    self._news.clear()
                    with contextlib.suppress(TimeoutError):
                        await asyncio.wait_for(self._news.wait(), 0.05)
        except TimeoutError:
            raise AssertionError(
                f"{what} did not come true in {seconds} s; closed {self.close_codes}, "
                f"{len(self.waiting)} waiting, text {self.text[-80:]!r}"
            ) from None

    async def write(self, token: str, edit: Callable[[Doc[Any]], None] | None = None) -> None:
        """Makes an edit that carries the token (put at the end of the title), and sends it if there is a connection."""
        updates: list[bytes] = []
        subscription = self.doc.observe(lambda event: updates.append(event.update))
        with self.doc.transaction():
            if edit:
                edit(self.doc)
            else:
                self.doc["title"] += token
        self.doc.unobserve(subscription)
        self.waiting.append(token)
        for update in updates:
            await self._send_edit(1, update, [token])

    async def pass_on(self, update: bytes, *tokens: str) -> None:
        """Sends an edit that was made elsewhere."""
        self.doc.apply_update(update)
        self.waiting.extend(tokens)
        await self._send_edit(1, update, [*tokens])

    async def show(self, state: dict[str, Any]) -> None:
        """Shows presence, now and after every reconnection."""
        self._shown = state
        await self._show()

    async def send_presence(self, client: int, clock: int, state: dict[str, Any] | None) -> None:
        """Says it of any client id, true or not."""
        update = write_awareness([PresenceState(client, clock, json.dumps(state))])
        await self._send(awareness_frame(update))

    async def _show(self) -> None:
        own = self.doc.client_id
        self._clocks[own] = self._clocks.get(own, 0) + 1
        await self.send_presence(own, self._clocks[own], self._shown)

    async def _stay(self) -> None:
        retry = self.first_retry
        while not self.is_over:
            port = self.ports[self.connections % len(self.ports)]
            self.connections += 1
            try:
                async with connect(socket_url(port, self.document), self.door, CONNECT_SECONDS) as socket:
                    retry = self.first_retry
                    await self._talk(socket)
            except websockets.ConnectionClosed as closed:
                code = closed.rcvd.code if closed.rcvd else 1006
                self.close_codes.append(code)
                self.is_over = 4400 <= code <= 4499
            except (OSError, websockets.WebSocketException, TimeoutError):
                pass
            finally:
                self.is_connected, self._socket, self._connection = False, None, None
                self.presence.clear()
                self._news.set()
            await asyncio.sleep(retry)
            retry = min(retry * 2, self.last_retry)

    async def _talk(self, socket: ClientConnection) -> None:
        doc, self._connection = self.doc, socket
        self._socket, self._sent, self._counts, self._early = None, [], [0, 0], []
        await socket.send(b"\x00\x00" + write_var_bytes(self.doc.get_state()))
        while True:
            frame = await socket.recv()
            assert isinstance(frame, bytes)
            if self.doc is not doc:
                return
            self.heard_at = time.monotonic()
            await self._take(socket, frame)
            self._news.set()

    async def _take(self, socket: ClientConnection, frame: bytes) -> None:
        kind, position = read_var_uint(frame, 0)
        if kind == 0:
            step, position = read_var_uint(frame, position)
            payload = read_var_bytes(frame, position)[0]
            if step:
                self._apply(step, payload)
                return
            self._socket, self.is_connected = socket, True
            await self._send_edit(0, self.doc.get_update(payload), list(self.waiting))
            if self._shown is not None:
                await self._show()
        elif kind == 1:
            await self._see(read_var_bytes(frame, position)[0])
        elif kind == 100:
            step_2s, position = read_var_uint(frame, position)
            updates, position = read_var_uint(frame, position)
            self.number = read_var_uint(frame, position)[0]
            self._acknowledge((step_2s, updates))
        elif kind == 101:
            self.events.append(json.loads(read_var_string(frame, position)[0]))
        elif kind == 102:
            of_kind, position = read_var_uint(frame, position)
            number, position = read_var_uint(frame, position)
            self.refusals.append((of_kind, number, read_var_string(frame, position)[0]))

    def _apply(self, step: int, update: bytes) -> None:
        """What comes before the answer to one's own step 1 may depend on it. Yjs would keep it; pycrdt loses it."""
        if step == 2 and self._early is not None:
            self._early.append(update)
            return
        for one in (update, *(self._early or ())):
            self.doc.apply_update(one)
        self._early = None

    async def _see(self, update: bytes) -> None:
        for state in read_awareness(update, 10_000):
            self._clocks[state.client] = max(state.clock, self._clocks.get(state.client, 0))
            if state.state != "null":
                self.presence[state.client] = json.loads(state.state)
            elif state.client == self.doc.client_id and self._shown is not None:
                await self._show()  # the server still knows that this one had left: it comes back with the next clock
            else:
                self.presence.pop(state.client, None)

    def _acknowledge(self, counts: tuple[int, int]) -> None:
        for kind, number, tokens in self._sent:
            if number <= counts[kind]:
                for token in tokens:
                    if token in self.waiting:
                        self.waiting.remove(token)
                        self.journal.append(token)
                        self.saved_at[token] = time.monotonic()
        self._sent = [sent for sent in self._sent if sent[1] > counts[sent[0]]]

    async def _send_edit(self, kind: int, update: bytes, tokens: list[str]) -> None:
        if self._socket is None:
            return
        self._counts[kind] += 1
        self._sent.append((kind, self._counts[kind], tokens))
        await self._send(bytes((0, 1 + kind)) + write_var_bytes(update))

    async def _send(self, frame: bytes) -> None:
        if self._socket is not None:
            with contextlib.suppress(websockets.ConnectionClosed):
                await self._socket.send(frame)


def _empty() -> Doc[Any]:
    doc: Doc[Any] = Doc()
    doc["title"], doc["default"] = Text(), XmlFragment()
    return doc


@contextlib.asynccontextmanager
async def clients(*all_of_them: SocketClient) -> AsyncIterator[None]:
    """Runs them as long as the context lasts."""
    async with contextlib.AsyncExitStack() as stack:
        for client in all_of_them:
            await stack.enter_async_context(client)
        yield
