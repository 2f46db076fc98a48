"""What an edit leaves behind in Postgres, and what a long log costs whoever opens the document."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import psycopg

from benchmarks.sync.history import clients_in, keystrokes
from benchmarks.sync.latency import Spread
from benchmarks.sync.load import run_typing
from benchmarks.sync.opening import open_once, warm_up
from benchmarks.sync.scenarios import GROWTH, SWARM, Growth
from benchmarks.sync.systems.system import History, Place, System
from benchmarks.sync.writing import empty_document, seed, type_tokens

_SECONDS = 5.0
_STORE_SECONDS = 12.0  # Hocuspocus stores after 10 seconds at the latest


async def run_stored_bytes(system: System, database_url: str) -> dict[str, float]:
    """Bytes of tables and of the write-ahead log, for each keystroke of a swarm."""
    before = await asyncio.to_thread(_used, database_url)
    run = await run_typing(system, SWARM, _SECONDS)
    await asyncio.sleep(_STORE_SECONDS)
    after = await asyncio.to_thread(_used, database_url)
    keystrokes_typed = run.typed.sent
    payload = len(type_tokens(seed(1), 0, [0.0, 0.0], 0)[1].update)
    stored, written = ((now - then) / keystrokes_typed for now, then in zip(after, before, strict=True))
    return {"stored": stored, "written": written, "payload": float(payload), "amplification": written / payload}


def _used(database_url: str) -> tuple[int, int]:
    """Bytes of the database, and written to the write-ahead log so far."""
    with psycopg.connect(database_url, autocommit=True) as connection:
        row = connection.execute(
            "SELECT pg_database_size(current_database()), pg_current_wal_lsn() - '0/0'::pg_lsn"
        ).fetchone()
    assert row is not None
    return int(row[0]), int(row[1])


def write_long_logs(system: System, scenario: Growth = GROWTH) -> dict[int, tuple[Place, History]]:
    """One document of each length, with a snapshot that is some edits old."""
    doc = empty_document()
    doc.apply_update(seed(100))
    updates = [doc.get_update()]
    found = {}
    for rows in scenario.rows:
        updates += keystrokes(doc, rows - len(updates), seed_number=rows)
        found[rows] = _store(system, History(list(updates), doc.get_update(), clients_in(doc)), scenario.tail)
    return found


def _store(system: System, history: History, tail: int) -> tuple[Place, History]:
    from benchmarks.sync.systems.stored_log import write_log  # noqa: PLC0415 - Django must be set up first

    place = system.store(replace(history, updates=history.updates[:-tail]))
    assert place is not None
    write_log(UUID(place.document), history.updates[-tail:], [])
    return place, history


async def run_long_logs(
    system: System, stored: dict[int, tuple[Place, History]], opens: int = GROWTH.opens
) -> dict[str, float]:
    """Cold each time: the servers must have been started with hardly any grace time."""
    await warm_up(system)
    figures = {}
    for rows, (place, history) in stored.items():
        times: Sequence[float] = [await _open_cold(system, place, history) for _ in range(opens)]
        figures[f"open-{rows}"] = Spread.of(times).p50
    return figures


async def _open_cold(system: System, place: Place, history: History) -> float:
    took = await open_once(system, place, history)
    await asyncio.sleep(1.5)
    return took
