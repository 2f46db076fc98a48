"""Two people on two replicas are as good as two on one."""

from project.local.stack import Stack
from tests.replicas.people import shared_document
from tests.sockets import SocketClient, clients


async def test_what_one_writes_the_other_reads_on_another_replica(two_replicas: Stack) -> None:
    shared = await shared_document(2)
    first, second = (
        SocketClient([replica.port], shared.document, door)
        for replica, door in zip(two_replicas.replicas, shared.doors, strict=True)
    )
    async with clients(first, second):
        await first.until(lambda: first.is_connected and second.is_connected)
        await first.write("Hello ")
        await second.until(lambda: second.text == "Hello ", seconds=5)
        await second.write("world")
        await first.until(lambda: first.text == "Hello world", seconds=5)
        await first.until(lambda: first.journal == ["Hello "])
        await second.until(lambda: second.journal == ["world"] and second.number == 2)
