"""Guests and their sockets: they write as what the link says, and are out at once, on every replica, when it ends."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from operator import contains
from typing import Any

import httpx
import pytest
from channels.db import database_sync_to_async
from django.utils import timezone

from editor.documents.access import access_document
from editor.documents.models import Role
from editor.sharing.links import Wish, remove_link, renew_link, set_link
from editor.sharing.models import Reach
from editor.sharing.secrets import link_secret
from project.local.stack import Stack
from tests.replicas.people import SharedDocument, shared_document
from tests.replicas.stored import text_in_postgres
from tests.sockets import Door, SocketClient, clients

AT_ONCE = 1.0  # seconds


@dataclass(frozen=True, slots=True)
class Scene:
    """An owner, and a guest's sockets, one on each replica."""

    shared: SharedDocument
    guests: list[SocketClient]

    @database_sync_to_async
    def change(self, **wish: Any) -> None:
        owner = self.shared.users[0]
        chosen = {"reach": Reach.ANYONE, "role": Role.EDITOR, **wish}
        set_link(access_document(owner, self.shared.document), Wish(**chosen), owner)

    @database_sync_to_async
    def do(self, act: Callable[..., None]) -> None:
        owner = self.shared.users[0]
        act(access_document(owner, self.shared.document), owner)


@contextlib.asynccontextmanager
async def scene(stack: Stack) -> AsyncIterator[Scene]:
    shared = await shared_document(1)
    cookie = await come(stack, shared)
    origin = stack.replicas[0].url
    door = Door.cookie(cookie, origin, name="visitor")
    guests = [SocketClient([replica.port], shared.document, door) for replica in stack.replicas]
    async with clients(*guests):
        for number, guest in enumerate(guests):
            await guest.write(f"[{number}]")
        for guest in guests:
            await guest.until(partial(has_both, guest))
        yield Scene(shared, guests)


async def come(stack: Stack, shared: SharedDocument) -> str:
    """By the link; what the visitor's cookie holds then."""
    made = await database_sync_to_async(_make_link)(shared)
    async with httpx.AsyncClient(trust_env=False) as browser:
        answer = await browser.get(f"{stack.replicas[0].url}/s/{made}")
    assert answer.status_code == 302
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    return answer.cookies["visitor"]


def _make_link(shared: SharedDocument) -> str:
    owner = shared.users[0]
    return link_secret(set_link(access_document(owner, shared.document), Wish(Reach.ANYONE, Role.EDITOR), owner))


def has_both(guest: SocketClient) -> bool:
    return "[0]" in guest.text and "[1]" in guest.text and not guest.waiting


async def off(scene: Scene) -> None:
    await scene.do(remove_link)


async def another_secret(scene: Scene) -> None:
    await scene.do(renew_link)


async def a_password(scene: Scene) -> None:
    await scene.change(password="one for the guests")


async def for_those_signed_in(scene: Scene) -> None:
    await scene.change(reach=Reach.SIGNED_IN)


@pytest.mark.parametrize("end", [off, another_secret, a_password, for_those_signed_in])
async def test_guests_are_out_at_once(two_replicas: Stack, end: Callable[[Scene], Awaitable[None]]) -> None:
    async with scene(two_replicas) as here:
        await end(here)
        await asyncio.gather(
            *(guest.until(partial(contains, guest.close_codes, 4404), "closed", AT_ONCE + 1) for guest in here.guests)
        )


async def test_a_guest_is_out_when_the_links_time_is_over(two_replicas: Stack) -> None:
    async with scene(two_replicas) as here:
        await here.change(expires_at=timezone.now() + timedelta(seconds=2))
        for guest in here.guests:
            await guest.until(partial(contains, guest.close_codes, 4404), "closed", 6.0)


async def test_a_guest_who_may_only_view_writes_nothing(two_replicas: Stack) -> None:
    async with scene(two_replicas) as here:
        await here.change(role=Role.VIEWER)
        told = {"type": "rights", "role": 10, "mayWrite": False}
        for guest in here.guests:
            await guest.until(partial(contains, guest.events, told), "told", AT_ONCE + 1)
            await guest.write("[no]")
            await guest.until(partial(bool, guest.refusals))
            assert [code for *_, code in guest.refusals] == ["read-only"]
        assert "[no]" not in await text_in_postgres(here.shared.document)
