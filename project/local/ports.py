"""Free ports on 127.0.0.1."""

import random
import socket
from collections.abc import Callable

# Below the range that the kernel hands out to outgoing connections, so that none of those takes a port in between.
FIRST_PORT = 10_000
LAST_PORT = 22_000
_ATTEMPTS = 200


class NoFreePortError(Exception):
    """Nothing free was found."""


def free_port(*, also: tuple[int, ...] = (), suits: Callable[[int], bool] = lambda _: True) -> int:
    """A port that suits and on which nobody listens; with `also=(10_000,)` the port 10,000 above it is free too."""
    for _ in range(_ATTEMPTS):
        port = random.randint(FIRST_PORT, LAST_PORT)
        if suits(port) and all(is_free(port + offset) for offset in (0, *also)):
            return port
    raise NoFreePortError(f"No free port between {FIRST_PORT} and {LAST_PORT} on 127.0.0.1.")


def is_free(port: int) -> bool:
    return why_not_free(port) is None


def why_not_free(port: int) -> str | None:
    """None when a server can listen there; else the system's reason, e.g. "Address already in use"."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
            probe.listen()
        except OSError as problem:
            return problem.strerror
        return None
