"""Whoever leaves a team, or a team a space, is out of what came with it at once, on every replica."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from operator import contains

from channels.db import database_sync_to_async

from editor.accounts.models import User
from editor.documents.models import Document, Role
from editor.spaces.models import Space, SpaceMember
from editor.teams.models import Team
from project.local.stack import Stack
from tests.groups import document_in, make_space, make_team, team_in
from tests.people import make_user
from tests.replicas.browser import Browser
from tests.replicas.people import sign_in
from tests.sockets import SocketClient, clients

AT_ONCE_SECONDS = 1.0


@dataclass(frozen=True, slots=True)
class Group:
    """A team that writes in a space, its manager, who owns the space, and somebody in it."""

    team: Team
    space: Space
    row: SpaceMember
    document: Document
    ada: User
    ben: User


@database_sync_to_async
def make_group() -> Group:
    ada, ben = make_user("Ada"), make_user("Ben")
    team, space = make_team(ada, ben), make_space(ada)
    return Group(team, space, team_in(space, team, Role.EDITOR), document_in(space, ada), ada, ben)


@contextlib.asynccontextmanager
async def bens_sockets(stack: Stack, group: Group) -> AsyncIterator[tuple[Browser, list[SocketClient]]]:
    """The manager's browser, and sockets of Ben's, one on each replica, in which he writes."""
    origin = stack.replicas[0].url
    keys = [await sign_in(user) for user in (group.ada, group.ben)]
    async with Browser(origin, keys[0]) as ada, Browser(origin, keys[1]) as ben:
        sockets = [SocketClient([replica.port], group.document.pk, ben.door) for replica in stack.replicas]
        async with clients(*sockets):
            for number, socket in enumerate(sockets):
                await socket.write(f"[{number}]")
                await socket.until(partial(is_saved, socket), "acknowledged")
            yield ada, sockets


def is_saved(socket: SocketClient) -> bool:
    return not socket.waiting


async def test_who_is_taken_out_of_a_team_is_out_of_its_space_at_once(two_replicas: Stack) -> None:
    group = await make_group()
    async with bens_sockets(two_replicas, group) as (ada, sockets):
        answer = await ada.delete(f"/teams/{group.team.pk}/members/{group.ben.pk}")
        assert answer.status_code == 200
        await asyncio.gather(
            *(
                socket.until(partial(contains, socket.close_codes, 4404), "closed", AT_ONCE_SECONDS)
                for socket in sockets
            )
        )


async def test_a_team_that_may_only_read_now_is_told_at_once(two_replicas: Stack) -> None:
    group = await make_group()
    async with bens_sockets(two_replicas, group) as (ada, sockets):
        path = f"/spaces/{group.space.pk}/members/{group.row.pk}"
        assert (await ada.post(path, role=int(Role.VIEWER))).status_code == 200
        told = {"type": "rights", "role": 10, "mayWrite": False}
        await asyncio.gather(
            *(socket.until(partial(contains, socket.events, told), "told", AT_ONCE_SECONDS) for socket in sockets)
        )
