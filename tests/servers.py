"""The servers that the tests run against: those that the environment names, else throw-away ones for this run."""

import os
import sys

from project.local.ports import NoFreePortError
from project.local.process import ServerError
from project.local.stack import Stack

_started: list[Stack] = []
_NO_SERVERS = {
    "SCRIPTORIUM_ENV": "development",
    "DATABASE_URL": "postgres://none@127.0.0.1/none",
    "REDIS_URL": "redis://127.0.0.1",
    "S3_ACCESS_KEY_ID": "none",
    "S3_SECRET_ACCESS_KEY": "none",
}


def provide() -> None:
    """Sees to it that the environment leads to Postgres, Redis and S3. Workers of pytest-xdist inherit it, or not."""
    given = {} if each_worker_has_its_own() else os.environ
    if each_worker_has_its_own() and "PYTEST_XDIST_WORKER" not in os.environ:
        # This process runs no tests; it reads the settings, and connects to nothing.
        os.environ.update(_NO_SERVERS)
        return
    if {"DATABASE_URL", "REDIS_URL", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY"} <= given.keys():
        os.environ.setdefault("SCRIPTORIUM_ENV", "development")
        return
    stack = Stack.throw_away(given=given)
    try:
        stack.start()
    except (ServerError, NoFreePortError, OSError) as problem:
        stack.close()
        sys.exit(f"The tests need Postgres, Redis and S3, and these didn't start: {problem}\nTry: make test")
    os.environ.update(stack.environment)
    _started.append(stack)


def each_worker_has_its_own() -> bool:
    """Whether workers of pytest-xdist start servers instead of sharing some: their tests break them."""
    return os.environ.get("SERVERS") == "each"


def own() -> Stack:
    """The stack of this run, for tests that break servers. They must be this run's alone."""
    if not _started or len(_started[0].servers) < 3:
        sys.exit(
            "These tests stop and kill servers, so they start their own: run them without DATABASE_URL, REDIS_URL "
            "and S3_ENDPOINT_URL in the environment (make test-replicas)."
        )
    return _started[0]


def close() -> None:
    for stack in _started:
        stack.close()
