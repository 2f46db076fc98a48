"""Connections that Postgres has closed are nobody's to find out."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection

pytestmark = pytest.mark.django_db(transaction=True)

IN_POOL = settings.DATABASES["default"]["OPTIONS"]["pool"]["max_size"]


def test_after_a_restart_of_postgres_whoever_comes_first_gets_a_connection() -> None:
    others = IN_POOL - 1
    all_have_one = Barrier(others)
    with ThreadPoolExecutor(others) as threads:
        idle = set(threads.map(lambda _: backend(all_have_one), range(others)))
    assert len(idle) == others
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM unnest(%s) AS pid WHERE pid <> pg_backend_pid()", [list(idle)]
        )
    connection.close()
    assert {backend(), backend()} - idle


def backend(all_have_one: Barrier | None = None) -> int:
    """The process that serves a connection from the pool, which gets it back."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pid: int = cursor.fetchone()[0]
            if all_have_one:
                all_have_one.wait(10)
            return pid
    finally:
        connection.close()
