"""A browser, two replicas behind a load balancer, and people who each have a browser of their own."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, expect
from pytest_django.plugin import DjangoDbBlocker

from project.local import browser as chromium
from project.local.folder import ROOT
from project.local.stack import Stack
from tests import servers
from tests.browser.faults import Faults
from tests.browser.people import People

expect.set_options(timeout=10_000)

QUIET = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
]

# Small, so that a test can paste more than that.
MAX_UPLOAD_BYTES = 2_000_000
ENVIRONMENT = {"SIGN_UP": "open", "COLLAB_GRACE_SECONDS": "2", "COLLAB_MAX_UPLOAD_BYTES": str(MAX_UPLOAD_BYTES)}


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], playwright: Playwright) -> dict[str, Any]:
    program = chromium.choose(Path(playwright.chromium.executable_path))
    if program is None:
        pytest.exit("The browser tests need Chromium: make test-browser installs one.", returncode=1)
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": str(program), "args": [*QUIET, *as_root]}


@pytest.fixture(scope="session")
def stack(django_db_blocker: DjangoDbBlocker) -> Iterator[Stack]:
    """Two replicas and Caddy; the ORM in the tests uses the same database. Whoever breaks a server mends it."""
    stack = servers.own()
    subprocess.run([sys.executable, "manage.py", "migrate", "--noinput", "--verbosity=0"], cwd=ROOT, check=True)
    stack.start_replicas(2, environment=ENVIRONMENT)
    stack.balance()
    # Sync Playwright runs an event loop in this thread, and the ORM is used beside it on purpose.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with django_db_blocker.unblock():
        yield stack
    stack.stop_replicas()


@pytest.fixture
def faults() -> Iterator[Faults]:
    """What browsers complain of; a test fails with what it didn't expect."""
    faults = Faults()
    yield faults
    assert not faults.unexpected


@pytest.fixture
def people(stack: Stack, browser: Browser, faults: Faults) -> Iterator[People]:
    people = People(stack, browser, faults)
    yield people
    people.leave()
