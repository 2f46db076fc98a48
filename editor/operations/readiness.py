"""Whether this replica should get traffic: its dependencies answer in time, and it isn't on its way out."""

import asyncio
from collections.abc import Awaitable, Callable

import boto3
import psycopg
import redis.asyncio
import structlog
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings

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
    await asyncio.to_thread(_head_bucket)


def _head_bucket() -> None:
    client = boto3.client(
        "s3",
        endpoint_url=settings.S3_ENDPOINT_URL or None,
        region_name=settings.S3_REGION,
        aws_access_key_id=settings.S3_ACCESS_KEY_ID,
        aws_secret_access_key=settings.S3_SECRET_ACCESS_KEY,
        config=Config(connect_timeout=TIMEOUT_SECONDS, read_timeout=TIMEOUT_SECONDS, retries={"max_attempts": 0}),
    )
    client.head_bucket(Bucket=settings.S3_MEDIA_BUCKET)
