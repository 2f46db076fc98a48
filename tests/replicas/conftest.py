"""A stack of this run's own: Postgres, Valkey, S3, and two replicas that are kept from test to test."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from project.local.folder import ROOT
from project.local.stack import Stack
from tests import servers
from tests.replicas.metrics import METRICS_TOKEN

OPERATORS = {"METRICS_TOKEN": METRICS_TOKEN, "LOG_EDITS": "all", "LOG_FORMAT": "json"}
"""Everything that an operator can switch on, in all tests of replicas."""


@pytest.fixture(scope="session")
def stack(django_db_blocker: DjangoDbBlocker) -> Iterator[Stack]:
    """The servers, migrated. The ORM in the test process reads and writes the database that the replicas use.

    A test makes its own users and documents and leaves every server running.
    """
    stack = servers.own()
    subprocess.run([sys.executable, "manage.py", "migrate", "--noinput", "--verbosity=0"], cwd=ROOT, check=True)
    with django_db_blocker.unblock():
        yield stack


@pytest.fixture(scope="session")
def running_stack(stack: Stack) -> Iterator[Stack]:
    stack.start_replicas(2, environment=OPERATORS)
    stack.balance()
    yield stack
    stack.stop_replicas()


@pytest.fixture
def two_replicas(running_stack: Stack) -> Stack:
    """Two replicas behind Caddy: `stack.replicas`, `stack.caddy`. One that a test has ended is started again."""
    for replica in running_stack.replicas:
        if not replica.process.is_alive():
            replica.start()
    return running_stack
