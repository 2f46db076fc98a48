"""How often one person may do what could be abused. Counted in the shared cache, for all replicas together."""

from time import time
from uuid import UUID

from django.core.cache import cache


def may_go_on(what: str, user_id: UUID, most: int, seconds: int) -> bool:
    """Counts this attempt; False once there were more than `most` in this window of so many seconds."""
    key = f"limit:{what}:{user_id}:{int(time()) // seconds}"
    if cache.add(key, 1, timeout=seconds):
        return True
    try:
        return cache.incr(key) <= most
    except ValueError:  # the window ended in between
        return True
