"""What a page says of itself when it comes: whose it is, and of which life of the document its copy is."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import connections
from django.test import AsyncClient, Client

from editor.accounts.models import User
from editor.accounts.rate_limit import may_go_on
from editor.collab.protocol import CloseCode
from editor.content.schema import SCHEMA_VERSION
from editor.documents.models import Document
from editor.log.models import LogHead
from editor.realtime import runtime
from editor.realtime.handshake import Denied, find_peer
from tests.people import client_of, make_document, make_user

pytestmark = pytest.mark.django_db(transaction=True)


def make() -> tuple[User, Document, Client, UUID]:
    ada = make_user()
    document = make_document(ada)
    return ada, document, client_of(ada), LogHead.objects.get(document=document).generation


async def come(document: Document, client: Client, query: str) -> CloseCode | None:
    """The code that the page is sent away with; None: it is let in."""
    name = settings.SESSION_COOKIE_NAME
    try:
        await find_peer({b"cookie": f"{name}={client.cookies[name].value}".encode()}, query.encode(), document.pk)
    except Denied as denied:
        return denied.code
    finally:
        await leave()
    return None


async def leave() -> None:
    await runtime.stop()
    await sync_to_async(connections.close_all)()


async def test_a_page_is_let_in_as_whom_it_was_made_for() -> None:
    ada, document, client, generation = await sync_to_async(make)()
    assert await come(document, client, f"user={ada.pk}&generation={generation}&schema={SCHEMA_VERSION}") is None
    assert await come(document, client, f"user={uuid4()}") is CloseCode.NOT_SIGNED_IN


async def test_a_copy_of_another_generation_is_not_let_in() -> None:
    _, document, client, _ = await sync_to_async(make)()
    assert await come(document, client, f"generation={uuid4()}") is CloseCode.OTHER_GENERATION


async def test_an_upload_says_the_same_in_its_address() -> None:
    ada, document, client, _ = await sync_to_async(make)()
    path = f"/documents/{document.pk}/updates"
    browser = AsyncClient()
    browser.cookies = client.cookies

    async def upload(query: str) -> tuple[int, str]:
        answer = await browser.post(f"{path}?{query}", b"x", "application/octet-stream")
        return answer.status_code, answer.json()["code"]

    try:
        assert (await upload(f"user={uuid4()}"))[0] == 401
        assert await upload(f"user={ada.pk}&generation={uuid4()}") == (409, "generation")
        assert await upload("generation=nonsense") == (422, "malformed")
    finally:
        await leave()


def test_only_so_many_attempts_are_made_in_a_window() -> None:
    ada, ben = uuid4(), uuid4()
    assert [may_go_on("try", ada, 3, 3600) for _ in range(5)] == [True, True, True, False, False]
    assert may_go_on("try", ben, 3, 3600)
    assert may_go_on("other", ada, 3, 3600)


def test_another_window_has_places_again() -> None:
    ada = uuid4()
    assert [may_go_on("try", ada, 1, seconds) for seconds in (3600, 3600, 1800, 1800)] == [True, False, True, False]


def test_attempts_at_the_same_time_take_a_place_each() -> None:
    ada = uuid4()

    def attempt(_number: int) -> bool:
        try:
            return may_go_on("try", ada, 3, 3600)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        assert sum(threads.map(attempt, range(24))) == 3
