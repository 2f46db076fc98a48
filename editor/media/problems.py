"""Why something with a file didn't work, for the person who tried."""


class Refused(Exception):
    """`code` is for programs, the message for people, `status` for HTTP."""

    def __init__(self, code: str, message: str, status: int) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status


class StorageUnavailable(Exception):
    """The store didn't answer, or not as it should. Nothing was changed by what raised this; trying again is safe."""


def size_text(size: int) -> str:
    """1 GB is 1,000,000,000 bytes, as file managers and disks have it."""
    if size < 1_000:
        return f"{size} bytes"
    value = size / 1_000
    for unit in ("kB", "MB"):
        if value < 999.5:
            return f"{_three_digits(value)} {unit}"
        value /= 1_000
    return f"{_three_digits(value)} GB"


def _three_digits(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
