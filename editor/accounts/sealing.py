"""Short secrets that the database keeps encrypted, under a key that is made from the server's. Who has only a backup of
the database can do nothing with them.
"""

from base64 import urlsafe_b64encode
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_PREFIX = "sealed:"
_KEY_BYTES = 32


class Unreadable(Exception):
    """Sealed under a key that this server doesn't have."""


def seal(text: str) -> str:
    return _PREFIX + _key(settings.SECRET_KEY).encrypt(text.encode()).decode()


def unseal(text: str) -> str:
    """What was never sealed is returned as it is. Raises Unreadable."""
    if not text.startswith(_PREFIX):
        return text
    keys = MultiFernet([_key(secret) for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])
    try:
        return keys.decrypt(text.removeprefix(_PREFIX).encode()).decode()
    except InvalidToken as problem:
        raise Unreadable from problem


def is_sealed(text: str) -> bool:
    """Whether under the key that is used now, and not only under one from before."""
    try:
        _key(settings.SECRET_KEY).decrypt(text.removeprefix(_PREFIX).encode())
    except InvalidToken:
        return False
    return text.startswith(_PREFIX)


@lru_cache(maxsize=8)
def _key(secret: str) -> Fernet:
    made = HKDF(algorithm=SHA256(), length=_KEY_BYTES, salt=None, info=b"editor.accounts.sealing").derive(
        secret.encode()
    )
    return Fernet(urlsafe_b64encode(made))
