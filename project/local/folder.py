"""The folder in which local servers keep their data, used by one at a time."""

import fcntl
import os
import time
from pathlib import Path
from typing import Self

from project.local.watchdog import GRACE_SECONDS, is_alive

ROOT = Path(__file__).resolve().parent.parent.parent
DATA = ROOT / ".local"


class FolderInUseError(Exception):
    """Another one has the folder."""


class LockedFolder:
    """Holds `folder` for this process; a watchdog that inherits `descriptor` holds it until it has cleaned up."""

    def __init__(self, folder: Path, descriptor: int) -> None:
        self.folder = folder
        self.descriptor = descriptor

    @classmethod
    def lock(cls, folder: Path) -> Self:
        """Raises FolderInUseError; waits when the owner is dead and only its watchdog is still cleaning up."""
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        deadline = time.monotonic() + GRACE_SECONDS + 5
        while not _try_to_lock(descriptor):
            owner = os.pread(descriptor, 20, 0).decode()
            if (owner.isdigit() and is_alive(int(owner))) or time.monotonic() > deadline:
                os.close(descriptor)
                raise FolderInUseError(f"Scriptorium runs already in this folder (process {owner or 'unknown'}).")
            time.sleep(0.1)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        return cls(folder, descriptor)

    def unlock(self) -> None:
        os.close(self.descriptor)


def _try_to_lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
