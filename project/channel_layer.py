"""The channel layer: channels_redis' groups over Redis pub/sub, on one connection that is asked for little.

Every announcement of every replica comes through here, and redis-py's pools, retries and time limits cost several times
what the rest of an announcement does. So redis-py connects (it knows addresses, TLS and passwords), and from then on
the connection is ours: commands are written, and answers and messages taken as they come. RESP3 has both on one
connection, so it needs Redis 6 or Valkey.
"""

import asyncio
import contextlib
from collections import deque
from collections.abc import Callable
from typing import Any

import hiredis
from channels_redis.pubsub import RedisPubSubChannelLayer, RedisSingleShardConnection
from channels_redis.utils import create_pool, decode_hosts
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError

_CONNECT_SECONDS = 2.0
_AGAIN_AFTER = 0.25


class ChannelLayer(RedisPubSubChannelLayer):  # type: ignore[misc]  # which has no types
    """Takes the settings that channels_redis' layer takes."""

    def _get_layer(self) -> Any:
        is_known = asyncio.get_running_loop() in self._layers
        layer = super()._get_layer()
        if not is_known:
            layer._shards = [Shard(host, layer) for host in decode_hosts(self._kwargs.get("hosts"))]
        return layer


class Shard(RedisSingleShardConnection):  # type: ignore[misc]  # which has no types
    """One Redis server.

    When the connection breaks, whatever waits for an answer fails with a RedisError, and another one is made; it has
    all subscriptions again before anything is asked of it. Whoever stops waiting for an answer gives the connection
    up, since a server that doesn't answer may never do so.
    """

    def __init__(self, host: dict[str, Any], layer: Any) -> None:
        super().__init__(host, layer)
        self._pool = create_pool({**host, "protocol": 3, "socket_keepalive": True})
        self._wire: _Wire | None = None
        self._returning: asyncio.Task[None] | None = None

    async def publish(self, channel: str, message: bytes) -> None:
        wire = self._wire or await self._connect()
        await wire.ask("PUBLISH", channel, message)

    async def subscribe(self, channel: str) -> None:
        if channel not in self._subscribed_to:
            wire = self._wire or await self._connect()
            await wire.subscribe(channel)
            self._subscribed_to.add(channel)

    async def unsubscribe(self, channel: str) -> None:
        self._subscribed_to.discard(channel)
        if self._wire is not None:
            with contextlib.suppress(RedisConnectionError):  # the next one won't have it
                self._wire.write("UNSUBSCRIBE", channel)

    async def flush(self) -> None:
        self._subscribed_to.clear()
        if self._returning is not None:
            self._returning.cancel()
            await asyncio.gather(self._returning, return_exceptions=True)
        wire, self._wire = self._wire, None
        if wire is not None:
            wire.close()

    async def _connect(self) -> "_Wire":
        async with self._lock, asyncio.timeout(_CONNECT_SECONDS):
            if self._wire is None:
                connection = self._pool.make_connection()
                await connection.connect()
                wire = _Wire(connection, self._hear, self._lost)
                if self._subscribed_to:
                    await wire.subscribe(*self._subscribed_to)
                self._wire = wire
            return self._wire

    def _hear(self, channel: bytes, data: bytes) -> None:
        self._receive_message({"channel": channel, "data": data})

    def _lost(self, wire: "_Wire") -> None:
        if self._wire is wire:
            self._wire = None
            self._returning = asyncio.create_task(self._come_back())

    async def _come_back(self) -> None:
        while self._wire is None:
            await asyncio.sleep(_AGAIN_AFTER)
            with contextlib.suppress(RedisError, OSError, TimeoutError):
                await self._connect()


class _Wire(asyncio.Protocol):
    """A connection that redis-py has made, from then on."""

    def __init__(
        self, connection: Any, on_message: Callable[[bytes, bytes], None], on_lost: Callable[["_Wire"], None]
    ) -> None:
        self._on_message = on_message
        self._on_lost = on_lost
        self._answers: deque[asyncio.Future[Any]] = deque()
        self._parser = hiredis.Reader()
        self._unsent: list[bytes] = []
        # Taken away from redis-py, which closes what it has.
        self._writer: asyncio.StreamWriter = connection._writer
        connection._reader = connection._writer = None
        self._transport: asyncio.WriteTransport = self._writer.transport
        self._transport.set_protocol(self)

    async def ask(self, *command: str | bytes) -> Any:
        """The server's answer. Raises RedisError."""
        self.write(*command)
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._answers.append(answer)
        try:
            return await answer
        except asyncio.CancelledError:
            self.close()
            raise

    async def subscribe(self, *channels: str) -> None:
        """Returns when the subscriptions hold: those are not answered, but what comes after them is."""
        self.write("SUBSCRIBE", *channels)
        await self.ask("PING")

    def write(self, *command: str | bytes) -> None:
        if self._transport.is_closing():
            raise RedisConnectionError("the connection is closing")
        packed: bytes = hiredis.pack_command(command)  # type: ignore[arg-type]  # of any length
        if not self._unsent:
            asyncio.get_running_loop().call_soon(self._send)
        self._unsent.append(packed)

    def _send(self) -> None:
        """What was written in one turn of the loop goes out at once: the server wakes up, and answers, once."""
        self._transport.write(b"".join(self._unsent))
        self._unsent.clear()

    def close(self) -> None:
        self._transport.abort()

    def data_received(self, data: bytes) -> None:
        self._parser.feed(data)
        try:
            while (reply := self._parser.gets()) is not False:
                self._take(reply)
        except (hiredis.ProtocolError, IndexError):  # not Redis, or an answer that nobody has asked for
            self.close()

    def connection_lost(self, _exc: Exception | None) -> None:
        for answer in self._answers:
            _settle(answer, RedisConnectionError("the connection has broken"))
        self._answers.clear()
        self._on_lost(self)

    def _take(self, reply: Any) -> None:
        if isinstance(reply, hiredis.PushNotification):
            if reply[0] == b"message":
                self._on_message(reply[1], reply[2])
        elif isinstance(reply, hiredis.ReplyError):
            _settle(self._answers.popleft(), RedisError(str(reply)))
        else:
            _settle(self._answers.popleft(), reply)


def _settle(answer: asyncio.Future[Any], reply: Any) -> None:
    if answer.done():
        return
    if isinstance(reply, Exception):
        answer.set_exception(reply)
    else:
        answer.set_result(reply)
