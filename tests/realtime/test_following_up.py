"""How far what follows an edit is behind, as metrics have it."""

import asyncio
from types import SimpleNamespace
from uuid import UUID, uuid4

import pytest
from django.db import OperationalError
from procrastinate.exceptions import ConnectorException

from editor.realtime.following_up import FollowingUp


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    now = [100.0]
    monkeypatch.setattr("editor.realtime.following_up.time", SimpleNamespace(monotonic=lambda: now[0]))
    return now


async def test_the_lag_is_that_of_the_oldest_document_however_often_it_was_edited(clock: list[float]) -> None:
    following = FollowingUp(lambda _document: None)
    assert following.lag() == (0, 0.0)
    documents = [uuid4(), uuid4()]
    for document in (*documents, *documents):
        following.note(document)
        clock[0] += 1
    assert following.lag() == (2, 4.0)


@pytest.mark.parametrize("problem", [OperationalError, ConnectorException])  # the latter from the job queue
async def test_while_the_database_is_away_the_lag_grows_and_ends_with_it(
    clock: list[float], monkeypatch: pytest.MonkeyPatch, problem: type[Exception]
) -> None:
    is_away = True

    async def project(_self: FollowingUp, document: UUID, room: object) -> None:
        if is_away:
            raise problem

    monkeypatch.setattr(FollowingUp, "_project", project)
    following = FollowingUp(lambda _document: None)
    following.note(uuid4())
    for _ in range(2):
        clock[0] += 6
        await following.finish()
    assert following.lag() == (1, 12.0)
    is_away = False
    await following.finish()
    assert following.lag() == (0, 0.0)


async def test_a_pause_is_waited_for_but_not_for_ever(clock: list[float], monkeypatch: pytest.MonkeyPatch) -> None:
    followed: list[float] = []

    async def project(_self: FollowingUp, document: UUID, room: object) -> None:
        followed.append(clock[0])

    monkeypatch.setattr(FollowingUp, "_project", project)
    following, document = FollowingUp(lambda _document: None), uuid4()
    for clock[0] in (0.0, 0.5, 1.2, 3.0):
        following.note(document)
        await following.look()
    clock[0] = 3.9
    await following.look()
    assert followed == []
    clock[0] = 4.0
    await following.look()
    assert followed == [4.0]
    for tenth in range(50, 170):
        clock[0] = tenth / 10
        following.note(document)
        await following.look()
    assert followed == [4.0, 15.0]


async def test_each_document_is_followed_up_once_when_the_end_comes_in_the_middle(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun: list[UUID] = []

    async def project(_self: FollowingUp, document: UUID, room: object) -> None:
        begun.append(document)
        await asyncio.sleep(0)

    monkeypatch.setattr(FollowingUp, "_project", project)
    following, documents = FollowingUp(lambda _document: None), [uuid4() for _ in range(3)]
    for document in documents:
        following.note(document)
    await asyncio.gather(following.finish(), following.finish())
    assert sorted(begun) == sorted(documents)


async def test_an_edit_that_comes_during_the_work_is_followed_up_at_the_end_beside_it(
    clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = asyncio.Semaphore(0), asyncio.Event()

    async def project(_self: FollowingUp, document: UUID, room: object) -> None:
        begun.release()
        await go_on.wait()

    monkeypatch.setattr(FollowingUp, "_project", project)
    following, document = FollowingUp(lambda _document: None), uuid4()
    following.note(document)
    clock[0] += 5
    looking = asyncio.create_task(following.look())
    await begun.acquire()
    following.note(document)
    finishing = asyncio.create_task(following.finish())
    await begun.acquire()
    go_on.set()
    await asyncio.gather(looking, finishing)
    assert following.lag() == (0, 0.0)


async def test_the_end_of_a_process_waits_only_a_moment_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[UUID] = []

    async def project(_self: FollowingUp, document: UUID, room: object) -> None:
        begun.append(document)
        await asyncio.Event().wait()

    monkeypatch.setattr(FollowingUp, "_project", project)
    following, documents = FollowingUp(lambda _document: None, finish_seconds=0.01), [uuid4(), uuid4()]
    for document in documents:
        following.note(document)
    async with asyncio.timeout(10):
        await following.finish()
    assert begun == documents[:1]
    assert following.lag()[0] == 2
