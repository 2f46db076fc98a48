"""How often one person may do what could be abused. Counted in the shared cache, for all replicas together."""

from time import time
from uuid import UUID

from django.core.cache import cache


def may_go_on(what: str, user_id: UUID, most: int, seconds: int) -> bool:
    """Takes one of `most` places in this window of so many seconds; False once all are taken.

    A place is an entry of its own: adding one is atomic and has its own end, which counting up in the cache is not.
    """
    window = int(time()) // seconds
    places = [f"limit:{what}:{user_id}:{window}:{place}" for place in range(most)]
    taken = cache.get_many(places)
    return any(place not in taken and cache.add(place, 1, timeout=seconds) for place in places)
