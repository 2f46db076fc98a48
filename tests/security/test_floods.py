"""Who comes too often, or says too much, is kept waiting or turned away; nobody else notices."""

import asyncio
from collections.abc import Callable, Iterator
from uuid import UUID, uuid4

import pytest
from asgiref.sync import sync_to_async
from django.conf import LazySettings
from django.test import AsyncClient, Client
from prometheus_client import REGISTRY

from editor.accounts.models import User
from editor.accounts.tokens import issue_token
from editor.collab.encoding import write_var_uint
from editor.collab.protocol import CloseCode, PresenceState, awareness_frame, write_awareness
from editor.documents.models import Role
from editor.realtime.floods import floods
from editor.realtime.uploading import FRAMES_OF_AN_UPLOAD
from tests.people import make_document, make_user
from tests.security.sockets import Socket, a_process, of_document

Limit = Callable[..., None]
MADE_UP = f"scr_{uuid4().hex}"


@pytest.fixture
def limit(settings: LazySettings) -> Iterator[Limit]:
    """Sets limits of the process, and forgets what it has counted."""

    def set_limits(**limits: int) -> None:
        settings.COLLAB = {**settings.COLLAB, **limits}
        floods.cache_clear()

    yield set_limits
    floods.cache_clear()


@pytest.mark.parametrize("path", [of_document(uuid4()), "/ws/me"], ids=["a document", "a person"])
async def test_the_third_handshake_of_an_address_is_refused_before_any_query(limit: Limit, path: str) -> None:
    """Without a mark for the database every query fails; the token would be looked for in it."""
    limit(handshakes_per_second=1, handshakes_burst=2)
    before = turned_away("handshakes")
    foreign = [("origin", "https://evil.example")]
    assert [(await Socket(path, headers=foreign).ended()).status for _ in range(2)] == [403, 403]
    refused = await Socket(path, token=MADE_UP).ended()
    assert refused.status == 429
    assert (b"retry-after", b"30") in refused.said[0]["headers"]
    assert (await Socket(path, headers=foreign, address="198.51.100.1").ended()).status == 403
    assert turned_away("handshakes") == before + 1


async def test_a_line_with_many_addresses_has_no_more_than_one(limit: Limit) -> None:
    limit(handshakes_per_second=1, handshakes_burst=2)
    foreign = [("origin", "https://evil.example")]
    addresses = [f"2001:db8:1:2::{number}" for number in range(1, 4)]
    asked = [Socket("/ws/me", headers=foreign, address=address) for address in addresses]
    assert [(await one.ended()).status for one in asked] == [403, 403, 429]


@pytest.mark.django_db(transaction=True)
def test_uploads_count_as_handshakes_do(limit: Limit) -> None:
    limit(handshakes_per_second=1, handshakes_burst=2)
    url = f"/documents/{uuid4()}/updates"
    statuses = [Client().post(url, b"\0\0", content_type="application/octet-stream").status_code for _ in range(3)]
    assert statuses == [401, 401, 429]


def turned_away(limit: str) -> float:
    return REGISTRY.get_sample_value("scriptorium_flood_refusals_total", {"limit": limit}) or 0


def _people(count: int) -> tuple[UUID, list[User], list[str]]:
    people = [make_user() for _ in range(count)]
    document = make_document(people[0])
    for one in people[1:]:
        document.memberships.create(user=one, role=Role.EDITOR)
    return document.pk, people, [issue_token(one, "test") for one in people]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["person", "address"])
async def test_so_many_connections_are_open_at_once_and_no_more(limit: Limit, kind: str) -> None:
    limit(**{f"max_connections_per_{kind}": 2})
    before = turned_away(f"{kind}_connections")
    document, _, tokens = await sync_to_async(_people)(2)
    who = [tokens[0]] * 3 if kind == "person" else [tokens[0], tokens[1], tokens[0]]
    async with a_process() as sockets:
        for number, token in enumerate(who):
            address = f"192.0.2.{number if kind == 'person' else 1}"
            sockets.append(Socket(of_document(document) if number < 2 else "/ws/me", token=token, address=address))
            await sockets[-1].until(2)
        assert [one.close_code for one in sockets] == [None, None, CloseCode.OVERLOADED]
        assert turned_away(f"{kind}_connections") == before + 1
        await sockets[0].leave()
        sockets.append(Socket(of_document(document), token=who[0]))
        await sockets[-1].until(2)
        assert sockets[-1].close_code is None


@pytest.mark.django_db(transaction=True)
async def test_an_upload_costs_as_much_as_many_frames(limit: Limit) -> None:
    limit(frames_per_second=1_000, frames_burst=FRAMES_OF_AN_UPLOAD - 1)
    document, people, _ = await sync_to_async(_people)(1)
    client, before = AsyncClient(), REGISTRY.get_sample_value("scriptorium_flood_waits_total") or 0
    await client.aforce_login(people[0])
    async with a_process():
        url = f"/documents/{document}/updates"
        answer = await client.post(url, b"\0\0", content_type="application/octet-stream")
    assert answer.status_code == 200
    assert REGISTRY.get_sample_value("scriptorium_flood_waits_total") == before + 1


def presence(client: int, clock: int) -> bytes:
    return awareness_frame(write_awareness([PresenceState(client, clock, '{"cursor":1}')]))


async def _sees_itself(socket: Socket, client: int) -> None:
    """Its presence goes to the room and back: it is served."""
    socket.send(presence(client, 1))
    own = write_var_uint(client) + b"\x01"
    async with asyncio.timeout(20):
        while not any(own in frame for frame in socket.frames if frame[:1] == b"\x01"):
            await socket.until(len(socket.said) + 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("kind", ["connection", "person", "document"])
async def test_whoever_sends_too_much_is_read_no_further_and_others_are(limit: Limit, kind: str) -> None:
    name = {"connection": "frames_per_second", "person": "person_frames_per_second"}
    limit(**{name.get(kind, "document_frames_per_second"): 10, "frames_burst": 50 if kind == "connection" else 1_000})
    document, people, tokens = await sync_to_async(_people)(2)
    elsewhere = (await sync_to_async(make_document)(people[1])).pk
    slowed = REGISTRY.get_sample_value("scriptorium_flood_waits_total") or 0
    flooding = {
        "connection": tokens[:1],
        "person": [tokens[0]] * 3,
        "document": tokens,
    }[kind]
    async with a_process() as sockets:
        for token in flooding:
            sockets.append(Socket(of_document(document), token=token))
            await sockets[-1].until(2)
        for number, socket in enumerate(sockets):
            socket.send(*(presence(500 + number, clock) for clock in range(1, 501)))
        place = elsewhere if kind == "document" else document
        witness = Socket(of_document(place), token=tokens[1])
        await witness.until(2)
        await _sees_itself(witness, 900)
        assert [one.close_code for one in sockets] == [None] * len(sockets)
        assert max(one.taken for one in sockets) < 150, "it goes on reading"
        assert (REGISTRY.get_sample_value("scriptorium_flood_waits_total") or 0) > slowed
        sockets.append(witness)
