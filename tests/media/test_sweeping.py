"""What goes by itself: abandoned uploads, unused files, objects that nobody knows. And how smaller pictures come."""

from datetime import datetime, timedelta
from io import BytesIO
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from PIL import Image
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from editor.documents.models import Document
from editor.documents.ports import files
from editor.media import removal, storage
from editor.media.models import FileUse, MediaFile, State
from editor.media.problems import StorageUnavailable
from editor.media.resizing import resize
from editor.media.tasks import resize_picture, sweep_bucket, sweep_files, sweep_pictures
from tests.media.uploads import Person, make_file, objects, picture
from tests.people import make_document

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=40)


def stored(person: Person, content: bytes = b"words", name: str = "a.txt") -> UUID:
    return UUID(person.put(content, name).json()["file"])


def unused_for(file_id: UUID, days: int) -> None:
    since = timezone.now() - timedelta(days=days)
    MediaFile.objects.filter(pk=file_id).update(unused_since=since)
    FileUse.objects.filter(file_id=file_id).update(unused_since=since)


def unused_since(file_id: UUID) -> datetime | None:
    return FileUse.objects.get(file_id=file_id).unused_since


def test_an_upload_that_nobody_confirms_goes_after_a_day() -> None:
    ada = Person.make()
    old, new = ada.upload(b"words", "a.txt"), ada.upload(b"words", "a.txt")
    MediaFile.objects.filter(pk=old).update(created_at=timezone.now() - timedelta(hours=25))
    for _ in range(2):
        sweep_files(0)
        assert not MediaFile.objects.filter(pk=old).exists()
        assert not objects(old)
    assert ada.confirm(new).status_code == 200


def test_one_that_was_cut_off_while_it_was_confirmed_goes_too() -> None:
    ada = Person.make()
    file_id = stored(ada)
    MediaFile.objects.filter(pk=file_id).update(state=State.CHECKED, created_at=timezone.now() - timedelta(hours=25))
    sweep_files(0)
    assert not objects(file_id)


def test_a_file_stays_while_a_document_shows_it_or_showed_it_lately() -> None:
    ada = Person.make()
    shown, lately, long_ago = stored(ada), stored(ada), stored(ada)
    unused_for(lately, 29)
    unused_for(long_ago, 31)
    files().record_uses(ada.document.pk, [shown])
    unused_for(lately, 29)
    unused_for(long_ago, 31)
    sweep_files(0)
    assert [ada.get(file_id).status_code for file_id in (shown, lately, long_ago)] == [302, 302, 404]
    assert not objects(long_ago)
    assert objects(shown)


def test_a_file_stays_while_another_document_shows_it() -> None:
    ada = Person.make()
    file_id = stored(ada)
    other = make_document(ada.user)
    ada.client.post(f"/documents/{other.pk}/files/{file_id}/adopt")
    unused_for(file_id, 31)
    files().record_uses(other.pk, [file_id])
    sweep_files(0)
    assert ada.client.get(f"/documents/{other.pk}/files/{file_id}").status_code == 302


def test_the_files_of_a_document_that_is_gone_for_good_go_after_the_grace_time() -> None:
    ada = Person.make()
    file_id = stored(ada)
    files().record_uses(ada.document.pk, [file_id])
    sweep_files(0)
    MediaFile.objects.update(created_at=timezone.now() - LONG_AGO, confirmed_at=timezone.now() - LONG_AGO)
    Document.objects.filter(pk=ada.document.pk).delete()
    sweep_files(0)
    assert objects(file_id)
    for days, gone in ((29, 0), (31, 1)):
        assert removal.give_up_unused_files(timezone.now() + timedelta(days=days)) == gone
    removal.remove_what_is_given_up()
    assert not MediaFile.objects.filter(pk=file_id).exists()
    assert not objects(file_id)


def test_a_file_that_is_hidden_elsewhere_has_the_grace_time_too_when_its_document_is_gone() -> None:
    ada = Person.make()
    file_id = stored(ada)
    other = make_document(ada.user)
    ada.client.post(f"/documents/{other.pk}/files/{file_id}/adopt")
    unused_for(file_id, 60)
    files().record_uses(ada.document.pk, [file_id])
    sweep_files(0)
    Document.objects.filter(pk=ada.document.pk).delete()
    sweep_files(0)
    assert ada.client.get(f"/documents/{other.pk}/files/{file_id}").status_code == 302


def test_the_content_says_what_is_used_and_grants_nothing() -> None:
    ada, ben = Person.make("Ada"), Person.make("Ben")
    file_id, foreign = stored(ada), stored(ben)
    assert unused_since(file_id) is not None
    files().record_uses(ada.document.pk, [file_id, foreign, uuid4()])
    assert unused_since(file_id) is None
    assert ada.get(foreign).status_code == 404
    assert not FileUse.objects.filter(file_id=foreign, document=ada.document).exists()
    files().record_uses(ada.document.pk, [])
    since = unused_since(file_id)
    assert since is not None
    files().record_uses(ada.document.pk, [])
    assert unused_since(file_id) == since


