"""Connections that Postgres has closed are nobody's to find out."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.utils import CursorWrapper

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
        left = backend_of(cursor)
    connection.close()
    with ThreadPoolExecutor(others) as threads:
        served = set(threads.map(lambda _: backend(all_have_one), range(others)))
    assert len(served) == others
    assert served & idle <= {left}


def backend(all_have_one: Barrier) -> int:
    """The process that serves a connection from the pool, which gets it back."""
    try:
        with connection.cursor() as cursor:
            all_have_one.wait(10)
            return backend_of(cursor)
    finally:
        connection.close()


def backend_of(cursor: CursorWrapper) -> int:
    cursor.execute("SELECT pg_backend_pid()")
    [(pid,)] = cursor.fetchall()
    return int(pid)
