"""The log in Postgres: the contract, and what is Postgres's own: locks, refusals, closing."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import psycopg
import pytest
import pytest_asyncio

from editor.collab.ports import Appended, LogUnavailable, OutcomeUnknown, StaleAccess
from editor.log.models import LogEntry, LogHead
from editor.realtime import log_batches
from editor.realtime.log_connections import log_conninfo
from tests.collab.log_contract import ANN, BOB, LogContract, entry, generation_of
from tests.realtime.postgres_world import PostgresWorld, open_log, open_world

pytestmark = pytest.mark.django_db(transaction=True)


@pytest_asyncio.fixture
async def world() -> AsyncIterator[PostgresWorld]:
    async with open_world() as opened:
        yield opened


class TestPostgresLog(LogContract):
    """The contract."""


@asynccontextmanager
async def another_session() -> AsyncIterator[psycopg.AsyncConnection[tuple[Any, ...]]]:
    async with await psycopg.AsyncConnection.connect(log_conninfo(), autocommit=True) as connection:
        yield connection


@asynccontextmanager
async def locked(document: UUID) -> AsyncIterator[None]:
    """Another session holds the document's head row."""
    async with another_session() as connection, connection.transaction():
        await connection.execute("SELECT 1 FROM editor_loghead WHERE document_id = %s FOR UPDATE", [document])
        yield


async def test_appends_that_wait_together_share_a_statement(world: PostgresWorld) -> None:
    documents = [await world.create() for _ in range(10)]
    generations = [await generation_of(world, document) for document in documents]
    await asyncio.gather(*(world.log.append(*pair, [entry()]) for pair in zip(documents, generations, strict=True)))
    assert len(await transactions_of(number=1)) < 10


async def test_the_first_goes_at_once_and_while_more_come_they_share(
    world: PostgresWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_batches, "TICK_SECONDS", 0.5)
    monkeypatch.setattr(log_batches, "SLACK_SECONDS", 0.0)
    first, early, late = [await world.create() for _ in range(3)]
    one, two, three = [await generation_of(world, document) for document in (first, early, late)]
    async with asyncio.timeout(0.4):
        await world.log.append(first, one, [entry()])
    waiting = asyncio.create_task(world.log.append(early, two, [entry()]))
    await world.log.heads([early])  # by now it could have been written
    await asyncio.gather(waiting, world.log.append(late, three, [entry()]))
    assert len(await transactions_of(number=1)) == 2


async def transactions_of(number: int) -> set[str]:
    """Which transactions wrote the rows of this number."""
    rows = LogEntry.objects.filter(number=number).extra(select={"xmin": "xmin::text"})
    return {xmin async for xmin in rows.values_list("xmin", flat=True)}


async def test_a_locked_document_holds_up_nobody_and_then_goes_on(world: PostgresWorld) -> None:
    held, free = await world.create(), await world.create()
    generation = await generation_of(world, held)
    async with locked(held):
        waiting = asyncio.create_task(world.log.append(held, generation, [entry()]))
        for _ in range(20):
            async with asyncio.timeout(1):
                await world.log.append(free, await generation_of(world, free), [entry()])
        assert not waiting.done()
    assert await waiting == Appended(1, 1)
    assert (await world.log.heads([free]))[free].head == 20


async def test_a_lock_that_stays_means_nothing_was_appended(world: PostgresWorld) -> None:
    document = await world.create()
    generation = await generation_of(world, document)
    async with locked(document):
        with pytest.raises(LogUnavailable) as raised:
            await world.log.append(document, generation, [entry()])
        assert raised.type is LogUnavailable
    assert await world.log.append(document, generation, [entry()]) == Appended(1, 1)


async def test_a_change_of_rights_that_an_append_waits_for_turns_it_back(world: PostgresWorld) -> None:
    document = await world.create()
    generation = await generation_of(world, document)
    async with another_session() as connection:
        async with connection.transaction():
            await connection.execute(
                "UPDATE editor_loghead SET access_version = access_version + 1 WHERE document_id = %s", [document]
            )
            waiting = asyncio.create_task(world.log.append(document, generation, [entry()]))
            await until_somebody_waits_for_a_lock()
        assert await waiting == StaleAccess(2)


async def test_a_broken_document_spoils_nothing_for_the_others(world: PostgresWorld) -> None:
    broken, *sound = [await world.create() for _ in range(5)]
    generations = {document: head.generation for document, head in (await world.log.heads([broken, *sound])).items()}
    await LogEntry.objects.acreate(document_id=broken, number=1, payload=b"", author=ANN, source=1, schema=1)
    for round_ in range(1, 4):
        outcomes = await asyncio.gather(
            *(world.log.append(document, generations[document], [entry()]) for document in (broken, *sound)),
            return_exceptions=True,
        )
        assert type(outcomes[0]) is LogUnavailable
        assert outcomes[1:] == [Appended(round_, 1)] * 4
    # The others share a statement again: what was refused alone isn't put among them any more.
    assert len(await transactions_of(number=3)) == 1


async def test_a_commit_that_is_refused_is_known_to_have_appended_nothing(world: PostgresWorld) -> None:
    document = await world.create()
    generation = await generation_of(world, document)
    async with another_session() as connection:
        await connection.execute(
            "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$;"
            "CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON editor_logentry DEFERRABLE INITIALLY DEFERRED"
            " FOR EACH ROW EXECUTE FUNCTION refuse()"
        )
        try:
            for clients in (frozenset[int](), frozenset({1})):
                with pytest.raises(LogUnavailable) as raised:
                    await world.log.append(document, generation, [entry(clients=clients)])
                assert raised.type is LogUnavailable
        finally:
            await connection.execute("DROP FUNCTION refuse CASCADE")
    assert await world.log.append(document, generation, [entry()]) == Appended(1, 1)


