"""Only files need the object store: text goes on without it, also for somebody who comes meanwhile."""

import asyncio

from project.local.stack import Stack
from tests.replicas.writers import writers
from tests.sockets import SocketClient


async def test_people_write_and_come_while_s3_is_away(two_replicas: Stack) -> None:
    async with writers(two_replicas) as people:
        await asyncio.to_thread(two_replicas.s3.stop)
        try:
            await people.save(within=2)
            await people.hear_each_other(within=3)
            shared = people.shared
            async with SocketClient([two_replicas.replicas[0].port], shared.document, shared.doors[0]) as newcomer:
                token = people.clients[0].journal[-1]
                await newcomer.until(lambda: token in newcomer.text, "the newcomer has the text", 3)
        finally:
            await asyncio.to_thread(two_replicas.s3.start)
