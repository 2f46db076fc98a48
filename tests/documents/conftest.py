"""A realtime port that remembers what it was told, beside doing what the real one does."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

import pytest
from pycrdt import Doc

from editor.documents.ports import Realtime, realtime


class Recording:
    def __init__(self, real: Realtime) -> None:
        self.real = real
        self.access_changed: list[UUID] = []
        self.events: list[tuple[UUID, Mapping[str, Any]]] = []

    def announce_access_changed(self, document_ids: Collection[UUID]) -> None:
        self.access_changed.extend(document_ids)
        self.real.announce_access_changed(document_ids)

    def announce_event(self, document_ids: Collection[UUID], event: Mapping[str, Any]) -> None:
        self.events.extend((document_id, event) for document_id in document_ids)
        self.real.announce_event(document_ids, event)

    def write(self, document_id: UUID, edit: Callable[[Doc[Any]], None], author: UUID, source: int) -> None:
        self.real.write(document_id, edit, author, source)


@pytest.fixture
def told() -> Iterator[Recording]:
    """What the replicas were told during the test."""
    recording = Recording(realtime())
    realtime.fill(recording)
    yield recording
    realtime.fill(recording.real)
