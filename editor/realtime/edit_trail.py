"""Lets one edit be followed through the logs of all replicas, for the documents that LOG_EDITS names."""

from collections.abc import Callable
from functools import partial

import structlog
from django.conf import settings

from editor.collab.ports import DocumentId
from editor.collab.trail import Trail

log = structlog.get_logger(__name__)

EVERY = "all"


def trail_of(replica: str) -> Callable[[DocumentId], Trail | None]:
    """For the rooms of this replica. LOG_EDITS is read when a room opens."""

    def choose(document: DocumentId) -> Trail | None:
        name = str(document)
        if name not in settings.LOG_EDITS and EVERY not in settings.LOG_EDITS:
            return None
        return Trail(partial(log.info, document=name, replica=replica))

    return choose
