"""Why something with a file didn't work, for the person who tried."""

from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _


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
        return _("{size} bytes").format(size=size)
    value = size / 1_000
    for text in (_("{size} kB"), _("{size} MB")):
        if value < 999.5:
            return text.format(size=_three_digits(value))
        value /= 1_000
    return _("{size} GB").format(size=_three_digits(value))


def count_text(count: int) -> str:
    return number_format(count, force_grouping=True)


def _three_digits(value: float) -> str:
    return count_text(round(value)) if value >= 100 else number_format(Decimal(f"{value:.3g}"))
