"""Who gets a file, for how long, and how it comes."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

import pytest
import time_machine
from asgiref.sync import sync_to_async
from django.db import connections
from django.http import StreamingHttpResponse
from django.test import AsyncClient, Client
from pytest_django import Settings

from editor.documents.models import Membership, Role
from editor.documents.trashing import trash_documents
from editor.media.models import FileUse, MediaFile, State
from editor.media.resizing import resize
from tests.media.uploads import Person, http, make_file, picture

pytestmark = pytest.mark.django_db
CONTENT = bytes(range(256)) * 2_000


def test_the_address_holds_for_a_minute_at_most_and_only_for_this_file() -> None:
    ada = Person.make()
    file_id = ada.put(b"words", "a.txt", "text/plain").json()["file"]
    location = urlsplit(ada.get(file_id).headers["Location"])
    query = parse_qs(location.query)
    assert int(query["X-Amz-Expires"][0]) <= 60
    assert location.path.endswith(f"/files/{file_id}/original")
    other = location._replace(path=location.path.replace(file_id, str(uuid4()))).geturl()
    assert http.request("GET", other).status == 403
    with time_machine.travel(datetime.now(UTC).timestamp() - 65):
        old = ada.get(file_id).headers["Location"]
    assert http.request("GET", old).status == 403


def test_nobody_keeps_the_redirection() -> None:
    ada = Person.make()
    answer = ada.get(make_file(ada.document, ada.user).pk)
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_the_type_and_the_name_of_the_answer_can_not_be_chosen_by_the_reader() -> None:
    ada = Person.make()
    file_id = ada.put(b"<script></script>", "a.html", "text/html").json()["file"]
    location = ada.get(file_id).headers["Location"]
    changed = location.replace("response-content-type=application%2Foctet-stream", "response-content-type=text%2Fhtml")
    assert changed != location
    assert http.request("GET", changed).status == 403


def test_signed_out_is_403_and_no_right_is_404_as_is_every_other_document() -> None:
    ada, ben = Person.make("Ada"), Person.make("Ben")
    file_id = ada.put(picture(), "cat.png", "image/png").json()["file"]
    url = f"{ada.url}/{file_id}"
    assert Client().get(url).status_code == 403
    assert ben.client.get(url).status_code == 404
    assert ben.get(file_id).status_code == 404
    membership = Membership.objects.create(document=ada.document, user=ben.user, role=Role.VIEWER)
    assert ben.client.get(url).status_code == 302
    assert ben.get(file_id).status_code == 404
    membership.delete()
    assert ben.client.get(url).status_code == 404
    ada.client.post("/accounts/logout/")
    assert ada.client.get(url).status_code == 403


def test_in_the_trash_a_documents_files_are_out_of_reach() -> None:
    ada = Person.make()
    file_id = ada.put(picture(), "cat.png", "image/png").json()["file"]
    trash_documents([ada.document.pk], ada.user)
    assert ada.get(file_id).status_code == 404


@pytest.mark.parametrize("state", [State.PROMISED, State.CHECKED, State.GOING])
def test_only_what_is_ready_is_served_or_adopted(state: State) -> None:
    ada = Person.make()
    file = make_file(ada.document, ada.user, state=state)
    assert ada.get(file.pk).status_code == 404
    assert ada.client.post(f"{ada.url}/{file.pk}/adopt").status_code == 404


def test_adopting_takes_a_right_in_both_documents() -> None:
    ada, ben = Person.make("Ada"), Person.make("Ben")
    file_id = ada.put(picture(), "cat.png", "image/png").json()["file"]
    assert ben.client.post(f"{ben.url}/{file_id}/adopt").status_code == 404
    membership = Membership.objects.create(document=ada.document, user=ben.user, role=Role.VIEWER)
    trash_documents([ada.document.pk], ada.user)
    assert ben.client.post(f"{ben.url}/{file_id}/adopt").status_code == 404
    ada.client.post(f"/documents/{ada.document.pk}/restore")
    for _ in range(2):
        answer = ben.client.post(f"{ben.url}/{file_id}/adopt")
        assert (answer.status_code, answer.json()["width"]) == (200, 40)
    membership.delete()
    assert ben.get(file_id).status_code == 302
    assert ada.client.get(f"{ben.url}/{file_id}").status_code == 404
    assert FileUse.objects.filter(file_id=file_id).count() == 2


def test_an_unknown_variant_is_refused_and_one_that_is_not_made_yet_is_the_original() -> None:
    ada = Person.make()
    content = picture(2000, 1000)
    file_id = ada.put(content, "wide.png", "image/png").json()["file"]
    assert ada.get(file_id, "?variant=../original").status_code == 400
    for variant in ("web", "thumb", "original"):
        assert ada.fetch(file_id, f"?variant={variant}").data == content
    resize(UUID(file_id))
    assert ada.fetch(file_id, "?variant=original").data == content
    got = ada.fetch(file_id, "?variant=thumb")
    assert (got.headers["Content-Type"], got.data[8:12]) == ("image/webp", b"WEBP")
    assert ada.fetch(file_id).data == ada.fetch(file_id, "?variant=web").data != content
    saved = ada.fetch(file_id, "?variant=original&download=1")
    assert saved.headers["Content-Disposition"] == 'attachment; filename="wide.png"'


@pytest.fixture
async def _threads_give_back_their_connections() -> AsyncIterator[None]:
    yield
    await sync_to_async(connections.close_all)()


async def streamed(settings: Settings, content: bytes, name: str, **headers: str) -> tuple[Any, bytes]:
    """The answer and its body in stream mode, as an ASGI server would send it."""
    settings.MEDIA = {**settings.MEDIA, "delivery": "stream"}
    ada = await sync_to_async(Person.make)()
    file_id = (await sync_to_async(ada.put)(content, name)).json()["file"]
    client = AsyncClient()
    await client.aforce_login(ada.user)
    answer: Any = await client.get(f"{ada.url}/{file_id}", headers=headers)
    if not isinstance(answer, StreamingHttpResponse):
        return answer, answer.content
    return answer, b"".join([piece async for piece in answer])


@pytest.mark.usefixtures("_threads_give_back_their_connections")
@pytest.mark.django_db(transaction=True)
async def test_a_streamed_file_comes_whole_and_can_do_nothing(settings: Settings) -> None:
    answer, body = await streamed(settings, CONTENT, "data.bin")
    assert (answer.status_code, body) == (200, CONTENT)
    assert answer.headers["Content-Length"] == str(len(CONTENT))
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-cache"


@pytest.mark.usefixtures("_threads_give_back_their_connections")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("asked", "part"),
    [
        ("bytes=0-9", CONTENT[:10]),
        ("bytes=100-100", CONTENT[100:101]),
        ("bytes=511990-", CONTENT[511_990:]),
        ("bytes=-5", CONTENT[-5:]),
        ("bytes=10-99999999", CONTENT[10:]),
    ],
)
async def test_a_part_of_a_streamed_file(settings: Settings, asked: str, part: bytes) -> None:
    answer, body = await streamed(settings, CONTENT, "data.bin", Range=asked)
    assert (answer.status_code, body) == (206, part)
    first = CONTENT.index(part) if len(part) > 256 else len(CONTENT) - len(part)
    assert answer.headers["Content-Range"].endswith(f"/{len(CONTENT)}")
    assert answer.headers["Content-Length"] == str(len(part))
    assert first >= 0


@pytest.mark.usefixtures("_threads_give_back_their_connections")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("asked", ["bytes=512000-", "bytes=9-1", "bytes=-0"])
async def test_a_part_that_is_not_there(settings: Settings, asked: str) -> None:
    answer, _ = await streamed(settings, CONTENT, "data.bin", Range=asked)
    assert (answer.status_code, answer.headers["Content-Range"]) == (416, f"bytes */{len(CONTENT)}")


@pytest.mark.usefixtures("_threads_give_back_their_connections")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("asked", ["bytes=1-2,4-5", "lines=1-2", "bytes=", "bytes=a-b", "bytes=-"])
async def test_a_part_that_nobody_understands_is_the_whole(settings: Settings, asked: str) -> None:
    answer, body = await streamed(settings, CONTENT, "data.bin", Range=asked)
    assert (answer.status_code, body) == (200, CONTENT)


@pytest.mark.usefixtures("_threads_give_back_their_connections")
@pytest.mark.django_db(transaction=True)
async def test_a_copy_is_asked_about_each_time(settings: Settings) -> None:
    settings.MEDIA = {**settings.MEDIA, "delivery": "stream"}
    ada = await sync_to_async(Person.make)()
    file_id = (await sync_to_async(ada.put)(picture(), "cat.png")).json()["file"]
    client = AsyncClient()
    await client.aforce_login(ada.user)
    first = await client.get(f"{ada.url}/{file_id}")
    assert first.headers["Content-Type"] == "image/png"
    await sync_to_async(first.close)()  # unread, as when a browser has left
    again = await client.get(f"{ada.url}/{file_id}", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    stranger = await AsyncClient().get(f"{ada.url}/{file_id}", headers={"If-None-Match": first.headers["ETag"]})
    assert stranger.status_code == 403


@pytest.mark.usefixtures("_threads_give_back_their_connections")
@pytest.mark.django_db(transaction=True)
async def test_who_asks_for_the_head_alone_is_answered_without_the_store(settings: Settings) -> None:
    settings.MEDIA = {**settings.MEDIA, "delivery": "stream"}
    settings.S3_ENDPOINT_URL = "http://127.0.0.1:1"
    ada = await sync_to_async(Person.make)()
    file = await sync_to_async(make_file)(ada.document, ada.user, size=1_234)
    client = AsyncClient()
    await client.aforce_login(ada.user)
    for headers in ({}, {"Range": "bytes=0-9"}):
        answer = await client.head(f"{ada.url}/{file.pk}", headers=headers)
        assert (answer.status_code, answer.content) == (200, b"")
        assert answer.headers["Content-Length"] == "1234"
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.usefixtures("_threads_give_back_their_connections")
@pytest.mark.django_db(transaction=True)
async def test_bytes_that_got_lost_are_404(settings: Settings) -> None:
    settings.MEDIA = {**settings.MEDIA, "delivery": "stream"}
    ada = await sync_to_async(Person.make)()
    file = await sync_to_async(make_file)(ada.document, ada.user)
    client = AsyncClient()
    await client.aforce_login(ada.user)
    assert (await client.get(f"{ada.url}/{file.pk}")).status_code == 404
    assert await MediaFile.objects.filter(pk=file.pk).aexists()
