"""Name, language, time zone and picture of a person."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from PIL import Image
from procrastinate.contrib.django.models import ProcrastinateJob

from editor.accounts.models import User, Visitor
from editor.accounts.visitors import COOKIE, _signer
from editor.media import storage
from editor.media.problems import StorageUnavailable
from editor.profile import views
from editor.profile.pictures import MAX_BYTES, PIXELS, key_of
from editor.profile.tasks import delete_picture
from tests.people import client_of, make_user

pytestmark = pytest.mark.django_db


def picture(width: int = 600, height: int = 300, format: str = "PNG") -> bytes:  # noqa: A002 — Pillow's word
    """Blue at its sides, red in the middle."""
    image = Image.new("RGB", (width, height), "blue")
    image.paste("red", (width // 2 - height // 2, 0, width // 2 + height // 2, height))
    written = BytesIO()
    image.save(written, format)
    return written.getvalue()


def upload(client: Client, data: bytes, name: str = "me.png") -> str:
    answer = client.post("/settings/picture", {"picture": SimpleUploadedFile(name, data)}, follow=True)
    return " ".join(answer.content.decode().split())


def test_the_name_the_language_and_the_time_zone_are_kept() -> None:
    ada = make_user("Ada")
    form = {"name": "  Ada   Moss ", "language": "fr", "time_zone": "Europe/Paris"}
    client_of(ada).post("/settings/profile/", form)
    ada.refresh_from_db()
    assert (ada.name, ada.language, ada.time_zone) == ("Ada Moss", "fr", "Europe/Paris")


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "x" * 81},
        {"name": "Ada\u202eMoss"},
        {"language": "tlh"},
        {"time_zone": "Mars/Olympus"},
        {"time_zone": "../../etc/passwd"},
    ],
)
def test_what_is_wrong_is_said_and_not_kept(wrong: dict[str, str]) -> None:
    ada = make_user("Ada")
    answer = client_of(ada).post("/settings/profile/", {"name": "Ada Moss", "language": "", "time_zone": "", **wrong})
    assert answer.status_code == 422
    assert "field-error" in answer.content.decode()
    assert User.objects.get(pk=ada.pk).name == "Ada"


def test_nobody_makes_themselves_staff_by_the_form() -> None:
    ada = make_user("Ada")
    client_of(ada).post("/settings/profile/", {"name": "Ada", "language": "", "time_zone": "", "is_staff": "on"})
    assert not User.objects.get(pk=ada.pk).is_staff


@pytest.mark.parametrize("format", ["PNG", "JPEG", "WEBP", "GIF"])
def test_the_middle_of_the_picture_is_kept_small(format: str) -> None:  # noqa: A002 — Pillow's word
    ada = make_user("Ada")
    client = client_of(ada)
    page = upload(client, picture(format=format))
    ada.refresh_from_db()
    assert f'src="/people/{ada.pk}/picture/{ada.picture}"' in page
    answer = client.get(f"/people/{ada.pk}/picture/{ada.picture}")
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["Cache-Control"] == "private, max-age=31536000, immutable"
    with Image.open(BytesIO(answer.content)) as kept:
        assert kept.size == (PIXELS, PIXELS)
        red, _green, blue = kept.convert("RGB").getpixel((3, PIXELS // 2))  # type: ignore[misc]
        assert red > blue


def test_another_picture_has_another_address_and_the_old_one_goes() -> None:
    ada = make_user("Ada")
    client = client_of(ada)
    upload(client, picture())
    first = User.objects.get(pk=ada.pk).picture
    assert first is not None
    upload(client, picture(50, 50))
    assert User.objects.get(pk=ada.pk).picture != first
    assert client.get(f"/people/{ada.pk}/picture/{first}").status_code == 404
    job = ProcrastinateJob.objects.get(task_name="editor.profile.tasks.delete_picture")
    assert job.args == {"picture_id": str(first)}
    for _ in range(2):
        delete_picture(picture_id=str(first))
        assert storage.describe(key_of(first)) is None


def test_it_can_be_taken_away() -> None:
    ada = make_user("Ada")
    client = client_of(ada)
    upload(client, picture())
    client.post("/settings/picture", {"remove": "yes"})
    assert User.objects.get(pk=ada.pk).picture is None


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7 not a picture", "isn&#x27;t a picture"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "isn&#x27;t a picture"),
        (picture()[:-200], "damaged"),
        (picture(40_000, 10), "pixels"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * MAX_BYTES, "too large"),
        (b"", "empty"),
    ],
)
def test_what_is_no_sound_picture_is_refused_in_words(data: bytes, said: str) -> None:
    ada = make_user("Ada")
    assert said in upload(client_of(ada), data)
    assert User.objects.get(pk=ada.pk).picture is None


def test_a_huge_form_is_refused_before_it_is_read() -> None:
    answer = client_of(make_user()).post(
        "/settings/picture", {"picture": SimpleUploadedFile("me.png", b"x" * (MAX_BYTES + 200_000))}
    )
    assert answer.status_code == 400


def test_many_pictures_in_an_hour_are_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "PICTURES_PER_HOUR", 1)
    client = client_of(make_user())
    upload(client, picture())
    assert "many pictures" in upload(client, picture())


def test_pictures_are_for_those_who_are_signed_in_and_for_visitors() -> None:
    ada = make_user("Ada")
    upload(client_of(ada), picture())
    url = f"/people/{ada.pk}/picture/{User.objects.get(pk=ada.pk).picture}"
    visitor = Client()
    visitor.cookies[COOKIE] = _signer.sign(Visitor.objects.create().pk.hex)
    assert client_of(make_user("Ben")).get(url).status_code == 200
    assert visitor.get(url).status_code == 200
    assert Client().get(url).status_code == 404
    assert client_of(ada).get(url.replace(str(ada.pk), str(make_user().pk))).status_code == 404


def test_while_the_store_is_away_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    ada = make_user("Ada")
    client = client_of(ada)
    upload(client, picture())
    ada.refresh_from_db()
    monkeypatch.setattr(storage, "client", _away)
    assert client.get(f"/people/{ada.pk}/picture/{ada.picture}").status_code == 503
    assert "can&#x27;t be reached" in upload(client, picture())


def _away() -> None:
    raise StorageUnavailable("away")


def test_settings_begin_with_the_profile() -> None:
    request = RequestFactory().get("/settings/")
    request.user = make_user()
    assert views.settings_home(request).headers["Location"] == "/settings/profile/"
