"""The bucket. One client talks to the store, another one signs addresses that browsers can reach.

Everything that fails raises StorageUnavailable, but for what is simply not there.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import IO, TYPE_CHECKING, Any, Protocol, cast

import structlog
from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from boto3.session import Session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

from editor.media.problems import StorageUnavailable

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

UPLOAD_SECONDS = 900
"""How long a browser has to begin an upload."""
DOWNLOAD_SECONDS = 60
"""How long a signed address opens the file it was made for."""
UPLOAD_TYPE = "application/octet-stream"
"""Nothing that waits to be checked has a type of its own."""

_ABSENT = {"404", "NoSuchKey", "NotFound"}
_CHUNK_BYTES = 262_144

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Stored:
    """An object as the store describes it."""

    size: int
    etag: str


@dataclass(frozen=True, slots=True)
class Listed:
    key: str
    modified_at: datetime


class Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


class Body:
    """An object's bytes as they come. Whoever opened it closes it."""

    def __init__(self, answer: Any) -> None:
        self._stream = answer["Body"]
        self.size: int = answer["ContentLength"]
        self.etag: str = answer["ETag"]
        self.range: str | None = answer.get("ContentRange")

    def read(self, size: int = _CHUNK_BYTES) -> bytes:
        with translated():
            content: bytes = self._stream.read(size)
            return content

    def chunks(self) -> Iterator[bytes]:
        while chunk := self.read():
            yield chunk

    def close(self) -> None:
        self._stream.close()

    def __enter__(self) -> "Body":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def presign_upload(key: str, size: int) -> dict[str, Any]:
    """What a browser needs to put exactly so many bytes under exactly this key, and nothing else."""
    bucket = settings.S3_MEDIA_BUCKET
    if settings.MEDIA["upload"] == "put":
        headers = {"Content-Type": UPLOAD_TYPE}
        parameters = {"Bucket": bucket, "Key": key, "ContentType": UPLOAD_TYPE, "ContentLength": size}
        url = _signer().generate_presigned_url("put_object", Params=parameters, ExpiresIn=UPLOAD_SECONDS)
        return {"method": "PUT", "url": url, "headers": headers}
    form = _signer().generate_presigned_post(
        bucket,
        key,
        Fields={"Content-Type": UPLOAD_TYPE},
        Conditions=[{"Content-Type": UPLOAD_TYPE}, ["content-length-range", size, size]],
        ExpiresIn=UPLOAD_SECONDS,
    )
    return {"method": "POST", "url": form["url"], "fields": form["fields"]}


def presign_download(key: str, content_type: str, disposition: str) -> str:
    parameters = {
        "Bucket": settings.S3_MEDIA_BUCKET,
        "Key": key,
        "ResponseContentType": content_type,
        "ResponseContentDisposition": disposition,
        "ResponseCacheControl": "private, max-age=60",
    }
    return _signer().generate_presigned_url("get_object", Params=parameters, ExpiresIn=DOWNLOAD_SECONDS)


def describe(key: str) -> Stored | None:
    """None: there is no such object."""
    answer = _absent_is_none(lambda: client().head_object(Bucket=settings.S3_MEDIA_BUCKET, Key=key))
    return Stored(answer["ContentLength"], answer["ETag"]) if answer else None


def open_object(key: str, byte_range: str | None = None) -> Body | None:
    """None: there is no such object. `byte_range` is a header's value that the store understands."""
    parameters: dict[str, Any] = {"Bucket": settings.S3_MEDIA_BUCKET, "Key": key}
    if byte_range:
        parameters["Range"] = byte_range
    answer = _absent_is_none(lambda: client().get_object(**parameters))
    return Body(answer) if answer else None


def write(key: str, content: bytes, content_type: str, disposition: str) -> None:
    with translated():
        client().put_object(
            Bucket=settings.S3_MEDIA_BUCKET, Key=key, Body=content, **_headers(content_type, disposition)
        )


def write_stream(key: str, content: Readable) -> None:
    """In parts, without having all of it in memory."""
    options, stream = TransferConfig(use_threads=False), cast("IO[bytes]", content)
    with translated():
        client().upload_fileobj(
            stream, settings.S3_MEDIA_BUCKET, key, ExtraArgs={"ContentType": UPLOAD_TYPE}, Config=options
        )


def copy(source: str, target: str, etag: str, content_type: str, disposition: str) -> None:
    """Inside the store, and only while the source still has this ETag."""
    with translated():
        client().copy_object(
            Bucket=settings.S3_MEDIA_BUCKET,
            Key=target,
            CopySource={"Bucket": settings.S3_MEDIA_BUCKET, "Key": source},
            CopySourceIfMatch=etag,
            MetadataDirective="REPLACE",
            **_headers(content_type, disposition),
        )


def delete(*keys: str) -> None:
    """What isn't there is no error."""
    for key in keys:
        with translated():
            client().delete_object(Bucket=settings.S3_MEDIA_BUCKET, Key=key)


def listing(prefix: str) -> Iterator[list[Listed]]:
    """All objects below, a thousand at a time."""
    with translated():
        pages = client().get_paginator("list_objects_v2").paginate(Bucket=settings.S3_MEDIA_BUCKET, Prefix=prefix)
        for page in pages:
            yield [Listed(entry["Key"], entry["LastModified"]) for entry in page.get("Contents", [])]


def client() -> "S3Client":
    return _make_client(settings.S3_ENDPOINT_URL, settings.S3_ACCESS_KEY_ID, settings.S3_SECRET_ACCESS_KEY)


def _signer() -> "S3Client":
    return _make_client(settings.S3_PUBLIC_ENDPOINT_URL, settings.S3_ACCESS_KEY_ID, settings.S3_SECRET_ACCESS_KEY)


@cache
def _make_client(endpoint: str, access_key: str, secret_key: str) -> "S3Client":
    """Stores other than Amazon's know no checksums but the signature's."""
    return Session().client(
        "s3",
        endpoint_url=endpoint or None,
        region_name=settings.S3_REGION,
        aws_access_key_id=access_key,
        aws_secret_access_key=secret_key,
        config=Config(
            signature_version="s3v4",
            connect_timeout=3,
            read_timeout=20,
            retries={"total_max_attempts": 2, "mode": "standard"},
            max_pool_connections=20,
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
        ),
    )


def _headers(content_type: str, disposition: str) -> dict[str, Any]:
    return {"ContentType": content_type, "ContentDisposition": disposition, "CacheControl": "private, max-age=60"}


def _absent_is_none(ask: Callable[[], Any]) -> Any:
    with translated():
        try:
            return ask()
        except ClientError as problem:
            if problem.response.get("Error", {}).get("Code") in _ABSENT:
                return None
            raise


@contextmanager
def translated() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, Boto3Error, ClientError, OSError) as problem:
        log.warning("storage_failed", problem=f"{type(problem).__name__}: {problem}")
        raise StorageUnavailable from problem
