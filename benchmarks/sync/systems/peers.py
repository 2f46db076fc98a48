"""The peers, from npm: Hocuspocus on our Postgres and Valkey, and y-websocket on nothing."""

import hashlib
import os
import subprocess
from abc import abstractmethod
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

import psycopg

from benchmarks.sync.dialects import Dialect, HocuspocusDialect
from benchmarks.sync.systems.system import History, Place, System
from project.local.health import answers_ok
from project.local.ports import free_port
from project.local.process import Process, ServerError
from project.local.stack import Stack

FOLDER = Path(__file__).parent.parent / "peers"
_DATABASE = "hocuspocus"


def install() -> None:
    """What package-lock.json names, into a folder that git ignores; at once where it is there already."""
    stamp = FOLDER / "node_modules" / ".installed"
    wanted = hashlib.sha256((FOLDER / "package-lock.json").read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == wanted:
        return
    done = subprocess.run(
        ["npm", "ci", "--ignore-scripts", "--loglevel=error"], cwd=FOLDER, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise ServerError(f"The peers can't be installed:\n{done.stderr}")
    stamp.write_text(wanted)


class NodeSystem(System):
    """Servers in Node that ask nobody who they are."""

    program: str
    count: int

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self._processes: list[Process] = []

    def start(self, settings: Mapping[str, str] | None = None) -> None:
        del settings
        self.ports = [free_port() for _ in range(self.count)]
        self._processes = [
            Process(
                f"{self.name}-{port}",
                ["node", self.program],
                watchdog=self.stack.watchdog,
                environment={**os.environ, "NODE_ENV": "production", "PORT": str(port), **self.environment()},
                folder=FOLDER,
                log=self.stack.folder / f"{self.name}-{port}.log",
            )
            for port in self.ports
        ]
        for process in self._processes:
            process.start()
        for process, port in zip(self._processes, self.ports, strict=True):
            process.wait_until(lambda port=port: answers_ok(port, "/"), seconds=30)  # type: ignore[misc]

    def stop(self) -> None:
        for process in self._processes:
            process.stop(seconds=15)
        self._processes = []

    def make_places(self, documents: int, people: int) -> list[Place]:
        return [Place(str(uuid4()), [{}] * people) for _ in range(documents)]

    def kill_first(self) -> None:
        self._processes[0].kill()

    def servers(self) -> list[int]:
        return [process.pid for process in self._processes]

    @abstractmethod
    def environment(self) -> Mapping[str, str]:
        """What the program is told besides its port."""


class Hocuspocus(NodeSystem):
    name = "hocuspocus"
    title = "Hocuspocus + Redis"
    dialect = HocuspocusDialect()
    program = "hocuspocus.mjs"
    count = 2

    @property
    def database_url(self) -> str:
        return self.stack.postgres.url_of(_DATABASE)

    def start(self, settings: Mapping[str, str] | None = None) -> None:
        self.create_database()
        super().start(settings)

    def create_database(self) -> None:
        """Its own, beside ours; once."""
        with psycopg.connect(self.stack.postgres.url_of("postgres"), autocommit=True) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [_DATABASE]).fetchone()
            if not found:
                connection.execute(f"CREATE DATABASE {_DATABASE}")
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS documents (name text PRIMARY KEY, data bytea NOT NULL)")

    def environment(self) -> Mapping[str, str]:
        return {
            "DATABASE_URL": self.database_url,
            "REDIS_PORT": str(self.stack.valkey.port),
        }

    def store(self, content: History) -> Place:
        [place] = self.make_places(1, 1)
        with psycopg.connect(self.database_url, autocommit=True) as connection:
            connection.execute("INSERT INTO documents (name, data) VALUES (%s, %s)", [place.document, content.state])
        return place

    def others(self) -> list[int]:
        return [self.stack.postgres.process.pid, self.stack.valkey.process.pid]


class YWebsocket(NodeSystem):
    name = "y-websocket"
    title = "y-websocket"
    dialect = Dialect()
    program = "node_modules/y-websocket/bin/server.cjs"
    count = 1

    def environment(self) -> Mapping[str, str]:
        return {"HOST": "127.0.0.1"}

    def store(self, content: History) -> None:
        """It has none."""
        del content

    def others(self) -> list[int]:
        return []
