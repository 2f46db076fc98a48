"""Who is here: seen on every replica, under the name that the server knows, and gone the moment they go."""

import contextlib
from collections.abc import AsyncIterator
from functools import partial

from project.local.stack import Stack
from tests.replicas.people import SharedDocument, shared_document
from tests.sockets import SocketClient, clients

SOON = 2.0  # seconds


@contextlib.asynccontextmanager
async def two_people(stack: Stack) -> AsyncIterator[tuple[SharedDocument, SocketClient, SocketClient]]:
    """One on each replica, who see each other."""
    shared = await shared_document(2)
    ports = [replica.port for replica in stack.replicas]
    ada, ben = (SocketClient([port], shared.document, door) for port, door in zip(ports, shared.doors, strict=True))
    async with clients(ada, ben):
        for client in (ada, ben):
            await client.connected()
            await client.show({"cursor": 1})
        for client in (ada, ben):
            await client.until(partial(sees, client, ada, cursor=1))
            await client.until(partial(sees, client, ben, cursor=1))
        yield shared, ada, ben


async def test_nobody_poses_as_somebody_else(two_replicas: Stack) -> None:
    async with two_people(two_replicas) as (shared, ada, ben):
        claimed = {"id": str(shared.users[0].pk), "name": shared.users[0].display_name, "color": "#000000"}
        await ben.show({"user": claimed, "cursor": 2})
        for client in (ada, ben):
            await client.until(partial(sees, client, ben, cursor=2), seconds=SOON)
            shown = client.presence[ben.doc.client_id]["user"]
            assert (shown["id"], shown["name"]) == (str(shared.users[1].pk), shared.users[1].display_name)
            assert shown["color"] != claimed["color"]


async def test_what_one_says_of_anothers_client_is_dropped(two_replicas: Stack) -> None:
    async with two_people(two_replicas) as (_, ada, ben):
        await ben.send_presence(ada.doc.client_id, 1_000, {"cursor": 666})
        await ben.send_presence(ada.doc.client_id, 1_001, None)
        await ben.show({"cursor": 3})
        for client in (ada, ben):
            await client.until(partial(sees, client, ben, cursor=3), seconds=SOON)
            assert sees(client, ada, cursor=1)


async def test_a_newcomer_is_not_taken_for_a_client_that_is_here(two_replicas: Stack) -> None:
    async with two_people(two_replicas) as (shared, ada, ben):
        for port in (ada.ports[0], ben.ports[0]):  # where she is, and where she is known of
            async with SocketClient([port], shared.document, shared.doors[1]) as forger:
                await forger.connected()
                await forger.until(lambda: sees(forger, ada, cursor=1))
                await forger.send_presence(ada.doc.client_id, 1_000, {"cursor": 666})
                await forger.show({"cursor": 4})
                await ada.until(lambda: sees(ada, forger, cursor=4), seconds=SOON)
                assert sees(ada, ada, cursor=1)


async def test_whoever_goes_is_gone_at_once_on_the_other_replica(two_replicas: Stack) -> None:
    async with two_people(two_replicas) as (_, ada, ben):
        await ben.stop()
        await ada.until(lambda: set(ada.presence) == {ada.doc.client_id}, seconds=SOON)


async def test_whoever_comes_back_is_seen_again(two_replicas: Stack) -> None:
    async with two_people(two_replicas) as (_, ada, ben):
        before = ben.connections
        await ben.drop()
        await ada.until(lambda: ben.doc.client_id not in ada.presence, seconds=SOON)
        await ada.until(lambda: ben.doc.client_id in ada.presence and ben.connections > before, seconds=SOON)


def sees(client: SocketClient, other: SocketClient, cursor: int) -> bool:
    """Whether it shows the other one with the cursor there."""
    return client.presence.get(other.doc.client_id, {}).get("cursor") == cursor
