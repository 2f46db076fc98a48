"""Ours: two replicas and a worker, as `make run` and a deployment have them."""

import os
import secrets
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from benchmarks.sync.dialects import ScriptoriumDialect
from benchmarks.sync.systems.system import History, Place, System
from project.local.folder import ROOT
from project.local.process import Process
from project.local.stack import Stack

if TYPE_CHECKING:
    from editor.accounts.models import User

REPLICAS = 2


class Scriptorium(System):
    """Django must be set up, and the database migrated."""

    name = "scriptorium"
    title = "Scriptorium"
    dialect = ScriptoriumDialect()

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._worker: Process | None = None
        self._starts = 0
        self._people: list[tuple[User, dict[str, str]]] = []

    def start(self, settings: Mapping[str, str] | None = None) -> None:
        environment = {"LOG_FORMAT": "json", "LOG_LEVEL": "INFO", **(settings or {})}
        self.ports = [replica.port for replica in self._stack.start_replicas(REPLICAS, environment=environment)]
        self._worker = Process(
            "worker",
            [sys.executable, "manage.py", "procrastinate", "worker"],
            watchdog=self._stack.watchdog,
            environment={**os.environ, **self._stack.environment, **environment},
            folder=ROOT,
            log=self._stack.folder / "worker.log",
        )
        self._worker.start()
        self._starts += 1
        self._worker.wait_until(self._worker_is_ready, seconds=60)

    def stop(self) -> None:
        self._stack.stop_replicas()
        if self._worker is not None:
            self._worker.stop()
            self._worker = None

    def make_places(self, documents: int, people: int) -> list[Place]:
        from editor.documents.actions import create_document  # noqa: PLC0415 - Django must be set up first
        from editor.documents.models import Membership, Role  # noqa: PLC0415

        everybody = self._provide_people(documents * people)
        places = []
        for number in range(documents):
            here = everybody[number * people : (number + 1) * people]
            document = create_document(here[0][0])
            Membership.objects.bulk_create(
                [Membership(document=document, user=user, role=Role.EDITOR) for user, _ in here[1:]]
            )
            places.append(Place(str(document.pk), [door for _, door in here]))
        return places

    def kill_first(self) -> None:
        self._stack.replicas[0].kill()

    def store(self, content: History) -> Place:
        """With the snapshot that the worker would have made by now."""
        from benchmarks.sync.systems.stored_log import write_log  # noqa: PLC0415 - Django must be set up first
        from editor.log.compaction import compact  # noqa: PLC0415

        [place] = self.make_places(1, 1)
        write_log(UUID(place.document), content.updates, content.clients)
        compact(UUID(place.document))
        return place

    def servers(self) -> list[int]:
        return [replica.process.pid for replica in self._stack.replicas]

    def others(self) -> list[int]:
        assert self._worker is not None, "not started"
        return [self._stack.postgres.process.pid, self._stack.valkey.process.pid, self._worker.pid]

    def _worker_is_ready(self) -> bool:
        """Starting takes it seconds of CPU, which are nobody's edits'."""
        return (self._stack.folder / "worker.log").read_bytes().count(b"Launching a worker") >= self._starts

    def _provide_people(self, count: int) -> Sequence[tuple["User", dict[str, str]]]:
        """Each with a token; made once, used again."""
        from editor.accounts.models import Token, User  # noqa: PLC0415 - Django must be set up first
        from editor.accounts.tokens import digest_of, new_secret  # noqa: PLC0415

        missing = count - len(self._people)
        if missing > 0:
            users = User.objects.bulk_create(
                [
                    User(email=f"{uuid4().hex}@example.org", name=f"Person {secrets.token_hex(2)}")
                    for _ in range(missing)
                ]
            )
            found = [(user, new_secret()) for user in users]
            Token.objects.bulk_create(
                [Token(user=user, name="measured", digest=digest_of(secret)) for user, secret in found]
            )
            self._people += [(user, {"Authorization": f"Bearer {secret}"}) for user, secret in found]
        return self._people[:count]
