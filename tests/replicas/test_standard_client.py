"""Any Yjs client with y-websocket's provider gets in, and is never told what only our own page understands."""

import pytest

from project.local.stack import Stack
from tests.replicas.people import shared_document, sign_in
from tests.replicas.standard_client import StandardClient
from tests.sockets import Door, SocketClient, clients

STANDARD_FRAMES = {0, 1, 2, 3}


@pytest.mark.parametrize("way", ["cookie", "token"])
async def test_an_unmodified_client_reads_writes_and_sees(two_replicas: Stack, way: str) -> None:
    shared = await shared_document(2)
    here, there = two_replicas.replicas
    door = shared.doors[1] if way == "token" else Door.cookie(await sign_in(shared.users[1]), here.url)
    ours = SocketClient([there.port], shared.document, shared.doors[0])
    async with clients(ours):
        await ours.write("Dear ")
        await ours.show({"cursor": 5})
        await ours.until(lambda: ours.journal == ["Dear "])
        async with StandardClient(here.port, shared.document, door) as standard:
            await standard.until(lambda seen: seen["isSynced"] and seen["title"] == "Dear ", 10)
            await standard.order(write="reader", show={"user": {"name": "Somebody else"}, "cursor": 1})
            await ours.until(lambda: ours.text == "Dear reader", seconds=3)
            await standard.until(lambda seen: cursor(seen["presence"].get(str(ours.doc.client_id))) == 5, 3)
            await ours.until(lambda: cursor(ours.presence.get(standard.seen["client"])) == 1, seconds=3)
            assert ours.presence[standard.seen["client"]]["user"]["name"] == shared.users[1].display_name
            assert set(standard.seen["kinds"]) <= STANDARD_FRAMES
            client = standard.seen["client"]
        await ours.until(lambda: client not in ours.presence, seconds=3)


async def test_a_strangers_client_and_a_foreign_page_get_nothing(two_replicas: Stack) -> None:
    shared, other = await shared_document(1), await shared_document(1)
    port = two_replicas.replicas[0].port
    foreign = Door.cookie(await sign_in(shared.users[0]), "https://evil.example.org")
    async with SocketClient([port], shared.document, shared.doors[0]) as ours:
        await ours.write("secret")
        await ours.until(lambda: ours.journal == ["secret"])
    async with (
        StandardClient(port, shared.document, other.doors[0]) as stranger,
        StandardClient(port, shared.document, foreign) as page,
        SocketClient([port], shared.document, other.doors[0]) as closed,
    ):
        await closed.until(lambda: closed.close_codes == [4404])
        for client in (stranger, page):
            await client.until(lambda seen: not seen["isSynced"] and not seen["title"] and not seen["kinds"], 10)


def cursor(state: dict[str, int] | None) -> int | None:
    return state.get("cursor") if state else None
