"""Confirming: twice, at the same time, after a crash, by others, with other bytes than at first."""

from contextlib import closing
from datetime import UTC, datetime
from io import BytesIO
from socket import create_server
from uuid import UUID

import pytest
import time_machine
from PIL import ExifTags, Image
from pytest_django import Settings

from editor.documents.access import access_document
from editor.documents.models import Document, Membership, Role
from editor.media import actions, storage
from editor.media.checking import checked_upload
from editor.media.models import FileUse, MediaFile, State
from tests.media.uploads import Person, http, make_file, objects, picture, send

pytestmark = pytest.mark.django_db


def status_and_problem(answer: object) -> tuple[int, str]:
    return answer.status_code, answer.json()["problem"]  # type: ignore[attr-defined]  # Django's test response


def test_confirming_twice_changes_nothing_and_leaves_nothing_behind() -> None:
    ada = Person.make()
    file_id = ada.upload(picture(), "cat.png", "image/png")
    first, second = ada.confirm(file_id), ada.confirm(file_id)
    assert (first.status_code, first.json()) == (second.status_code, second.json())
    assert objects(file_id) == {f"files/{file_id}/original"}


def test_after_a_crash_between_two_steps_confirming_goes_on() -> None:
    ada = Person.make()
    access = access_document(ada.user, ada.document.pk)
    for steps in (1, 2, 3):
        file_id = ada.upload(picture(), "cat.png", "image/png")
        crash_after(steps, file_id)
        said = actions.confirm_upload(access, file_id)
        assert (said.state, said.width) == (State.READY, 40)
        assert f"files/{file_id}/original" in objects(file_id)
        assert ada.fetch(file_id).data == picture()


def crash_after(steps: int, file_id: UUID) -> None:
    """Does the first steps of a confirmation, by the action's own parts."""
    file = MediaFile.objects.get(pk=file_id)
    with checked_upload(file) as checked:
        actions._claim(file_id, checked)
        file.refresh_from_db()
        if steps >= 2:
            actions._store(file, checked)
    if steps >= 3:
        MediaFile.objects.filter(pk=file_id).update(state=State.READY)


def test_other_bytes_than_the_checked_ones_are_never_kept() -> None:
    ada = Person.make()
    one = picture(mode="L")
    other = picture(30, 40, mode="L").ljust(len(one), b"\0")[: len(one)]
    promised = ada.promise("cat.png", len(one), "image/png").json()
    assert send(promised["upload"], one) == 204
    file_id = UUID(promised["file"])
    crash_after(1, file_id)
    assert send(promised["upload"], other) == 204
    answer = ada.confirm(file_id)
    assert answer.status_code in {409, 422}
    assert MediaFile.objects.get(pk=file_id).state == State.CHECKED
    assert ada.get(file_id).status_code == 404


def test_an_upload_that_goes_on_after_it_was_confirmed_changes_nothing() -> None:
    ada = Person.make()
    content = picture()
    promised = ada.promise("cat.png", len(content), "image/png").json()
    send(promised["upload"], content)
    ada.confirm(promised["file"])
    send(promised["upload"], b"x" * len(content))
    assert ada.confirm(promised["file"]).status_code == 200
    assert ada.fetch(promised["file"]).data == content


def test_only_who_uploads_confirms_or_cancels_and_only_in_that_document() -> None:
    ada, ben = Person.make("Ada"), Person.make("Ben")
    Membership.objects.create(document=ada.document, user=ben.user, role=Role.EDITOR)
    Membership.objects.create(document=ben.document, user=ada.user, role=Role.EDITOR)
    file_id = ada.upload(picture(), "cat.png", "image/png")
    for person, url in ((ben, ada.url), (ben, ben.url), (ada, ben.url)):
        assert person.client.post(f"{url}/{file_id}/confirm").status_code == 404
        assert person.client.delete(f"{url}/{file_id}").status_code == 404
    assert ada.confirm(file_id).status_code == 200


