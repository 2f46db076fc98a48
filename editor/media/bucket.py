"""The bucket itself: there, private, open to our pages' scripts, and tidy."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from boto3.session import Session
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError
from django.conf import settings

from editor.media import storage

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import (
        CORSRuleTypeDef,
        LifecycleRuleTypeDef,
        PublicAccessBlockConfigurationTypeDef,
    )

ABANDONED_DAYS = 2
_UNSUPPORTED = {"NotImplemented", "MethodNotAllowed", "XNotImplemented", "InvalidRequest", "501", "405"}
_ALL_BLOCKED: "PublicAccessBlockConfigurationTypeDef" = {
    "BlockPublicAcls": True,
    "IgnorePublicAcls": True,
    "BlockPublicPolicy": True,
    "RestrictPublicBuckets": True,
}


class BucketIsPublic(Exception):
    """Anybody can read or list it, and what was done here doesn't change that."""


def configure() -> Iterator[str]:
    """Says after each step what it did. Raises StorageUnavailable, BucketIsPublic."""
    bucket = settings.S3_MEDIA_BUCKET
    with storage.translated():
        yield _create(bucket)
        yield _attempt(
            lambda: storage.client().put_public_access_block(
                Bucket=bucket, PublicAccessBlockConfiguration=_ALL_BLOCKED
            ),
            "Public access is blocked.",
            "The store has no switch against public access; that strangers are refused is checked below.",
        )
        yield _attempt(
            lambda: storage.client().put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": [_cors_rule()]}),
            f"Pages from {', '.join(settings.PUBLIC_ORIGINS)} may upload to it and read from it.",
            "The store doesn't let this account say which pages may upload: allow POST, PUT, GET and HEAD from "
            f"{', '.join(settings.PUBLIC_ORIGINS)} there by hand, or set MEDIA_UPLOAD and MEDIA_DELIVERY to stream.",
        )
        yield _attempt(
            lambda: storage.client().put_bucket_lifecycle_configuration(
                Bucket=bucket, LifecycleConfiguration={"Rules": [_lifecycle_rule()]}
            ),
            f"The store removes uploads that nobody finished after {ABANDONED_DAYS} days.",
            "The store can't remove old uploads by itself; the worker does.",
        )
    yield _check_strangers(bucket)


def _create(bucket: str) -> str:
    try:
        storage.client().head_bucket(Bucket=bucket)
    except ClientError as problem:
        if problem.response.get("Error", {}).get("Code") not in {"404", "NoSuchBucket"}:
            raise
        _create_in_region(bucket)
        return f"The bucket {bucket} was made."
    return f"The bucket {bucket} is there."


def _create_in_region(bucket: str) -> None:
    """Amazon wants to be told where, except in the region that it takes for granted."""
    if settings.S3_ENDPOINT_URL or settings.S3_REGION == "us-east-1":
        storage.client().create_bucket(Bucket=bucket)
        return
    place: Any = {"LocationConstraint": settings.S3_REGION}
    storage.client().create_bucket(Bucket=bucket, CreateBucketConfiguration=place)


def _attempt(act: Callable[[], object], done: str, impossible: str) -> str:
    try:
        act()
    except ClientError as problem:
        if problem.response.get("Error", {}).get("Code") not in _UNSUPPORTED | {"AccessDenied"}:
            raise
        return impossible
    return done


def _cors_rule() -> "CORSRuleTypeDef":
    return {
        "ID": "pages",
        "AllowedOrigins": list(settings.PUBLIC_ORIGINS),
        "AllowedMethods": ["GET", "HEAD", "POST", "PUT"],
        "AllowedHeaders": ["*"],
        "ExposeHeaders": ["ETag", "Content-Range", "Accept-Ranges"],
        "MaxAgeSeconds": 3600,
    }


def _lifecycle_rule() -> "LifecycleRuleTypeDef":
    return {
        "ID": "abandoned-uploads",
        "Status": "Enabled",
        "Filter": {"Prefix": "uploads/"},
        "Expiration": {"Days": ABANDONED_DAYS},
        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": ABANDONED_DAYS},
    }


def _check_strangers(bucket: str) -> str:
    """Asks for its list, and for an object, as somebody without a key."""
    # Under keys as ours are: what a crash leaves here goes by itself.
    probes = [f"{folder}/{uuid4()}/probe" for folder in ("files", "uploads")]
    stranger = _stranger()
    try:
        _demand_refusal(partial(stranger.list_objects_v2, Bucket=bucket), f"Anybody can list the bucket {bucket}.")
        for key in probes:
            storage.write(key, b"Not for you", storage.UPLOAD_TYPE, "attachment")
            ask = partial(stranger.get_object, Bucket=bucket, Key=key)
            _demand_refusal(ask, f"Anybody can read what is in the bucket {bucket}.")
    finally:
        storage.delete(*probes)
    return "Strangers are refused."


def _demand_refusal(act: Callable[[], object], public: str) -> None:
    """Raises StorageUnavailable for any answer but yes and no: a probe that isn't found proves nothing."""
    with storage.translated():
        try:
            act()
        except ClientError as problem:
            if problem.response.get("ResponseMetadata", {}).get("HTTPStatusCode") in {401, 403}:
                return
            raise
    raise BucketIsPublic(f"{public} Take the public access away in the store.")


def _stranger() -> "S3Client":
    return Session().client(
        "s3",
        endpoint_url=settings.S3_ENDPOINT_URL or None,
        region_name=settings.S3_REGION,
        config=Config(
            signature_version=UNSIGNED, connect_timeout=3, read_timeout=20, retries={"total_max_attempts": 2}
        ),
    )
