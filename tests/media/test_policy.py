"""The pages' content policy lets the store in, and nothing else."""

import pytest
from django.conf import settings

from project.content_security import media_origins, origin_of
from tests.media.uploads import Person


@pytest.mark.django_db
def test_pages_may_load_pictures_from_the_store_and_send_files_there() -> None:
    ada = Person.make()
    policy = ada.client.get("/").headers["Content-Security-Policy"]
    directives = {name: sources for name, *sources in (part.split() for part in policy.split(";"))}
    store = origin_of(settings.S3_PUBLIC_ENDPOINT_URL)
    for name in ("img-src", "media-src", "connect-src"):
        assert store in directives[name]
    assert all(store not in directives[name] for name in ("script-src", "style-src", "default-src"))


def test_the_store_is_where_browsers_see_it() -> None:
    assert media_origins("https://files.example.org/path", "media", "eu-west-1") == ["https://files.example.org"]
    assert media_origins("", "media", "eu-west-1") == [
        "https://media.s3.amazonaws.com",
        "https://media.s3.eu-west-1.amazonaws.com",
    ]
