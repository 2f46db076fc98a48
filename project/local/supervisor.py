"""Keeps processes running: starts again what dies, with a pause that grows, until it is told to stop."""

import threading
import time
from collections.abc import Callable

from project.local.console import pump, say
from project.local.process import Process, ServerError

LOOK_SECONDS = 0.2
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 30.0
# Who lived this long gets the short pause again.
WELL_SECONDS = 60.0


class Supervisor:
    """One thread per process. After `stop()` nothing is started any more; stopping the processes is the owner's."""

    def __init__(self) -> None:
        self._stopping = threading.Event()
        self._threads: list[threading.Thread] = []

    def keep(self, process: Process, start: Callable[[], None]) -> None:
        """Watches a process that runs; `start` starts it again and raises ServerError when that fails."""
        thread = threading.Thread(target=self._watch, args=(process, start), name=f"keeps {process.name}", daemon=True)
        self._threads.append(thread)
        thread.start()

    def stop(self) -> None:
        self._stopping.set()
        for thread in self._threads:
            thread.join()

    def _watch(self, process: Process, start: Callable[[], None]) -> None:
        pause = FIRST_PAUSE_SECONDS
        since = time.monotonic()
        while not self._stopping.wait(LOOK_SECONDS):
            if process.is_alive():
                continue
            if time.monotonic() - since > WELL_SECONDS:
                pause = FIRST_PAUSE_SECONDS
            code = process.kill()
            say(f"{process.name} ended with exit code {code}; starting it again in {pause:.0f} s.")
            if self._stopping.wait(pause):
                return
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
            since = time.monotonic()
            try:
                start()
            except ServerError as problem:
                say(str(problem))


def start_and_show(process: Process) -> None:
    """Starts a process that has no log file; its lines go to the terminal."""
    process.start()
    assert process.output is not None
    pump(process.output, name=process.name)
