"""What `make run` shows: the lines of many processes, each with its name before it."""

import re
import sys
import threading
from typing import IO

_COLOR_CODE = re.compile(r"\033\[[0-9;]*m")
_COLORS = (36, 32, 33, 35, 34, 31)
_WIDTH = 9
_lock = threading.Lock()
_names: list[str] = []


def say(line: str, *, name: str = "local") -> None:
    """Never fails: the terminal may be gone while there is still something to stop."""
    if name not in _names:
        _names.append(name)
    prefix = f"{name:<{_WIDTH}}|"
    try:
        if sys.stdout.isatty():
            prefix = f"\033[{_COLORS[_names.index(name) % len(_COLORS)]}m{prefix}\033[0m"
        else:
            line = _COLOR_CODE.sub("", line)
        with _lock:
            sys.stdout.write(f"{prefix} {line}\n")
            sys.stdout.flush()
    except (OSError, ValueError):
        return


def pump(stream: IO[bytes], *, name: str) -> threading.Thread:
    """Shows the stream's lines until it ends, in a thread of its own."""

    def copy() -> None:
        for line in stream:
            say(line.decode(errors="replace").rstrip(), name=name)

    thread = threading.Thread(target=copy, name=f"output of {name}", daemon=True)
    thread.start()
    return thread