def test_while_the_store_is_away_no_row_is_lost_and_later_the_bytes_go(settings: Settings) -> None:
    ada = Person.make()
    file_id = stored(ada)
    unused_for(file_id, 31)
    home, settings.S3_ENDPOINT_URL = settings.S3_ENDPOINT_URL, "http://127.0.0.1:1"
    with pytest.raises(StorageUnavailable):
        sweep_files(0)
    assert MediaFile.objects.get(pk=file_id).state == State.GOING
    with pytest.raises(StorageUnavailable):
        sweep_bucket(0)
    settings.S3_ENDPOINT_URL = home
    sweep_files(0)
    assert not MediaFile.objects.filter(pk=file_id).exists()
    assert not objects(file_id)


def test_objects_that_no_row_knows_go_after_the_grace_time_and_what_is_not_ours_stays() -> None:
    ada = Person.make()
    kept, waiting, nobody = stored(ada), ada.upload(b"words", "a.txt"), uuid4()
    again = f"uploads/{kept}"
    orphans = [f"uploads/{nobody}", again, f"files/{nobody}/original", f"files/{nobody}/thumb"]
    for key in (*orphans, "files/readme.txt"):
        storage.write(key, b"words", "text/plain", "inline")
    removal.remove_orphans()
    assert {f"files/{nobody}/original", f"files/{nobody}/thumb", f"uploads/{nobody}"} == objects(nobody)
    for _ in range(2):
        removal.remove_orphans(timezone.now() + LONG_AGO)
    assert objects(nobody) == set()
    assert objects(kept) == {f"files/{kept}/original"}
    assert objects(waiting) == {f"uploads/{waiting}"}
    assert storage.describe("files/readme.txt") is not None
    storage.delete("files/readme.txt")


def test_a_picture_gets_smaller_ones_and_making_them_twice_changes_nothing() -> None:
    ada = Person.make()
    photo = picture(3200, 1200, "JPEG", quality=95)
    file_id = stored(ada, photo, "photo.jpg")
    job = ProcrastinateJob.objects.get(args={"file_id": str(file_id)})
    assert job.task_name == "editor.media.tasks.resize_picture"
    for _ in range(2):
        resize_picture(**job.args)
    for variant, size in {"web": (1600, 600), "thumb": (320, 120)}.items():
        with Image.open(BytesIO(ada.fetch(file_id, f"?variant={variant}").data)) as shown:
            assert (shown.format, shown.size) == ("WEBP", size)
    assert objects(file_id) == {f"files/{file_id}/{name}" for name in ("original", "web", "thumb")}


def test_of_an_animation_only_the_small_picture_stands_still() -> None:
    frames = [Image.new("RGB", (400, 400), (number * 50, 0, 0)) for number in range(4)]
    written = BytesIO()
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:])
    ada = Person.make()
    file_id = stored(ada, written.getvalue(), "moving.gif")
    resize(file_id)
    file = MediaFile.objects.get(pk=file_id)
    assert file.is_animated
    assert file.web_size is None
    assert ada.fetch(file_id).data == ada.fetch(file_id, "?variant=original").data


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "CMYK", "I;16"])
def test_pictures_in_any_colours_get_smaller_ones(mode: str) -> None:
    coding = "JPEG" if mode == "CMYK" else "PNG"
    ada = Person.make()
    base = Image.linear_gradient("L").resize((2000, 1000))
    content = BytesIO()
    base.convert(mode if mode != "I;16" else "I").convert(mode).save(content, coding)
    file_id = stored(ada, content.getvalue(), "a")
    resize(file_id)
    assert MediaFile.objects.get(pk=file_id).resized_at is not None
    with Image.open(BytesIO(ada.fetch(file_id, "?variant=thumb").data)) as shown:
        assert max(shown.size) <= 2000


def test_a_picture_whose_job_got_lost_gets_another_one() -> None:
    ada = Person.make()
    file_id = stored(ada, picture(500, 500), "a.png")
    assert file_id not in removal.pictures_to_resize()
    MediaFile.objects.filter(pk=file_id).update(confirmed_at=timezone.now() - timedelta(minutes=6))
    sweep_pictures(0)
    assert ProcrastinateJob.objects.filter(args={"file_id": str(file_id)}).count() == 2
    resize(file_id)
    assert file_id not in removal.pictures_to_resize()


def test_a_picture_that_is_gone_when_its_turn_comes_is_no_error() -> None:
    resize(uuid4())
    ada = Person.make()
    resize(make_file(ada.document, ada.user, kind="image").pk)
