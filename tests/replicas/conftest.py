"""A stack of this run's own: Postgres, Valkey, S3, and as many replicas as a test starts."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from project.local.folder import ROOT
from project.local.stack import Stack
from tests import servers


@pytest.fixture(scope="session")
def stack(django_db_blocker: DjangoDbBlocker) -> Iterator[Stack]:
    """The servers, migrated. The ORM in the test process reads and writes the database that the replicas use.

    A test makes its own users and documents, ends the replicas that it starts (`replicas`), and leaves every server
    running.
    """
    stack = servers.own()
    subprocess.run([sys.executable, "manage.py", "migrate", "--noinput", "--verbosity=0"], cwd=ROOT, check=True)
    with django_db_blocker.unblock():
        yield stack


@pytest.fixture
def three_replicas(stack: Stack) -> Iterator[Stack]:
    """Three replicas behind Caddy: `stack.replicas`, `stack.caddy`."""
    stack.start_replicas(3)
    stack.balance()
    yield stack
    stack.stop_replicas()
