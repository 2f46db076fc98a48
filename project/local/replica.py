"""One replica: the web process, as in production, on a port of its own."""

import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from project.local.folder import ROOT
from project.local.health import answers_ok
from project.local.process import Process, Watchdog

# Postgres decides: people can write while Redis or S3 is away.
READY = "/readyz?needs=postgres"
READY_SECONDS = 60


class Replica:
    """`python -m project.serve` with `environment` and a port. Without a log file its output is `process.output`."""

    def __init__(
        self, name: str, *, watchdog: Watchdog, port: int, environment: Mapping[str, str], log: Path | None
    ) -> None:
        self.name = name
        self.port = port
        self.log = log
        self.process = Process(
            name,
            [sys.executable, "-m", "project.serve"],
            watchdog=watchdog,
            environment={**environment, "HOST": "127.0.0.1", "PORT": str(port)},
            folder=ROOT,
            log=log,
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Returns when it is ready."""
        self.process.start()
        self.wait_until_ready()

    def wait_until_ready(self) -> None:
        self.process.wait_until(self.is_ready, seconds=READY_SECONDS)

    def is_ready(self) -> bool:
        return answers_ok(self.port, READY)

    def terminate(self, *, seconds: float = 25) -> int | None:
        """SIGTERM, as a platform does it; waits and returns the exit code."""
        return self.process.stop(stop_signal=signal.SIGTERM, seconds=seconds)

    def kill(self) -> None:
        self.process.kill()

    def freeze(self) -> None:
        self.process.signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.process.signal(signal.SIGCONT)

    def restart(self) -> None:
        self.terminate()
        self.start()
