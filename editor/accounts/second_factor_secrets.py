"""The secrets of authenticator apps and recovery codes, as the database keeps them."""

from collections.abc import Callable

import structlog
from allauth.mfa.models import Authenticator
from django.db import transaction

from editor.accounts.sealing import Unreadable, is_sealed, seal, unseal

_FIELDS = ("secret", "seed")

log = structlog.get_logger(__name__)


def seal_all() -> int:
    """Seals what is from before there was sealing, or under a key from before. Returns how many rows changed."""
    return _rewrite(lambda text: text if is_sealed(text) else seal(unseal(text)))


def open_all() -> int:
    """The way back, for a version of the program that can't read what is sealed."""
    return _rewrite(unseal)


def _rewrite(change: Callable[[str], str]) -> int:
    ids = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).values_list("pk", flat=True)
    return sum(_rewrite_one(pk, change) for pk in list(ids))


@transaction.atomic
def _rewrite_one(pk: int, change: Callable[[str], str]) -> bool:
    """Under the lock that using a recovery code takes."""
    row = Authenticator.objects.select_for_update().filter(pk=pk).first()
    if row is None:
        return False
    try:
        changed = {name: change(row.data[name]) for name in _FIELDS if name in row.data}
    except Unreadable:
        log.warning("second_factor_unreadable", authenticator=pk)
        return False
    if all(row.data[name] == text for name, text in changed.items()):
        return False
    row.data |= changed
    row.save(update_fields=["data"])
    return True
