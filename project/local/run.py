"""`make run`: the whole application on this machine, with its data in .local/."""

import contextlib
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

from project.local.caddy import Caddy
from project.local.console import pump, say
from project.local.folder import DATA, ROOT, LockedFolder
from project.local.ports import why_not_free
from project.local.process import Process, ServerError
from project.local.replica import Replica
from project.local.signals import Interrupted, Signals
from project.local.stack import Stack
from project.local.supervisor import Supervisor, start_and_show


class UsageError(Exception):
    """The environment asks for what can't be."""


def run(folder: Path = DATA) -> int:
    """Runs until Ctrl+C or SIGTERM, then stops everything and returns 0."""
    port, replicas = _number("PORT", 8000, 65_000), _number("REPLICAS", 1, 20)
    ports = [port] if replicas == 1 else list(range(port, port + replicas + 1))
    for one in ports:
        if problem := why_not_free(one):
            raise UsageError(f"Port {one} on 127.0.0.1 can't be used: {problem}. Choose another: make run PORT=8100")
    locked = LockedFolder.lock(folder)
    try:
        Application(locked, ports).run()
    finally:
        locked.unlock()
    return 0


def up() -> int:
    """The servers alone, until Ctrl+C or SIGTERM."""
    signals = Signals()
    locked = LockedFolder.lock(DATA)
    try:
        with Stack(DATA, durable=True, given=os.environ, keep_open=[locked.descriptor]) as stack:
            for name, value in stack.environment.items():
                print(f"{name}={value}", flush=True)
            signals.wait()
    except Interrupted:
        pass
    finally:
        locked.unlock()
    return 0


class Application:
    """The servers, one or more replicas, the worker; with several replicas Caddy before them, on the first port."""

    def __init__(self, locked: LockedFolder, ports: list[int]) -> None:
        self._stack = Stack(locked.folder, durable=True, given=os.environ, keep_open=[locked.descriptor])
        self._demo_is_there = locked.folder / "demo-is-there"
        self._port = ports[0]
        self._supervisor = Supervisor()
        origins = ",".join(f"http://{host}:{port}" for port in ports for host in ("127.0.0.1", "localhost"))
        self._environment = {"PUBLIC_ORIGINS": origins, **os.environ, **self._stack.environment}
        own_ports = ports[1:] or ports
        names = [f"app-{number}" for number, _ in enumerate(own_ports, 1)] if len(own_ports) > 1 else ["app"]
        self._stack.replicas = [
            Replica(name, watchdog=self._stack.watchdog, port=port, environment=self._environment, log=None)
            for name, port in zip(names, own_ports, strict=True)
        ]
        if len(own_ports) > 1:
            self._stack.caddy = Caddy(
                locked.folder / "caddy", watchdog=self._stack.watchdog, port=self._port, upstreams=own_ports
            )
        self._worker = Process(
            "worker",
            [sys.executable, "manage.py", "procrastinate", "worker"],
            watchdog=self._stack.watchdog,
            environment=self._environment,
            folder=ROOT,
        )

    def run(self) -> None:
        signals = Signals()
        try:
            say(f"Starting Postgres, Valkey and S3; their data is in {self._stack.folder}.")
            with self._preparation() as preparation, self._stack:
                try:
                    self._prepare(preparation)
                    self._start()
                    self._tell()
                    signals.wait()
                finally:
                    say("Stopping.")
                    self._supervisor.stop()
                    self._worker.stop()
        except Interrupted:
            pass
        say("Stopped.")

    def _preparation(self) -> subprocess.Popen[bytes]:
        """Waits for a word, and ends without one."""
        return subprocess.Popen(
            [sys.executable, "-m", "project.local.prepare", *self._commands()],
            cwd=ROOT,
            env=self._environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def _commands(self) -> list[str]:
        commands = ["migrate"]
        if "S3_ENDPOINT_URL" not in os.environ:
            commands.append("configure_bucket")
        # A database that was given is somebody's own: no accounts with a known password in there.
        if "DATABASE_URL" not in os.environ and not self._demo_is_there.exists():
            commands.append("demo")
        return commands

    def _prepare(self, process: subprocess.Popen[bytes]) -> None:
        assert process.stdin is not None
        assert process.stdout is not None
        with process:
            shown = pump(process.stdout, name="prepare")
            with contextlib.suppress(BrokenPipeError):
                process.stdin.write(b"go\n")
                process.stdin.close()
            shown.join()
        if process.returncode:
            raise ServerError(f"Preparing failed with exit code {process.returncode}.")
        if "DATABASE_URL" not in os.environ:
            self._demo_is_there.touch()

    def _start(self) -> None:
        for server in self._stack.servers:
            self._supervisor.keep(server.process, server.start)
        for process in (*(replica.process for replica in self._stack.replicas), self._worker):
            start_and_show(process)
            self._supervisor.keep(process, partial(start_and_show, process))
        with ThreadPoolExecutor() as pool:
            list(pool.map(Replica.wait_until_ready, self._stack.replicas))
        if caddy := self._stack.caddy:
            caddy.start()
            self._supervisor.keep(caddy.process, caddy.start)

    def _tell(self) -> None:
        say("")
        say(f"Scriptorium is at http://127.0.0.1:{self._port}")
        if "DATABASE_URL" not in os.environ:
            say("Sign in as ada@example.org or ben@example.org, password: scriptorium")
        say("Ctrl+C stops it; the data stays.")
        say("")


def _number(name: str, default: int, maximum: int) -> int:
    value = os.environ.get(name) or str(default)
    if not value.isdecimal() or not 1 <= int(value) <= maximum:
        raise UsageError(f"{name} must be a number from 1 to {maximum}, not {value!r}.")
    return int(value)