def test_who_may_not_edit_any_more_confirms_nothing() -> None:
    ada, ben = Person.make("Ada"), Person.make("Ben")
    membership = Membership.objects.create(document=ada.document, user=ben.user, role=Role.EDITOR)
    guest = Person(ben.user, ada.document, ben.client)
    file_id = guest.upload(picture(), "cat.png", "image/png")
    membership.role = Role.COMMENTER
    membership.save()
    assert guest.confirm(file_id).status_code == 404
    assert not objects(file_id) & {f"files/{file_id}/original"}


def test_what_never_arrived_can_still_arrive() -> None:
    ada = Person.make()
    content = picture()
    promised = ada.promise("cat.png", len(content), "image/png").json()
    assert status_and_problem(ada.confirm(promised["file"])) == (409, "not-uploaded")
    send(promised["upload"], content)
    assert ada.confirm(promised["file"]).status_code == 200


def test_a_cancelled_upload_is_gone() -> None:
    ada = Person.make()
    file_id = ada.upload(picture(), "cat.png", "image/png")
    assert ada.client.delete(f"{ada.url}/{file_id}").status_code == 204
    assert not objects(file_id)
    assert not MediaFile.objects.filter(pk=file_id).exists()
    assert ada.confirm(file_id).status_code == 404
    assert ada.client.delete(f"{ada.url}/{file_id}").status_code == 404


def test_a_confirmed_upload_can_not_be_cancelled() -> None:
    ada = Person.make()
    file_id = ada.put(picture(), "cat.png", "image/png").json()["file"]
    assert status_and_problem(ada.client.delete(f"{ada.url}/{file_id}")) == (409, "already-confirmed")
    assert ada.fetch(file_id).status == 200


def test_the_store_takes_only_what_was_promised() -> None:
    ada = Person.make()
    upload = ada.promise("cat.png", 100, "image/png").json()["upload"]
    assert send(upload, b"x" * 101) == 400
    assert send(upload, b"x" * 99) == 400
    for field, value in {"key": "files/anything/original", "Content-Type": "text/html"}.items():
        assert send({**upload, "fields": {**upload["fields"], field: value}}, b"x" * 100) == 403
    assert send(upload, b"x" * 100) == 204


def test_what_has_another_size_than_was_promised_is_not_kept_whatever_the_store_took() -> None:
    """Room was counted for what was promised."""
    ada = Person.make()
    file = ada.upload(b"four", "a.txt", "text/plain")
    storage.write(MediaFile.objects.get(pk=file).upload_key, b"much more than four", "text/plain", "inline")
    answer = ada.confirm(file)
    assert (answer.status_code, answer.json()["problem"]) == (422, "wrong-size")


def test_a_put_takes_only_what_was_promised(settings: Settings) -> None:
    settings.MEDIA = {**settings.MEDIA, "upload": "put"}
    ada = Person.make()
    promised = ada.promise("cat.png", 100, "image/png").json()
    upload = promised["upload"]
    assert send(upload, b"x" * 101) == 403
    assert send({**upload, "headers": {"Content-Type": "text/html"}}, b"x" * 100) == 403
    other = upload["url"].replace(f"uploads/{promised['file']}", f"files/{promised['file']}/original")
    assert send({**upload, "url": other}, b"x" * 100) == 403
    assert send(upload, b"x" * 100) == 200


def test_a_policy_has_an_end() -> None:
    ada = Person.make()
    past = datetime.now(UTC).timestamp() - storage.UPLOAD_SECONDS - 5
    with time_machine.travel(past):
        upload = storage.presign_upload("uploads/old", 3)
    assert send(upload, b"abc") == 403
    assert send(ada.promise("a.txt", 3).json()["upload"], b"abc") == 204


