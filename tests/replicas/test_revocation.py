"""Whoever may do less from now on notices it at once, on every replica, and in three seconds without the bus."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from functools import partial
from operator import contains

import pytest
from channels.db import database_sync_to_async

from editor.accounts.actions import set_active
from editor.accounts.models import User
from editor.documents.models import Role
from project.local.stack import Stack
from tests.replicas.browser import Browser
from tests.replicas.people import SharedDocument, shared_document, sign_in
from tests.replicas.stored import text_in_postgres
from tests.sockets import SocketClient, clients

PASSWORD, NEW_PASSWORD = "an unusual phrase", "another unusual phrase"
WITH_BUS, WITHOUT_BUS = 1.0, 3.0  # seconds


@dataclass(frozen=True, slots=True)
class Scene:
    """An owner and a member with a browser each, and the member's sockets, one on each replica."""

    shared: SharedDocument
    owner: Browser
    member: Browser
    sockets: list[SocketClient]

    @property
    def path(self) -> str:
        return f"/documents/{self.shared.document}"

    @property
    def member_path(self) -> str:
        return f"{self.path}/members/{self.shared.users[1].pk}"


@contextlib.asynccontextmanager
async def scene(stack: Stack) -> AsyncIterator[Scene]:
    shared = await shared_document(2)
    member = await database_sync_to_async(User.objects.get)(pk=shared.users[1].pk)
    member.set_password(PASSWORD)
    await database_sync_to_async(member.save)()
    keys = [await sign_in(shared.users[0]), await sign_in(member)]
    origin = stack.replicas[0].url
    async with Browser(origin, keys[0]) as owner, Browser(origin, keys[1]) as browser:
        sockets = [SocketClient([replica.port], shared.document, browser.door) for replica in stack.replicas]
        async with clients(*sockets):
            for number, socket in enumerate(sockets):
                await socket.write(f"[{number}]")
            for socket in sockets:
                await socket.until(has_both(socket))
            yield Scene(shared, owner, browser, sockets)


def has_both(socket: SocketClient) -> Callable[[], bool]:
    return lambda: "[0]" in socket.text and "[1]" in socket.text and not socket.waiting


async def removal(scene: Scene) -> None:
    assert (await scene.owner.delete(scene.member_path)).status_code == 200


async def trash(scene: Scene) -> None:
    assert (await scene.owner.post(f"{scene.path}/trash")).status_code == 302


async def sign_out(scene: Scene) -> None:
    assert (await scene.member.post("/accounts/logout/")).status_code == 302


async def new_password(scene: Scene) -> None:
    fields = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert (await scene.member.post("/accounts/password/change/", **fields)).status_code == 302


async def deactivation(scene: Scene) -> None:
    await database_sync_to_async(set_active)(scene.shared.users[1].pk, active=False)


ENDINGS = [(removal, 4404), (trash, 4404), (sign_out, 4401), (new_password, 4401), (deactivation, 4401)]


@pytest.mark.parametrize(("end", "code"), ENDINGS)
async def test_sockets_close_in_a_second(
    two_replicas: Stack, end: Callable[[Scene], Awaitable[None]], code: int
) -> None:
    async with scene(two_replicas) as here:
        await end(here)
        await closed(here, code, WITH_BUS)


@pytest.mark.parametrize(("end", "code"), ENDINGS)
async def test_sockets_close_in_three_seconds_without_the_bus(
    two_replicas: Stack, end: Callable[[Scene], Awaitable[None]], code: int
) -> None:
    async with scene(two_replicas) as here:
        with hanging_bus(two_replicas):
            await end(here)
            await closed(here, code, WITHOUT_BUS)


@pytest.mark.parametrize("has_bus", [True, False])
async def test_a_downgraded_editor_stays_as_a_reader(two_replicas: Stack, has_bus: bool) -> None:
    async with scene(two_replicas) as here:
        with contextlib.nullcontext() if has_bus else hanging_bus(two_replicas):
            changed = await here.owner.post(here.member_path, role=int(Role.VIEWER))
            assert changed.status_code == 200
            told = {"type": "rights", "role": 10, "mayWrite": False}
            for socket in here.sockets:
                await socket.until(partial(contains, socket.events, told), "told", WITH_BUS if has_bus else WITHOUT_BUS)
        for socket in here.sockets:
            await socket.write("[no]")
            await socket.until(partial(bool, socket.refusals))
            assert [code for *_, code in socket.refusals] == ["read-only"]
            assert socket.is_connected
        assert "[no]" not in await text_in_postgres(here.shared.document)


async def closed(scene: Scene, code: int, seconds: float) -> None:
    """Both sockets, at the same time."""
    await asyncio.gather(
        *(
            socket.until(partial(contains, socket.close_codes, code), f"closed with {code}", seconds)
            for socket in scene.sockets
        )
    )


@contextlib.contextmanager
def hanging_bus(stack: Stack) -> Iterator[None]:
    stack.valkey.freeze()
    try:
        yield
    finally:
        stack.valkey.thaw()
