from uuid import UUID, uuid4

import pytest

from editor.collab.ports import DocumentId, LogUnavailable, OutcomeUnknown
from tests.collab.log_contract import LogContract, entry
from tests.collab.twins import Failure, MemoryLog


class MemoryWorld:
    def __init__(self) -> None:
        self.log = MemoryLog()

    async def create(self) -> DocumentId:
        return self.log.create()

    async def raise_access_version(self, document: DocumentId) -> None:
        self.log.raise_access_version(document)

    async def start_generation(self, document: DocumentId) -> UUID:
        self.log.documents[document].generation = generation = uuid4()
        self.log.raise_access_version(document)
        return generation

    async def delete(self, document: DocumentId) -> None:
        del self.log.documents[document]

    async def store_snapshot(self, document: DocumentId, number: int, payload: bytes) -> None:
        stored = self.log.documents[document]
        stored.snapshot_number, stored.snapshot = number, payload


class TestMemoryLog(LogContract):
    @pytest.fixture
    def world(self) -> MemoryWorld:
        return MemoryWorld()


@pytest.mark.parametrize(
    ("failure", "error", "rows"),
    [
        (Failure.UNAVAILABLE, LogUnavailable, 0),
        (Failure.UNKNOWN_COMMITTED, OutcomeUnknown, 1),
        (Failure.UNKNOWN_NOT_COMMITTED, OutcomeUnknown, 0),
        (Failure.UNKNOWN_COMMITTED_LATER, OutcomeUnknown, 0),
    ],
)
async def test_the_twin_fails_as_asked(failure: Failure, error: type[LogUnavailable], rows: int) -> None:
    log = MemoryLog()
    document = log.create()
    generation = log.documents[document].generation
    log.fail_next(failure)
    with pytest.raises(error) as raised:
        await log.append(document, generation, [entry()])
    assert raised.type is error
    assert len(log.documents[document].rows) == rows
    log.commit_late()
    assert len(log.documents[document].rows) == (rows or failure is Failure.UNKNOWN_COMMITTED_LATER)
