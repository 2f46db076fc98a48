"""What the bucket is like after `manage.py configure_bucket`, as the store itself shows it."""

import json
from collections.abc import Iterator
from io import StringIO
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from editor.media import storage
from editor.media.bucket import BucketIsPublic, configure
from tests.media.uploads import Person, http, picture

OURS, FOREIGN = "https://docs.example.org", "https://evil.example.org"


@pytest.fixture
def bucket(settings: Settings) -> Iterator[str]:
    """A bucket of its own, that isn't there yet."""
    settings.S3_MEDIA_BUCKET = f"media-{uuid4().hex[:12]}"
    settings.PUBLIC_ORIGINS = [OURS]
    yield settings.S3_MEDIA_BUCKET
    for page in storage.listing(""):
        storage.delete(*(entry.key for entry in page))
    storage.client().delete_bucket(Bucket=settings.S3_MEDIA_BUCKET)


def run() -> list[str]:
    said = StringIO()
    call_command("configure_bucket", stdout=said)
    return said.getvalue().splitlines()


def test_it_is_made_once_and_every_step_is_said(bucket: str) -> None:
    first, second = run(), run()
    assert first[0] == f"The bucket {bucket} was made."
    assert second[0] == f"The bucket {bucket} is there."
    assert first[1:] == second[1:]
    assert f"Pages from {OURS} may upload to it and read from it." in first
    assert first[-1] == "Strangers are refused."


def test_our_pages_may_upload_and_read_and_others_may_not(bucket: str) -> None:
    run()
    form = storage.presign_upload("uploads/one", 3)
    for origin, allowed in ((OURS, OURS), (FOREIGN, None)):
        fields = {**form["fields"], "file": ("file", b"abc", "application/octet-stream")}
        sent = http.request("POST", form["url"], fields=fields, headers={"Origin": origin})
        assert sent.headers.get("Access-Control-Allow-Origin") == allowed
        read = http.request(
            "GET", storage.presign_download("uploads/one", "text/plain", "x"), headers={"Origin": origin}
        )
        assert read.headers.get("Access-Control-Allow-Origin") == allowed


@pytest.mark.parametrize("method", ["POST", "PUT", "GET"])
def test_a_browser_that_asks_first_is_told_yes(bucket: str, method: str) -> None:
    run()
    asked = {"Origin": OURS, "Access-Control-Request-Method": method, "Access-Control-Request-Headers": "content-type"}
    answer = http.request("OPTIONS", storage.presign_upload("uploads/one", 3)["url"], headers=asked)
    assert answer.status == 200
    assert answer.headers["Access-Control-Allow-Origin"] in {OURS, "*"}


@pytest.mark.django_db
def test_uploading_works_in_it_although_uploads_have_an_end(bucket: str) -> None:
    run()
    rules = storage.client().get_bucket_lifecycle_configuration(Bucket=bucket)["Rules"]
    assert [rule["Filter"] for rule in rules] == [{"Prefix": "uploads/"}]
    ada = Person.make()
    assert ada.put(picture(), "View.png", "image/png").status_code == 200


@pytest.mark.parametrize(
    ("action", "below", "said"),
    [
        ("s3:ListBucket", "", "Anybody can list"),
        ("s3:GetObject", "/*", "Anybody can read"),
        ("s3:GetObject", "/files/*", "Anybody can read"),
        ("s3:GetObject", "/uploads/*", "Anybody can read"),
    ],
)
def test_a_public_bucket_is_an_error(bucket: str, action: str, below: str, said: str) -> None:
    run()
    allowed = {"Effect": "Allow", "Principal": "*", "Action": action, "Resource": f"arn:aws:s3:::{bucket}{below}"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [allowed]})
    storage.client().put_bucket_policy(Bucket=bucket, Policy=policy)
    with pytest.raises(BucketIsPublic):
        list(configure())
    with pytest.raises(CommandError, match=said):
        run()
    storage.client().delete_bucket_policy(Bucket=bucket)
    assert run()[-1] == "Strangers are refused."


def test_what_is_tried_as_a_stranger_leaves_nothing(bucket: str) -> None:
    run()
    assert [entry.key for page in storage.listing("") for entry in page] == []


def test_a_store_that_is_away_is_said_plainly(settings: Settings) -> None:
    settings.S3_ENDPOINT_URL = "http://127.0.0.1:1"
    with pytest.raises(CommandError, match="can't be configured"):
        run()


@pytest.mark.django_db
def test_strangers_get_403_for_every_key() -> None:
    ada = Person.make()
    file_id = ada.put(picture(), "View.png", "image/png").json()["file"]
    signed = urlsplit(ada.get(file_id).headers["Location"])
    address = f"{signed.scheme}://{signed.netloc}{signed.path}"
    assert http.request("GET", f"{address}?{signed.query}").status == 200
    for method in ("GET", "HEAD", "PUT", "DELETE"):
        assert http.request(method, address).status == 403
    assert http.request("GET", f"{signed.scheme}://{signed.netloc}/media/?list-type=2").status == 403
