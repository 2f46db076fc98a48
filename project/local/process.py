"""One child process: start, wait until it is healthy, stop; and it never outlives its owner."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import IO, Self

POLL_SECONDS = 0.03
_LOG_LINES = 15


class ServerError(Exception):
    """A server didn't come up or went down; the message names it and shows how its log ends."""


class Watchdog:
    """The watchdog program (watchdog.py), which ends everything that is registered when this process is gone.

    `keep_open` are file descriptors (a lock) that stay open until it has finished.
    """

    def __init__(self, *, keep_open: Sequence[int] = ()) -> None:
        program = Path(__file__).with_name("watchdog.py")
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-S", str(program)],
            stdin=subprocess.PIPE,
            start_new_session=True,
            pass_fds=tuple(keep_open),
        )
        assert self._process.stdin is not None
        self._pipe = self._process.stdin.fileno()

    def register(self, pid: int, stop_signal: int, *, whole_group: bool) -> None:
        """Also called in a child between fork and exec, so it does nothing but write."""
        os.write(self._pipe, b"+%d %d %s\n" % (pid, stop_signal, b"group" if whole_group else b"single"))

    def forget(self, pid: int) -> None:
        os.write(self._pipe, b"-%d\n" % pid)

    def remove_folder(self, folder: Path) -> None:
        """Have this folder removed at the end."""
        os.write(self._pipe, b"=%s\n" % os.fsencode(folder))

    def close(self) -> None:
        """Ends what is still registered and waits until it is gone."""
        if self._process.stdin and not self._process.stdin.closed:
            self._process.stdin.close()
        self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Process:
    """A command in a session of its own. Its output goes to `log`, or to a pipe (`output`) when there is none."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        watchdog: Watchdog,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
        log: Path | None = None,
        stop_signal: int = signal.SIGTERM,
    ) -> None:
        self.name = name
        self.command = list(command)
        self.environment = dict(os.environ if environment is None else environment)
        self._watchdog = watchdog
        self.folder = folder
        self._log = log
        self._stop_signal = stop_signal
        self._child: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self._child is not None, f"{self.name} was never started"
        return self._child.pid

    @property
    def output(self) -> IO[bytes] | None:
        return self._child.stdout if self._child else None

    @property
    def exit_code(self) -> int | None:
        """None while it runs."""
        if self._child is None:
            return None
        code = self._child.poll()
        if code is not None and self._child.pid in _registered:
            self._forget()
        return code

    def is_alive(self) -> bool:
        return self._child is not None and self.exit_code is None

    def start(self) -> None:
        with contextlib.ExitStack() as files:
            output: IO[bytes] | int = subprocess.PIPE
            if self._log is not None:
                output = files.enter_context(self._log.open("ab"))
            self._child = subprocess.Popen(
                self.command,
                env=self.environment,
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                # The child registers itself: there is no moment in which it runs and the watchdog doesn't know.
                preexec_fn=lambda: self._watchdog.register(os.getpid(), self._stop_signal, whole_group=True),  # noqa: PLW1509 - writes only
            )
        _registered.add(self._child.pid)

    def wait_until(self, is_healthy: Callable[[], bool], *, seconds: float) -> None:
        """Returns when the check holds; raises ServerError when the process dies first or the time is over."""
        deadline = time.monotonic() + seconds
        while True:
            if not self.is_alive():
                raise ServerError(f"{self.name} ended with exit code {self.exit_code}.{self.log_end()}")
            if is_healthy() and self.is_alive():
                return
            if time.monotonic() > deadline:
                raise ServerError(f"{self.name} is not healthy after {seconds:.0f} seconds.{self.log_end()}")
            time.sleep(POLL_SECONDS)

    def signal(self, number: int) -> None:
        """To the process alone, not to its children."""
        if self.is_alive():
            os.kill(self.pid, number)

    def stop(self, *, stop_signal: int | None = None, seconds: float = 25) -> int | None:
        """Asks it to stop, waits, and kills what is left of its group; returns the exit code."""
        if self._child is None:
            return None
        self.signal(self._stop_signal if stop_signal is None else stop_signal)
        self.signal(signal.SIGCONT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._child.wait(seconds)
        return self.kill()

    def kill(self) -> int | None:
        """kill -9 for the whole group, and wait."""
        if self._child is None:
            return None
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)
        code = self._child.wait()
        self._forget()
        if self._child.stdout and self._log is None:
            self._child.stdout.close()
        return code

    def log_end(self) -> str:
        """The last lines of the log, for a message; empty without a log."""
        if self._log is None or not self._log.exists():
            return ""
        lines = self._log.read_text(errors="replace").splitlines()[-_LOG_LINES:]
        return "\n" + "\n".join(f"  {line}" for line in lines)

    def _forget(self) -> None:
        if self._child and self._child.pid in _registered:
            _registered.discard(self._child.pid)
            self._watchdog.forget(self._child.pid)


_registered: set[int] = set()
