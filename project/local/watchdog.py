"""Ends processes whose owner went away, however it went; `kill -9` included.

A program of its own, without any import from the project. It reads lines from its standard input:

    +PID SIGNAL SCOPE   end this process if the owner goes away (SCOPE: group or single)
    -PID                it has ended by itself
    =FOLDER             remove this folder at the end

The end of the input is the owner's end. Signals from the keyboard don't reach it: it is in a session of its own.
"""

import os
import shutil
import signal
import sys
import time
from pathlib import Path

GRACE_SECONDS = 10.0


def main() -> None:
    processes: dict[int, tuple[int, bool]] = {}
    folders: list[str] = []
    for line in sys.stdin:
        kind, rest = line[0], line[1:].rstrip("\n")
        if kind == "+":
            pid, number, scope = rest.split()
            processes[int(pid)] = (int(number), scope == "group")
        elif kind == "-":
            processes.pop(int(rest), None)
        elif kind == "=":
            folders.append(rest)
    end(processes)
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def end(processes: dict[int, tuple[int, bool]]) -> None:
    for pid, (number, whole_group) in processes.items():
        send(pid, number, whole_group=whole_group)
        send(pid, signal.SIGCONT, whole_group=whole_group)
    deadline = time.monotonic() + GRACE_SECONDS
    while any(is_alive(pid) for pid in processes) and time.monotonic() < deadline:
        time.sleep(0.05)
    for pid, (_, whole_group) in processes.items():
        send(pid, signal.SIGKILL, whole_group=whole_group)


def send(pid: int, number: int, *, whole_group: bool) -> None:
    try:
        if whole_group:
            os.killpg(pid, number)
        else:
            os.kill(pid, number)
    except (ProcessLookupError, PermissionError):
        pass


def is_alive(pid: int) -> bool:
    """A zombie isn't alive: in a container nobody may be there to bury it."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return True


if __name__ == "__main__":
    main()
