import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from project.local.process import Watchdog
from project.local.s3 import S3, Keys


@pytest.fixture
def watchdog() -> Iterator[Watchdog]:
    with Watchdog() as watchdog:
        yield watchdog


def made_with(seed: int, folder: Path, watchdog: Watchdog) -> S3:
    """Not started; the same seed chooses the same ports, where they are free."""
    before = random.getstate()
    random.seed(seed)
    try:
        return S3(folder, watchdog=watchdog, keys=Keys("access", "secret"), durable=False)
    finally:
        random.setstate(before)


def test_a_port_whose_socket_another_user_has_left_is_not_chosen(tmp_path: Path, watchdog: Watchdog) -> None:
    chosen = made_with(7, tmp_path, watchdog).port
    left = Path(f"/tmp/seaweedfs-master-grpc-{chosen + 10_000}.sock")
    left.touch(exist_ok=False)
    try:
        assert made_with(7, tmp_path, watchdog).port != chosen
    finally:
        left.unlink()


def test_nothing_of_it_stays_outside_of_its_folder(tmp_path: Path, watchdog: Watchdog) -> None:
    store = made_with(8, tmp_path, watchdog)
    ports = {int(word.partition("=")[2]) for word in store.process.command if ".port=" in word}
    store.start()
    assert sockets_of(ports)
    store.stop()
    assert not sockets_of(ports)


def sockets_of(ports: set[int]) -> list[Path]:
    return [
        path
        for path in Path("/tmp").glob("seaweedfs-*.sock")
        if int(path.stem.rpartition("-")[2]) in ports | {port + 10_000 for port in ports}
    ]
