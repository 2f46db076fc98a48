"""Look-ups that wait at the same moment are made together; what goes wrong with one concerns nobody who comes later."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import psycopg
import pytest
from asgiref.sync import sync_to_async
from django.db import connection

from editor.accounts.tokens import issue_token
from editor.collab.ports import LogUnavailable
from editor.realtime.log_connections import log_conninfo
from editor.realtime.look_ups import LookUps
from editor.realtime.principals import Claim, claims_of
from tests.people import make_user
from tests.waiting import read_until

pytestmark = pytest.mark.django_db(transaction=True)

_WAITING = """FROM pg_stat_activity
    WHERE application_name = 'scriptorium log' AND wait_event_type = 'Lock' AND datname = current_database()"""


def make_claims(count: int) -> list[Claim]:
    secrets = [issue_token(make_user(f"Person {number}"), "script") for number in range(count)]
    return [claim for one in secrets for claim in claims_of({b"authorization": f"Bearer {one}".encode()})]


@contextmanager
def locked_tokens() -> Iterator[None]:
    """Nobody can read a token meanwhile."""
    with psycopg.connect(log_conninfo()) as other:
        other.execute("LOCK TABLE editor_token IN ACCESS EXCLUSIVE MODE")
        yield


@asynccontextmanager
async def looking_up() -> AsyncIterator[LookUps]:
    look_ups = LookUps(log_conninfo())
    try:
        yield look_ups
    finally:
        await look_ups.close()


def count_waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {_WAITING}")
        [(count,)] = cursor.fetchall()
        return int(count)


def end_waiting() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_terminate_backend(pid) {_WAITING}")


async def test_all_who_wait_at_once_are_answered_over_one_connection() -> None:
    claims = await sync_to_async(make_claims)(30)
    async with looking_up() as look_ups:
        with locked_tokens():
            asking = [asyncio.create_task(look_ups.find([claim])) for claim in claims]
            await read_until(count_waiting, "the first statement")
            assert await sync_to_async(count_waiting)() == 1
        found = await asyncio.gather(*asking)
    assert [one.principal.key if one else None for one in found] == [claim.key for claim in claims]


async def test_a_connection_that_breaks_fails_those_who_waited_for_it_and_nobody_after_them() -> None:
    first, second = await sync_to_async(make_claims)(2)
    async with looking_up() as look_ups:
        with locked_tokens():
            failing = asyncio.create_task(look_ups.find([first]))
            await read_until(count_waiting, "the first statement")
            later = asyncio.create_task(look_ups.find([second]))
            await asyncio.sleep(0)
            await sync_to_async(end_waiting)()
            with pytest.raises(LogUnavailable):
                await failing
        assert await later is not None
        assert await look_ups.find([first]) is not None


async def test_who_gives_up_takes_nobody_along() -> None:
    first, second = await sync_to_async(make_claims)(2)
    async with looking_up() as look_ups:
        with locked_tokens():
            asking = [asyncio.create_task(look_ups.find([claim])) for claim in (first, first, second)]
            await read_until(count_waiting, "the first statement")
            asking[1].cancel()
        assert await asking[0] is not None
        assert await asking[2] is not None


async def test_the_end_fails_who_waits_and_who_still_comes() -> None:
    first, second = await sync_to_async(make_claims)(2)
    look_ups = LookUps(log_conninfo())
    with locked_tokens():
        asking = asyncio.create_task(look_ups.find([first]))
        await read_until(count_waiting, "the first statement")
        later = asyncio.create_task(look_ups.find([second]))
        await asyncio.sleep(0)
        await look_ups.close()
        for task in (asking, later):
            with pytest.raises(LogUnavailable):
                await task
    with pytest.raises(LogUnavailable):
        await look_ups.find([first])


async def test_a_database_that_is_not_there_is_said_at_once() -> None:
    look_ups = LookUps("host=127.0.0.1 port=1 connect_timeout=5")
    with pytest.raises(LogUnavailable):
        await look_ups.find([Claim("token", "x")])
    await look_ups.close()
