"""From the promise to the picture in the page, over real HTTP to a real store."""

import pytest
from pytest_django import Settings

from tests.media.uploads import Person, picture, send

pytestmark = pytest.mark.django_db


def test_a_picture_is_promised_sent_confirmed_and_served() -> None:
    ada = Person.make()
    content = picture()
    answer = ada.put(content, "View.png", "image/png")
    assert answer.status_code == 200, answer.content
    said = answer.json()
    file_id = said.pop("file")
    assert said == {
        "kind": "image",
        "name": "View.png",
        "size": len(content),
        "contentType": "image/png",
        "width": 40,
        "height": 30,
    }
    got = ada.fetch(file_id)
    assert got.data == content
    assert got.headers["Content-Type"] == "image/png"
    assert got.headers["Content-Disposition"].startswith("inline")


def test_another_file_is_handed_out_to_be_saved() -> None:
    ada = Person.make()
    said = ada.put(b"%PDF-1.7\n...", "Über uns.pdf", "application/pdf").json()
    assert (said["kind"], said["width"]) == ("file", None)
    got = ada.fetch(said["file"])
    assert got.data == b"%PDF-1.7\n..."
    assert got.headers["Content-Type"] == "application/octet-stream"
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert "%C3%9Cber%20uns.pdf" in got.headers["Content-Disposition"]


@pytest.mark.parametrize("way", ["put", "stream"])
def test_there_are_other_ways_up(way: str, settings: Settings) -> None:
    settings.MEDIA = {**settings.MEDIA, "upload": way}
    ada = Person.make()
    content = picture()
    promised = ada.promise("View.png", len(content), "image/png").json()
    upload = promised["upload"]
    assert upload["method"] == "PUT"
    if way == "put":
        assert send(upload, content) == 200
    else:
        assert ada.client.put(upload["url"], content, headers=upload["headers"]).status_code == 204
    assert ada.confirm(promised["file"]).status_code == 200
    assert ada.fetch(promised["file"]).data == content
