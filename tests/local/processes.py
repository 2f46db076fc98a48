"""Finds what a command started, by a mark in the environment that everything started by it inherits."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

from project.local.folder import ROOT
from project.local.watchdog import is_alive
from tests.waiting import wait_until

GIVEN = ("DATABASE_URL", "REDIS_URL", "S3_ENDPOINT_URL", "S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY", "S3_MEDIA_BUCKET")
DEADLINE_SECONDS = 180


class Started:
    """`python -m project.local …` without the servers of this test run in its environment."""

    def __init__(self, *arguments: str, folder: Path, **variables: str) -> None:
        self._mark = f"started-by-test-{uuid4()}"
        self._folder = folder
        self.output = folder.with_name(f"{folder.name}-{self._mark}.txt")
        environment = {name: value for name, value in os.environ.items() if name not in GIVEN}
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "project.local", *arguments],
                cwd=ROOT,
                env={**environment, "MARK": self._mark, "TMPDIR": str(folder), **variables},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
            )

    def text(self) -> str:
        return self.output.read_text()

    def wait_for(self, text: str) -> None:
        wait_until(lambda: text in self.text() or self.process.poll() is not None, text, DEADLINE_SECONDS)
        assert text in self.text(), self.text()

    def end(self) -> int:
        return self.process.wait(DEADLINE_SECONDS)

    def left(self) -> list[str]:
        """The command lines of what is still alive, of anybody who works in the folder."""
        return list(self._alive().values())

    def left_of_itself(self) -> list[str]:
        """Without what another one has started in the same folder since."""
        return [line for pid, line in self._alive().items() if self._mark.encode() in _environment(pid)]

    def kill(self, part_of_command_line: str) -> None:
        """kill -9 of all to whom it applies."""
        for pid, line in self._alive().items():
            if part_of_command_line in line:
                os.kill(pid, signal.SIGKILL)

    def _alive(self) -> dict[int, str]:
        return {pid: line for pid in _pids() if (line := self._command_line(pid)) and is_alive(pid)}

    def _command_line(self, pid: int) -> str:
        """Empty for others' processes. Postgres and Valkey overwrite their environment, but work in their folder."""
        try:
            line = Path(f"/proc/{pid}/cmdline").read_bytes()
            works_in = Path(f"/proc/{pid}/cwd").readlink()
        except OSError:
            return ""
        ours = (
            os.fsencode(self._folder) in line
            or self._folder in works_in.parents
            or self._mark.encode() in _environment(pid)
        )
        return line.replace(b"\0", b" ").decode() if ours and pid != os.getpid() else ""


def _environment(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/environ").read_bytes()
    except OSError:
        return b""


def _pids() -> list[int]:
    return [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
