"""Postgres, Valkey and S3 together, and on request replicas with a load balancer before them."""

import json
import os
import secrets
import tempfile
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

from project.local.caddy import Caddy
from project.local.ports import free_port
from project.local.postgres import Postgres
from project.local.process import Watchdog
from project.local.replica import Replica
from project.local.s3 import BUCKET, S3, Keys
from project.local.valkey import Valkey


class Stack:
    """Owns everything it starts; `close()` (or leaving the `with`) ends it, and so does the end of this process.

    What `given` already names (DATABASE_URL, REDIS_URL, S3_ENDPOINT_URL) is used instead of a server of its own.
    Tests that break servers pass nothing, so that all of them are theirs.
    """

    def __init__(
        self,
        folder: Path,
        *,
        durable: bool,
        given: Mapping[str, str] | None = None,
        keep_open: Sequence[int] = (),
    ) -> None:
        given = given or {}
        self.folder = folder
        self.replicas: list[Replica] = []
        self.caddy: Caddy | None = None
        self._balancer_port = free_port()
        self.watchdog = Watchdog(keep_open=keep_open)
        passwords = _passwords(folder)
        own = {"watchdog": self.watchdog}
        self._postgres = self._valkey = self._s3 = None
        if "DATABASE_URL" not in given:
            self._postgres = Postgres(
                folder / "postgres", watchdog=self.watchdog, password=passwords["postgres"], durable=durable
            )
        if "REDIS_URL" not in given:
            self._valkey = Valkey(folder / "valkey", **own)
        self._keys = Keys("scriptorium", passwords["s3"])
        if "S3_ENDPOINT_URL" not in given:
            self._s3 = S3(folder / "s3", keys=self._keys, durable=durable, **own)

    @classmethod
    def throw_away(cls, *, given: Mapping[str, str] | None = None) -> Self:
        """Fresh servers in a folder that is removed at the end, even after a kill -9. Not started yet."""
        folder = Path(tempfile.mkdtemp(prefix="scriptorium-"))
        stack = cls(folder, durable=False, given=given)
        stack.watchdog.remove_folder(folder)
        return stack

    @property
    def postgres(self) -> Postgres:
        assert self._postgres is not None, "DATABASE_URL was given: this stack has no Postgres of its own"
        return self._postgres

    @property
    def valkey(self) -> Valkey:
        assert self._valkey is not None, "REDIS_URL was given: this stack has no Valkey of its own"
        return self._valkey

    @property
    def s3(self) -> S3:
        assert self._s3 is not None, "S3_ENDPOINT_URL was given: this stack has no S3 of its own"
        return self._s3

    @property
    def servers(self) -> list[Postgres | Valkey | S3]:
        return [server for server in (self._postgres, self._valkey, self._s3) if server is not None]

    @property
    def environment(self) -> dict[str, str]:
        """The variables that lead to the servers; to be laid over the process's own environment."""
        variables = {"SCRIPTORIUM_ENV": "development", "PYTHONUNBUFFERED": "1"}
        if self._postgres:
            variables["DATABASE_URL"] = self._postgres.url
        if self._valkey:
            variables["REDIS_URL"] = self._valkey.url
        if self._s3:
            variables |= {
                "S3_ENDPOINT_URL": self._s3.url,
                "S3_ACCESS_KEY_ID": self._keys.access,
                "S3_SECRET_ACCESS_KEY": self._keys.secret,
                "S3_MEDIA_BUCKET": BUCKET,
            }
        return variables

    def start(self) -> None:
        """Starts all servers at once; the first one that fails is the error."""
        with ThreadPoolExecutor() as pool:
            for started in [pool.submit(server.start) for server in self.servers]:
                started.result()

    def start_replicas(self, count: int, *, environment: Mapping[str, str] | None = None) -> list[Replica]:
        """Starts `count` replicas on free ports and waits until they are ready. Migrate first.

        Every replica accepts its own origin and the load balancer's.
        """
        ports = [free_port() for _ in range(count)]
        origins = ",".join(
            f"http://{host}:{port}" for port in (self._balancer_port, *ports) for host in ("127.0.0.1", "localhost")
        )
        variables = {**os.environ, **self.environment, "PUBLIC_ORIGINS": origins, **(environment or {})}
        logs = self.folder / "replicas"
        logs.mkdir(exist_ok=True)
        started = [
            Replica(
                f"replica-{port}", watchdog=self.watchdog, port=port, environment=variables, log=logs / f"{port}.log"
            )
            for port in ports
        ]
        self.replicas += started
        for replica in started:
            replica.process.start()
        for replica in started:
            replica.wait_until_ready()
        return started

    def balance(self) -> Caddy:
        """Puts Caddy before the replicas."""
        self.caddy = Caddy(
            self.folder / "caddy",
            watchdog=self.watchdog,
            port=self._balancer_port,
            upstreams=[replica.port for replica in self.replicas],
        )
        self.caddy.start()
        return self.caddy

    def stop_replicas(self) -> None:
        """The load balancer too. After it others can be started."""
        if self.caddy:
            self.caddy.stop()
        with ThreadPoolExecutor() as pool:
            list(pool.map(lambda replica: replica.terminate(), self.replicas))
        self.caddy, self.replicas = None, []

    def close(self) -> None:
        try:
            self.stop_replicas()
            with ThreadPoolExecutor() as pool:
                list(pool.map(lambda server: server.stop(), self.servers))
        finally:
            self.watchdog.close()

    def __enter__(self) -> Self:
        try:
            self.start()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _passwords(folder: Path) -> dict[str, str]:
    """Random ones, kept beside the data that they open."""
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / "passwords.json"
    if not kept.exists():
        fresh = folder / "passwords.json.new"
        fresh.touch(mode=0o600)
        fresh.write_text(json.dumps({name: secrets.token_urlsafe(24) for name in ("postgres", "s3")}))
        fresh.rename(kept)
    passwords: dict[str, str] = json.loads(kept.read_text())
    return passwords