def test_places_and_serial_numbers_are_gone_and_the_picture_stands_upright() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    exif[ExifTags.Base.Make] = "Camera with a serial number"
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (52.0, 31.0, 12.0)
    ada = Person.make()
    for coding in ("JPEG", "PNG", "WEBP"):
        content = picture(400, 300, coding, exif=exif)
        assert b"serial number" in content
        said = ada.put(content, "photo", f"image/{coding.lower()}").json()
        assert (said["width"], said["height"]) == (300, 400)
        kept = ada.fetch(said["file"]).data
        assert b"serial number" not in kept
        with Image.open(BytesIO(kept)) as shown:
            assert (shown.size, shown.format, dict(shown.getexif())) == ((300, 400), coding, {})


def test_what_is_upright_keeps_its_pixels_and_its_colour_profile() -> None:
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo)[ExifTags.GPS.GPSLatitude] = (52.0, 31.0, 12.0)
    plain = picture(400, 300, "JPEG", quality=70, icc_profile=b"a profile")
    ada = Person.make()
    said = ada.put(picture(400, 300, "JPEG", quality=70, icc_profile=b"a profile", exif=exif), "p.jpg", "image/jpeg")
    assert ada.fetch(said.json()["file"]).data == plain


def test_an_animation_keeps_its_frames_and_its_loop() -> None:
    frames = [Image.new("RGB", (20, 20), (number * 50, 0, 0)) for number in range(4)]
    ada = Person.make()
    for coding in ("GIF", "PNG", "WEBP"):
        written = BytesIO()
        frames[0].save(written, coding, save_all=True, append_images=frames[1:], duration=50, loop=3)
        file_id = ada.put(written.getvalue(), "moving", f"image/{coding.lower()}").json()["file"]
        with Image.open(BytesIO(ada.fetch(file_id).data)) as shown:
            assert (getattr(shown, "n_frames", 1), shown.info["loop"]) == (4, 3)


def test_while_a_file_is_checked_nobody_checks_it_again() -> None:
    ada = Person.make()
    file_id = ada.upload(picture(), "cat.png", "image/png")
    with actions._only_check(file_id):
        assert status_and_problem(ada.confirm(file_id)) == (409, "being-checked")
    assert ada.confirm(file_id).status_code == 200


def test_too_many_confirmations_in_a_minute_are_refused(settings: Settings) -> None:
    ada = Person.make()
    file_id = ada.promise("a.txt", 5).json()["file"]
    settings.MEDIA = {**settings.MEDIA, "uploads_per_minute": 2}
    assert [ada.confirm(file_id).status_code for _ in range(3)] == [409, 409, 429]


def test_while_the_store_is_away_nothing_is_half_done(settings: Settings) -> None:
    ada = Person.make()
    kept = ada.put(b"words", "a.txt", "text/plain").json()["file"]
    waiting = ada.upload(picture(), "cat.png", "image/png")
    with closing(create_server(("127.0.0.1", 0))) as server:
        dead = f"http://127.0.0.1:{server.getsockname()[1]}"
    home = settings.S3_ENDPOINT_URL
    settings.S3_ENDPOINT_URL = dead
    assert status_and_problem(ada.confirm(waiting)) == (503, "storage-unavailable")
    assert MediaFile.objects.get(pk=waiting).state == State.PROMISED
    settings.MEDIA = {**settings.MEDIA, "delivery": "stream"}
    assert status_and_problem(ada.get(kept)) == (503, "storage-unavailable")
    cancelled = make_file(ada.document, ada.user, state=State.PROMISED)
    assert ada.client.delete(f"{ada.url}/{cancelled.pk}").status_code == 204
    assert MediaFile.objects.get(pk=cancelled.pk).state == State.GOING
    settings.S3_ENDPOINT_URL = home
    assert ada.confirm(waiting).status_code == 200


def test_a_document_that_is_gone_for_good_takes_its_uses_with_it() -> None:
    ada = Person.make()
    file_id = ada.put(b"words", "a.txt", "text/plain").json()["file"]
    Document.objects.filter(pk=ada.document.pk).delete()
    assert not FileUse.objects.filter(file_id=file_id).exists()
    assert http.request("GET", storage.presign_download(f"files/{file_id}/original", "a/b", "attachment")).status == 200
