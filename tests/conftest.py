"""Servers first, then Django. pytest-django finds both in the environment."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django
import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests import servers

servers.provide()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
django.setup()

HERE = Path(__file__).parent
# These have a pytest process of their own: sync Playwright, pytest-asyncio and the ORM fail together in one, and
# the replicas' tests break the servers.
APART = (HERE / "replicas", HERE / "browser")


def pytest_configure(config: pytest.Config) -> None:
    """Workers of pytest-xdist that share servers have a database and a bucket each, and a prefix on the bus."""
    config.add_cleanup(servers.close)
    if servers.each_worker_has_its_own() and "PYTEST_XDIST_WORKER" not in os.environ:
        if not config.getoption("numprocesses", None):
            pytest.exit("SERVERS=each is for workers: add -n 2.")
        # Else a worker would read the settings, which lead to this process's servers, before it has its own.
        del os.environ["DJANGO_SETTINGS_MODULE"]
    from django.conf import settings  # noqa: PLC0415 - after django.setup()
    from django.test import TransactionTestCase  # noqa: PLC0415

    from tests.emptying import empty_tables  # noqa: PLC0415

    patch = pytest.MonkeyPatch()
    config.add_cleanup(patch.undo)
    patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: empty_tables())
    # Else every client of a test looks at every static file before its first request.
    settings.WHITENOISE_AUTOREFRESH = True
    if not any(_asks_for(apart, config) for apart in APART):
        # Replicas would hash such a password anew once it is given, and that ends sessions.
        settings.PASSWORD_HASHERS = ["tests.people.QuickArgon2", *settings.PASSWORD_HASHERS]
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker and not servers.each_worker_has_its_own():
        from editor.media.bucket import configure  # noqa: PLC0415

        layer: dict[str, Any] = settings.CHANNEL_LAYERS["default"]
        layer["CONFIG"]["prefix"] += f"-{worker}"
        settings.S3_MEDIA_BUCKET += f"-{worker}"
        list(configure())


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """At the end the test database is dropped, whatever a thread of the last asynchronous test still has open."""
    from django.db import connection  # noqa: PLC0415 - after django.setup()

    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    return not _asks_for(collection_path, config) if collection_path in APART else None


def _asks_for(folder: Path, config: pytest.Config) -> bool:
    """Whether it, or something in it, is named on the command line."""
    asked_for = [Path(argument.partition("::")[0]).resolve() for argument in config.args]
    return any(path == folder or folder in path.parents for path in asked_for)
