"""What one address, one person and one document may ask of this process. No query is made for whom it turns away."""

import contextlib
import time
from collections import Counter
from collections.abc import Hashable, Iterator, Mapping
from functools import cache
from typing import Any

import structlog
from django.conf import settings

from editor.audit.addresses import neighbourhood
from editor.collab.protocol import CloseCode
from editor.collab.registry import NotOpen
from editor.realtime.measuring import FLOOD_LIMITS, FLOOD_REFUSALS
from editor.realtime.pace import Bucket, Buckets, Pace

log = structlog.get_logger(__name__)

_KNOCKS, _OF_PERSON, _OF_ADDRESS = FLOOD_LIMITS
_BURST_SECONDS = 5
"""How long everybody who shares a bucket may go on at the full pace of what they had not used."""


class Floods:
    """Counts for one process, on its event loop. Of an address that the server doesn't know, None, there is one."""

    def __init__(self, limits: Mapping[str, int]) -> None:
        self._limits = limits
        self._knocks = Buckets(limits["handshakes_per_second"], limits["handshakes_burst"])
        person, document = limits["person_frames_per_second"], limits["document_frames_per_second"]
        self._people = Buckets(person, person * _BURST_SECONDS)
        self._documents = Buckets(document, document * _BURST_SECONDS)
        self._connections: Counter[Hashable] = Counter()

    def may_knock(self, address: str | None) -> bool:
        """Whether a handshake, or an upload, from there is looked at at all."""
        now = time.monotonic()
        bucket = self._knocks.of(neighbourhood(address), now)
        was_over = bucket.is_over
        if not bucket.try_take(now) and not was_over:
            log.warning("handshakes_refused", known_address=address is not None)  # once, not for each
        if bucket.is_over:
            FLOOD_REFUSALS.labels(_KNOCKS).inc()
        return not bucket.is_over

    def pace(self, person: Hashable, document: Hashable) -> Pace:
        """For a new connection of the person's to the document."""
        now = time.monotonic()
        own = Bucket(self._limits["frames_per_second"], self._limits["frames_burst"], now)
        return Pace(time.monotonic, own, self._people.of(person, now), self._documents.of(document, now))

    @contextlib.contextmanager
    def connection(self, person: Hashable, address: str | None) -> Iterator[None]:
        """For as long as it lasts. Raises NotOpen where the person, or their address, has too many already."""
        held = (("person", person), ("address", neighbourhood(address)))
        for key, limit in zip(held, (_OF_PERSON, _OF_ADDRESS), strict=True):
            if self._connections[key] >= self._limits[f"max_connections_per_{key[0]}"]:
                log.warning("connection_refused", shared_by=key[0])
                FLOOD_REFUSALS.labels(limit).inc()
                raise NotOpen(CloseCode.OVERLOADED)
        self._connections.update(held)
        try:
            yield
        finally:
            for key in held:
                self._connections[key] -= 1
                if not self._connections[key]:
                    del self._connections[key]


@cache
def floods() -> Floods:
    """The process's own."""
    return Floods(settings.COLLAB)


def address_of_client(scope: Mapping[str, Any]) -> str | None:
    client = scope.get("client")
    return client[0] if client else None
