"""What opening a document costs as its log grows, from the rows alone and from a snapshot with a tail: CPU of the
process that opens it (reading the rows, the strict reader, pycrdt), and of Postgres.

python -m benchmarks.scaling.opening [--largest 100000]
"""

import argparse
import asyncio
import os
import time
from uuid import UUID, uuid4

import django
import psycopg
from pycrdt import Doc, Text

from benchmarks.scaling.cluster import cpu_seconds, throw_away_postgres

TAIL = 500
TABLES = """
CREATE TABLE editor_loghead (document_id uuid PRIMARY KEY, head int8, access_version int8, generation uuid);
CREATE TABLE editor_logentry (
    document_id uuid, number int8, payload bytea, author uuid, PRIMARY KEY (document_id, number)
);
CREATE TABLE editor_snapshot (document_id uuid, number int8, payload bytea, PRIMARY KEY (document_id, number));
CREATE TABLE editor_clientowner (document_id uuid, client int8, author uuid, PRIMARY KEY (document_id, client));
"""


def keystrokes(count: int) -> tuple[list[bytes], bytes]:
    """Letters typed one after the other in a long text, every tenth of them taken back; and all of it merged, but the
    last `TAIL`.
    """
    doc: Doc[Text] = Doc()
    text = doc["title"] = Text()
    updates: list[bytes] = []
    subscription = doc.observe(lambda event: updates.append(event.update))
    merged = b""
    while len(updates) < count:
        text.insert(len(updates) % 997 if len(updates) > 2_000 else 0, "a")
        if len(updates) % 10 == 0:
            del text[0]
        if len(updates) >= count - TAIL and not merged:
            merged = doc.get_update()
            count = len(updates) + TAIL
    doc.unobserve(subscription)
    return updates, merged


async def open_cost(url: str, document: UUID) -> tuple[float, float]:
    """CPU seconds here and in Postgres."""
    from editor.collab.state import DocumentState  # noqa: PLC0415 - Django must be set up first
    from editor.realtime import log_statements  # noqa: PLC0415

    async with await psycopg.AsyncConnection.connect(url, autocommit=True, prepare_threshold=0) as connection:
        pid = connection.info.backend_pid
        here, there = time.process_time(), cpu_seconds(pid)
        stored = await log_statements.load(connection, document)
        assert stored is not None
        state = DocumentState(stored)
        assert state.whole()
        await state.learn()
        return time.process_time() - here, cpu_seconds(pid) - there


def fill(url: str, updates: list[bytes], merged: bytes, *, with_snapshot: bool) -> UUID:
    document, author = uuid4(), uuid4()
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("INSERT INTO editor_loghead VALUES (%s, %s, 1, %s)", [document, len(updates), uuid4()])
        with connection.cursor().copy("COPY editor_logentry FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types(["uuid", "int8", "bytea", "uuid"])
            for number, payload in enumerate(updates, 1):
                copy.write_row((document, number, payload, author))
        if with_snapshot:
            connection.execute(
                "INSERT INTO editor_snapshot VALUES (%s, %s, %s)", [document, len(updates) - TAIL, merged]
            )
        connection.execute("VACUUM ANALYZE editor_logentry")
    return document


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--largest", type=int, default=100_000)
    largest = parser.parse_args().largest
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    django.setup()
    print(
        "| rows | from the rows, ms | Postgres, ms | by a snapshot and 500 rows, ms | Postgres, ms | snapshot, bytes |"
    )
    print("|---|---|---|---|---|---|")
    with throw_away_postgres() as postgres:
        postgres.execute(TABLES)
        rows = 1_000
        while rows <= largest:
            updates, merged = keystrokes(rows)
            costs: list[float] = []
            for with_snapshot in (False, True):
                document = fill(postgres.url, updates, merged, with_snapshot=with_snapshot)
                tries = [asyncio.run(open_cost(postgres.url, document)) for _ in range(3)]
                costs += [sorted(here for here, _ in tries)[1] * 1e3, sorted(there for _, there in tries)[1] * 1e3]
            said = " | ".join(f"{cost:.0f}" for cost in costs)
            print(f"| {rows:,} | {said} | {len(merged):,} |", flush=True)
            rows *= 10


if __name__ == "__main__":
    main()
