"""Two people on two replicas are as good as two on one."""

import asyncio

from asgiref.sync import sync_to_async

from project.local.stack import Stack
from tests.replicas.people import shared_document
from tests.sockets import SocketClient, clients


async def test_what_one_writes_the_other_reads_on_another_replica(three_replicas: Stack) -> None:
    shared = await sync_to_async(shared_document)(2)
    first, second = (
        SocketClient([replica.port], shared.document, door)
        for replica, door in zip(three_replicas.replicas, shared.doors, strict=False)
    )
    async with clients(first, second):
        await asyncio.gather(*(client.until(lambda client=client: client.is_connected) for client in (first, second)))
        await first.write("Hello ")
        await second.until(lambda: second.text == "Hello ", seconds=5)
        await second.write("world")
        await first.until(lambda: first.text == "Hello world", seconds=5)
        await first.until(lambda: first.journal == ["Hello "])
        await second.until(lambda: second.journal == ["world"] and second.number == 2)
