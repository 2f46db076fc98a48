"""Whether this replica should get traffic: its dependencies answer in time, and it isn't on its way out."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import cache
from typing import TYPE_CHECKING

import boto3
import psycopg
import redis.asyncio
import structlog
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

TIMEOUT_SECONDS = 1.0
Check = Callable[[], Awaitable[None]]

log = structlog.get_logger(__name__)
_draining = False


def set_draining() -> None:
    """From now on /readyz says no, so that the load balancer sends new people elsewhere. There is no way back."""
    global _draining  # noqa: PLW0603 — one replica, one life
    _draining = True


def is_draining() -> bool:
    return _draining


async def check_dependencies() -> dict[str, str]:
    """For each dependency "ok" or what is wrong, all asked at the same time."""
    await asyncio.to_thread(_s3_client)
    checks: dict[str, Check] = {"postgres": _check_postgres, "redis": _check_redis, "s3": _check_s3}
    answers = await asyncio.gather(*(_ask(name, check) for name, check in checks.items()))
    return dict(zip(checks, answers, strict=True))


async def _ask(name: str, check: Check) -> str:
    try:
        await asyncio.wait_for(check(), TIMEOUT_SECONDS)
    except TimeoutError:
        return "too slow"
    except (OSError, psycopg.Error, redis.exceptions.RedisError, BotoCoreError, ClientError) as problem:
        log.warning("dependency_failed", dependency=name, problem=type(problem).__name__)
        return "unreachable"
    return "ok"


async def _check_postgres() -> None:
    connection = await psycopg.AsyncConnection.connect(settings.DATABASE_URL, connect_timeout=1, autocommit=True)
    async with connection:
        await connection.execute("SELECT 1")


async def _check_redis() -> None:
    client = redis.asyncio.from_url(settings.REDIS_URL, socket_connect_timeout=TIMEOUT_SECONDS)
    try:
        await client.ping()
    finally:
        await client.aclose()


async def _check_s3() -> None:
    await asyncio.to_thread(_s3_client().head_bucket, Bucket=settings.S3_MEDIA_BUCKET)


def _s3_client() -> "S3Client":
    return _make_s3_client(
        settings.S3_ENDPOINT_URL, settings.S3_REGION, settings.S3_ACCESS_KEY_ID, settings.S3_SECRET_ACCESS_KEY
    )


@cache
def _make_s3_client(endpoint: str, region: str, access_key: str, secret_key: str) -> "S3Client":
    """Takes hundreds of milliseconds: not while somebody counts, and only once."""
    return boto3.client(
        "s3",
        endpoint_url=endpoint or None,
        region_name=region,
        aws_access_key_id=access_key,
        aws_secret_access_key=secret_key,
        config=Config(connect_timeout=TIMEOUT_SECONDS, read_timeout=TIMEOUT_SECONDS, retries={"max_attempts": 0}),
    )
