"""What is broken: the servers, the replicas, and a proxy at each of the places where sockets are cut."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from benchmarks.sync.processes import family
from project.local.folder import ROOT
from project.local.postgres import as_user
from project.local.process import Process, ServerError
from project.local.replica import Replica
from project.local.stack import Stack
from tests.replicas.metrics import METRICS_TOKEN
from tests.soak.people import Person
from tests.soak.proxy import Proxy

GRACE_SECONDS = 5
_START_SECONDS = 120


@dataclass(slots=True)
class World:
    """`people` leads to Caddy; the replicas reach Postgres and Valkey by the other two."""

    stack: Stack
    people: Proxy
    postgres: Proxy
    valkey: Proxy
    worker: Process
    started_again: dict[str, int] = field(default_factory=dict)  # what ended by itself, and how often
    problems: list[str] = field(default_factory=list)
    writers: list[Person] = field(default_factory=list)

    def replica(self, which: int) -> Replica:
        return self.stack.replicas[which % len(self.stack.replicas)]

    async def start(self, replica: Replica) -> None:
        """As a platform does it: once more where it ends before it is ready."""
        deadline = time.monotonic() + _START_SECONDS
        while True:
            try:
                await asyncio.to_thread(replica.start)
            except ServerError:
                await asyncio.to_thread(replica.kill)
                self._count("replica")
                if time.monotonic() > deadline:
                    raise
            else:
                return

    async def keep_the_worker(self) -> None:
        """A job queue without its database may end; then it is started again."""
        while True:
            if not self.worker.is_alive():
                self._count("worker")
                await asyncio.to_thread(self.worker.start)
            await asyncio.sleep(2)

    def signal_postgres(self, number: int) -> None:
        """To all of its processes: each backend is in a session of its own."""
        for pid in family(self.stack.postgres.process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)

    def fill_postgres_disk(self) -> None:
        """As far as its processes can tell, until they end: no file that they write may have any length."""
        for pid in family(self.stack.postgres.process.pid):
            command = [*as_user(), "prlimit", "--pid", str(pid), "--fsize=0:"]
            subprocess.run(command, cwd="/", check=False, capture_output=True)  # some have ended meanwhile

    def _count(self, what: str) -> None:
        self.started_again[what] = self.started_again.get(what, 0) + 1


@contextlib.asynccontextmanager
async def started(stack: Stack, replicas: int) -> AsyncIterator[World]:
    """With replicas, Caddy and a worker. The stack's servers must run and be migrated."""
    async with Proxy(stack.postgres.port) as postgres, Proxy(stack.valkey.port) as valkey:
        environment = {
            "DATABASE_URL": stack.postgres.url.replace(f":{stack.postgres.port}/", f":{postgres.port}/"),
            "REDIS_URL": stack.valkey.url.replace(f":{stack.valkey.port}/", f":{valkey.port}/"),
            "COLLAB_GRACE_SECONDS": str(GRACE_SECONDS),
            "METRICS_TOKEN": METRICS_TOKEN,
            "LOG_FORMAT": "json",
            "LOG_LEVEL": "INFO",
        }
        await asyncio.to_thread(stack.start_replicas, replicas, environment=environment)
        caddy = await asyncio.to_thread(stack.balance)
        worker = _worker(stack, environment)
        worker.start()
        async with Proxy(caddy.port) as people:
            world = World(stack, people, postgres, valkey, worker)
            keeping = asyncio.create_task(world.keep_the_worker())
            try:
                yield world
            finally:
                keeping.cancel()
                await asyncio.gather(keeping, return_exceptions=True)
                await asyncio.to_thread(worker.stop, stop_signal=signal.SIGTERM, seconds=5)


def _worker(stack: Stack, environment: dict[str, str]) -> Process:
    return Process(
        "worker",
        [sys.executable, "manage.py", "procrastinate", "worker"],
        watchdog=stack.watchdog,
        environment={**os.environ, **stack.environment, **environment},
        folder=ROOT,
        log=stack.folder / "replicas" / "worker.log",
    )
