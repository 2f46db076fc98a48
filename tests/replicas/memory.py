"""How much memory a replica's process has, as Linux tells it."""

from pathlib import Path

from project.local.replica import Replica

_FORGET_PEAK = "5"  # proc(5), clear_refs


def forget_peak(replica: Replica) -> None:
    """The peak is what it has now, until it has more."""
    Path(f"/proc/{replica.process.pid}/clear_refs").write_text(_FORGET_PEAK)


def peak_megabytes(replica: Replica) -> float:
    """The most that was resident at any moment since the peak was forgotten."""
    lines = Path(f"/proc/{replica.process.pid}/status").read_text().splitlines()
    [kilobytes] = [line.split()[1] for line in lines if line.startswith("VmHWM:")]
    return int(kilobytes) / 1_024
