"""A second database and a second bucket, made from a backup, and a replica on them."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connections
from psycopg import sql

from editor.media import storage
from project.local.folder import ROOT
from project.local.ports import free_port
from project.local.postgres import Postgres
from project.local.replica import Replica
from project.local.stack import Stack

BUCKET = DATABASE = "restored"


@dataclass(frozen=True)
class Backup:
    """What an operator keeps: a dump, and then a copy of the bucket."""

    dump: Path
    objects: dict[str, bytes] = field(default_factory=dict)

    @classmethod
    def make(cls, stack: Stack, folder: Path) -> "Backup":
        backup = cls(folder / "dump")
        stack.postgres.run("pg_dump", "--format=custom", "--file", backup.dump)
        for page in storage.listing(""):
            for listed in page:
                with storage.open_object(listed.key) or _gone(listed.key) as body:
                    backup.objects[listed.key] = body.read(body.size)
        return backup

    def restore(self, stack: Stack) -> str:
        """Into the database and the bucket `restored`; the database's URL."""
        stack.postgres.run("dropdb", "--if-exists", "--force", DATABASE, database="postgres")
        stack.postgres.run("createdb", DATABASE, database="postgres")
        stack.postgres.run("pg_restore", "--exit-on-error", "--dbname", DATABASE, self.dump)
        client = storage.client()
        client.create_bucket(Bucket=BUCKET)
        for key, content in self.objects.items():
            client.put_object(Bucket=BUCKET, Key=key, Body=content)
        return stack.postgres.url_of(DATABASE)


def run_restored(stack: Stack, url: str, *, bucket: str = settings.S3_MEDIA_BUCKET, succeeds: bool = True) -> str:
    """What `manage.py restored` says."""
    environment = {**os.environ, **stack.environment, "DATABASE_URL": url, "S3_MEDIA_BUCKET": bucket}
    ran = subprocess.run(
        [sys.executable, "manage.py", "restored"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    said = ran.stdout + ran.stderr
    assert (ran.returncode == 0) == succeeds, said
    return said


@contextmanager
def replica_on(stack: Stack, url: str) -> Iterator[Replica]:
    """One more replica, on the restored database and bucket."""
    port = free_port()
    environment = {
        **stack.replicas[0].process.environment,
        "DATABASE_URL": url,
        "S3_MEDIA_BUCKET": BUCKET,
        "PUBLIC_ORIGINS": f"http://127.0.0.1:{port}",
    }
    log = stack.folder / "replicas" / "restored.log"
    replica = Replica("restored", watchdog=stack.watchdog, port=port, environment=environment, log=log)
    try:
        replica.start()
        yield replica
    finally:
        replica.terminate()


@contextmanager
def archiving(postgres: Postgres, archive: Path) -> Iterator[None]:
    """The server keeps a copy of its write-ahead log in a folder."""
    archive.mkdir()
    archive.chmod(0o777)
    wanted = {"archive_mode": "on", "archive_command": f'cp "%p" "{archive}/%f"'}
    for name, value in wanted.items():
        postgres.execute(f"ALTER SYSTEM SET {name} = '{value}'")
    _restart(postgres)
    try:
        yield
    finally:
        for name in wanted:
            postgres.execute(f"ALTER SYSTEM RESET {name}")
        _restart(postgres)


def _restart(postgres: Postgres) -> None:
    postgres.restart()
    connections.close_all()  # this thread's is broken


def recover(postgres: Postgres, archive: Path, moment: str) -> None:
    """Starts a base backup, which lies in its folder, and has it replay the archive up to a moment."""
    with (postgres.data / "postgresql.auto.conf").open("a") as written:
        written.write(
            f"""archive_mode = off
restore_command = 'cp "{archive}/%f" "%p"'
recovery_target_time = '{moment}'
recovery_target_action = promote
"""
        )
    (postgres.data / "recovery.signal").touch()
    postgres.start()


def ask(url: str, statement: sql.SQL, *values: object) -> list[tuple[object, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(statement, values).fetchall()


def _gone(key: str) -> storage.Body:
    raise AssertionError(f"{key} vanished while the bucket was copied")
