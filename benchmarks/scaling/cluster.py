"""A Postgres of this run's own, as durable as in production, and what its processes have cost so far."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from project.local.postgres import Postgres
from project.local.process import Watchdog

_TICKS = os.sysconf("SC_CLK_TCK")


@contextmanager
def throw_away_postgres() -> Iterator[Postgres]:
    """With fsync and full page writes, or the write-ahead log would be smaller than it really is."""
    with Watchdog() as watchdog:
        folder = Path(tempfile.mkdtemp(prefix="scaling-"))
        watchdog.remove_folder(folder)
        postgres = Postgres(folder / "postgres", watchdog=watchdog, password="benchmark", durable=True)
        postgres.start()
        try:
            yield postgres
        finally:
            postgres.stop()


def cpu_seconds(pid: int) -> float:
    """User and system time of one process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def anonymous_bytes(pid: int) -> int:
    """Memory that is its own, not the shared buffers."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("RssAnon"))


def wal_position(connection: psycopg.Connection) -> int:
    row = connection.execute("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::int8").fetchone()
    assert row is not None
    return int(row[0])


def one(connection: psycopg.Connection, statement: str) -> int:
    """The one number that the statement gives."""
    row = connection.execute(statement.encode()).fetchone()
    assert row is not None
    return int(row[0])