async def test_nobody_waits_for_a_lock_on_the_document_itself(world: PostgresWorld) -> None:
    document = await world.create()
    generation = await generation_of(world, document)
    async with another_session() as connection, connection.transaction():
        await connection.execute("SELECT 1 FROM editor_document WHERE id = %s FOR UPDATE", [document])
        async with asyncio.timeout(10):
            await world.log.append(document, generation, [entry()])
            await world.log.append(document, generation, [entry(clients=frozenset({1}))])


async def test_a_large_append_goes_through(world: PostgresWorld) -> None:
    document = await world.create()
    generation = await generation_of(world, document)
    assert await world.log.append(document, generation, [entry(b"x" * 5_000_000)]) == Appended(1, 1)
    assert await world.log.append(document, generation, [entry()] * 3_000) == Appended(2, 3_000)
    assert (await LogHead.objects.aget(document_id=document)).head == 3_001


async def test_more_than_a_batch_holds_is_written_in_turn(world: PostgresWorld) -> None:
    documents = [await world.create() for _ in range(12)]
    generations = {document: head.generation for document, head in (await world.log.heads(documents)).items()}
    many = [entry(b"x" * 1_200)] * 200
    outcomes = await asyncio.gather(*(world.log.append(d, generations[d], many) for d in documents))
    assert outcomes == [Appended(1, 200)] * 12


async def test_times_never_run_against_the_numbers(world: PostgresWorld) -> None:
    document = await world.create()
    generation = await generation_of(world, document)
    async with open_log() as other:
        for _ in range(30):
            await asyncio.gather(*(log.append(document, generation, [entry()]) for log in (world.log, other)))
    times = [row.created_at async for row in LogEntry.objects.filter(document_id=document).order_by("number")]
    assert len(times) == 60
    assert times == sorted(times)


async def test_a_cancelled_caller_harms_nobody(world: PostgresWorld) -> None:
    documents = [await world.create() for _ in range(4)]
    generations = {document: head.generation for document, head in (await world.log.heads(documents)).items()}
    for turn in range(40):
        appends = [asyncio.create_task(world.log.append(d, generations[d], [entry()])) for d in documents]
        for _ in range(turn % 8):
            await asyncio.sleep(0)
        appends[turn % 4].cancel()
        outcomes = await asyncio.gather(*appends, return_exceptions=True)
        others = [outcome for number, outcome in enumerate(outcomes) if number != turn % 4]
        assert all(isinstance(outcome, Appended) for outcome in others)
    for document in documents:
        numbers = [row.number for row in await world.log.read(document, 0)]
        assert numbers == list(range(1, (await world.log.heads([document]))[document].head + 1))


async def test_closing_finishes_what_waits_and_refuses_the_rest(world: PostgresWorld) -> None:
    document = await world.create()
    generation = await generation_of(world, document)
    async with open_log() as log:
        waiting = asyncio.create_task(log.append(document, generation, [entry()]))
        await asyncio.sleep(0)
        await log.close()
        assert await waiting == Appended(1, 1)
        with pytest.raises(LogUnavailable):
            await log.append(document, generation, [entry()])
        with pytest.raises(LogUnavailable):
            await log.read(document, 0)


async def test_no_database_is_told_at_once(unused_tcp_port: int) -> None:
    async with open_log(f"host=127.0.0.1 port={unused_tcp_port} dbname=none user=none") as log:
        for _ in range(3):
            with pytest.raises(LogUnavailable) as raised:
                async with asyncio.timeout(1):
                    await log.append(ANN, BOB, [entry()])
            assert raised.type is LogUnavailable
        with pytest.raises(LogUnavailable):
            await log.load(ANN)


async def test_a_session_that_was_ended_while_idle_is_replaced_unnoticed(world: PostgresWorld) -> None:
    document = await world.create()
    generation = await generation_of(world, document)
    await world.log.append(document, generation, [entry()])
    async with another_session() as connection:
        await end_the_log_sessions(connection)
    assert await world.log.append(document, generation, [entry()]) == Appended(2, 1)


@pytest.mark.parametrize("clients", [frozenset[int](), frozenset({1})])
async def test_a_session_that_is_ended_in_the_middle_tells_no_lie(
    world: PostgresWorld, clients: frozenset[int]
) -> None:
    document = await world.create()
    generation = await generation_of(world, document)
    log = world.log
    async with another_session() as connection, connection.transaction():
        await connection.execute("LOCK TABLE editor_logentry IN SHARE MODE")
        waiting = asyncio.create_task(log.append(document, generation, [entry(clients=clients)]))
        await until_somebody_waits_for_a_lock()
        await end_the_log_sessions(connection)
        with pytest.raises(LogUnavailable) as raised:
            await waiting
        # Before its COMMIT a transaction is known to be lost; a statement that commits by itself is not.
        assert raised.type is (LogUnavailable if clients else OutcomeUnknown)
    assert await log.append(document, generation, [entry(clients=clients)]) == Appended(1, 1)


async def end_the_log_sessions(connection: psycopg.AsyncConnection[tuple[Any, ...]]) -> None:
    await connection.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE application_name = 'scriptorium log' AND datname = current_database() AND pid <> pg_backend_pid()"
    )


async def until_somebody_waits_for_a_lock() -> None:
    """Longer than a statement waits that is soon given up."""
    async with another_session() as connection, asyncio.timeout(5):
        while True:
            found = await connection.execute(
                "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
                " AND clock_timestamp() - query_start > interval '100 ms'"
            )
            if await found.fetchone():
                return
            await asyncio.sleep(0.01)
