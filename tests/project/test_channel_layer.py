"""The channel layer on a real Redis or Valkey: groups, and what becomes of them when the connection breaks."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from redis import asyncio as redis
from redis.exceptions import RedisError

from project.channel_layer import ChannelLayer

SECONDS = 10.0
CONFIG: dict[str, Any] = dict(settings.CHANNEL_LAYERS["default"]["CONFIG"])  # type: ignore[arg-type]


@asynccontextmanager
async def layer_at(**host: Any) -> AsyncIterator[Any]:
    layer = ChannelLayer(**(CONFIG | {"hosts": [host]} if host else CONFIG))
    try:
        yield layer
    finally:
        await layer.flush()


async def join(layer: Any, group: str) -> str:
    channel: str = await layer.new_channel()
    await layer.group_add(group, channel)
    return channel


async def hear(layer: Any, channel: str) -> Any:
    async with asyncio.timeout(SECONDS):
        return await layer.receive(channel)


async def test_a_group_hears_everything_in_order() -> None:
    group = f"group.{uuid4().hex}"
    async with layer_at() as sender, layer_at() as receiver:
        channel = await join(receiver, group)
        sent = [{"type": "news", "number": number, "bytes": bytes(number)} for number in range(300)]
        for message in sent:
            await sender.group_send(group, message)
        assert [await hear(receiver, channel) for _ in sent] == sent


async def test_whoever_has_left_hears_nothing_more() -> None:
    left, kept = f"group.{uuid4().hex}", f"group.{uuid4().hex}"
    async with layer_at() as layer:
        channel = await join(layer, left)
        await layer.group_add(kept, channel)
        await layer.group_discard(left, channel)
        await layer.group_send(left, {"type": "unheard"})
        await layer.group_send(kept, {"type": "heard"})
        assert await hear(layer, channel) == {"type": "heard"}


async def test_a_broken_connection_comes_back_with_its_groups() -> None:
    group = f"group.{uuid4().hex}"
    async with layer_at() as layer, layer_at() as other:
        channel = await join(layer, group)
        await kill_connection_of(layer)
        await wait_for_a_listener(group)
        await other.group_send(group, {"type": "after"})
        assert await hear(layer, channel) == {"type": "after"}
        await layer.group_send(group, {"type": "own"})
        assert await hear(layer, channel) == {"type": "own"}


async def test_what_waits_for_an_answer_fails_when_the_connection_breaks() -> None:
    async with silent_server() as (port, connections), layer_at(host="127.0.0.1", port=port) as layer:
        sending = asyncio.create_task(layer.group_send("group", {"type": "news"}))
        (await connections.get()).close()
        with pytest.raises(RedisError):
            async with asyncio.timeout(SECONDS):
                await sending


async def test_a_server_that_does_not_answer_is_given_up_in_time() -> None:
    async with silent_server() as (port, _), layer_at(host="127.0.0.1", port=port) as layer:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(SECONDS):
                await layer.group_send("group", {"type": "news"})


async def test_nobody_listens_where_nothing_is_served() -> None:
    async with silent_server() as (port, _):
        pass
    async with layer_at(host="127.0.0.1", port=port) as layer:
        with pytest.raises(RedisError):
            await layer.group_send("group", {"type": "news"})


async def test_a_refused_command_is_an_error_and_the_next_one_is_served() -> None:
    group = f"group.{uuid4().hex}"
    async with layer_at() as layer:
        channel = await join(layer, group)
        wire = await layer._shards[0]._connect()
        with pytest.raises(RedisError, match="unknown command"):
            await wire.ask("NONSENSE")
        await layer.group_send(group, {"type": "news"})
        assert await hear(layer, channel) == {"type": "news"}


async def kill_connection_of(layer: Any) -> None:
    wire = await layer._shards[0]._connect()
    number = await wire.ask("CLIENT", "ID")
    async with redis.from_url(CONFIG["hosts"][0]["address"]) as client:
        await client.client_kill_filter(_id=str(number))


async def wait_for_a_listener(group: str) -> None:
    async with asyncio.timeout(SECONDS):
        while not await listeners(group):  # noqa: ASYNC110 — Redis tells nobody
            await asyncio.sleep(0.02)


async def listeners(group: str) -> int:
    name = f"{CONFIG['prefix']}__group__{group}"
    async with redis.from_url(CONFIG["hosts"][0]["address"]) as client:
        [(_, count)] = await client.pubsub_numsub(name)
    return int(count)


@asynccontextmanager
async def silent_server() -> AsyncIterator[tuple[int, asyncio.Queue[asyncio.StreamWriter]]]:
    """Takes connections and never answers."""
    connections: asyncio.Queue[asyncio.StreamWriter] = asyncio.Queue()
    taken: list[asyncio.StreamWriter] = []

    async def take(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        taken.append(writer)
        connections.put_nowait(writer)

    server = await asyncio.start_server(take, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], connections
    finally:
        server.close()
        for writer in taken:
            writer.close()
        await server.wait_closed()
