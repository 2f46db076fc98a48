"""What every implementation of the port `Log` must do. A subclass gives the fixture `world`."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Protocol
from uuid import UUID, uuid4

import pytest

from editor.collab.ports import (
    Appended,
    Behind,
    DocumentId,
    Entry,
    ForeignClients,
    Gone,
    Head,
    Log,
    Source,
    StaleAccess,
)

ANN, BOB = uuid4(), uuid4()


class World(Protocol):
    """A log, and the hand of whoever arranges documents and rights beside it."""

    @property
    def log(self) -> Log: ...

    async def create(self) -> DocumentId: ...
    async def raise_access_version(self, document: DocumentId) -> None: ...
    async def start_generation(self, document: DocumentId) -> UUID: ...
    async def delete(self, document: DocumentId) -> None: ...
    async def store_snapshot(self, document: DocumentId, number: int, payload: bytes) -> None: ...


def entry(
    payload: bytes = b"edit",
    author: UUID = ANN,
    *,
    clients: frozenset[int] = frozenset(),
    version: int = 1,
    until: datetime | None = None,
) -> Entry:
    return Entry(payload, author, Source.BROWSER, 1, clients, version, until)


async def generation_of(world: World, document: DocumentId) -> UUID:
    return (await world.log.heads([document]))[document].generation


class LogContract:
    async def test_a_new_document_is_empty(self, world: World) -> None:
        stored = await world.log.load(await world.create())
        assert stored is not None
        assert (stored.head.head, stored.head.access_version) == (0, 1)
        assert (stored.snapshot_number, stored.snapshot, list(stored.tail), dict(stored.owners)) == (0, None, [], {})

    async def test_what_does_not_exist_loads_as_nothing(self, world: World) -> None:
        nowhere = uuid4()
        assert await world.log.load(nowhere) is None
        assert await world.log.append(nowhere, uuid4(), [entry()]) == Gone(None)
        assert await world.log.heads([nowhere]) == {}
        assert list(await world.log.read(nowhere, 0)) == []

    async def test_entries_get_consecutive_numbers_in_their_order(self, world: World) -> None:
        document = await world.create()
        generation = await generation_of(world, document)
        assert await world.log.append(document, generation, [entry(b"a"), entry(b"b", BOB)]) == Appended(1, 2)
        assert await world.log.append(document, generation, [entry(b"c")]) == Appended(3, 1)
        stored = await world.log.load(document)
        assert stored is not None
        assert stored.head == Head(3, 1, generation)
        assert [(row.number, row.payload, row.author) for row in stored.tail] == [
            (1, b"a", ANN),
            (2, b"b", BOB),
            (3, b"c", ANN),
        ]

    async def test_an_append_without_entries_is_a_mistake(self, world: World) -> None:
        with pytest.raises(ValueError, match="without entries"):
            await world.log.append(await world.create(), uuid4(), [])

    async def test_rows_are_read_after_a_number_up_to_a_limit(self, world: World) -> None:
        document = await world.create()
        generation = await generation_of(world, document)
        await world.log.append(document, generation, [entry(bytes([number])) for number in range(1, 8)])
        assert [row.number for row in await world.log.read(document, 2)] == [3, 4, 5, 6, 7]
        assert [row.payload for row in await world.log.read(document, 2, limit=2)] == [b"\x03", b"\x04"]
        assert list(await world.log.read(document, 7)) == []

    async def test_a_snapshot_shortens_the_tail(self, world: World) -> None:
        document = await world.create()
        generation = await generation_of(world, document)
        await world.log.append(document, generation, [entry(b"a"), entry(b"b"), entry(b"c")])
        await world.store_snapshot(document, 2, b"ab")
        stored = await world.log.load(document)
        assert stored is not None
        assert (stored.snapshot_number, stored.snapshot) == (2, b"ab")
        assert [row.payload for row in stored.tail] == [b"c"]

    async def test_documents_do_not_touch_each_other(self, world: World) -> None:
        documents = [await world.create() for _ in range(5)]
        generations = {document: head.generation for document, head in (await world.log.heads(documents)).items()}
        outcomes = await asyncio.gather(
            *(
                world.log.append(document, generations[document], [entry(str(n).encode())] * (n + 1))
                for n, document in enumerate(documents)
            )
        )
        assert list(outcomes) == [Appended(1, n + 1) for n in range(5)]
        heads = await world.log.heads([*documents, uuid4()])
        assert [heads[document].head for document in documents] == [1, 2, 3, 4, 5]
        assert {row.payload for row in await world.log.read(documents[3], 0)} == {b"3"}

    async def test_a_change_of_rights_turns_back_what_was_checked_before_it(self, world: World) -> None:
        document = await world.create()
        generation = await generation_of(world, document)
        await world.raise_access_version(document)
        assert await world.log.append(document, generation, [entry(version=1)]) == StaleAccess(2)
        mixed = [entry(version=2), entry(version=1)]
        assert await world.log.append(document, generation, mixed) == StaleAccess(2)
        assert await world.log.append(document, generation, [entry(version=2)]) == Appended(1, 1)
        assert (await world.log.heads([document]))[document] == Head(1, 2, generation)

    async def test_a_right_that_has_ended_writes_nothing(self, world: World) -> None:
        document = await world.create()
        generation = await generation_of(world, document)
        now = datetime.now(UTC)
        over = [entry(until=now + timedelta(hours=1)), entry(until=now - timedelta(seconds=1))]
        assert await world.log.append(document, generation, over) == StaleAccess(1)
        claiming = [entry(until=now - timedelta(seconds=1), clients=frozenset({7}))]
        assert await world.log.append(document, generation, claiming) == StaleAccess(1)
        assert await world.log.append(document, generation, over[:1]) == Appended(1, 1)
        stored = await world.log.load(document)
        assert stored is not None
        assert dict(stored.owners) == {}

    async def test_an_expected_head_is_kept(self, world: World) -> None:
        document = await world.create()
        generation = await generation_of(world, document)
        assert await world.log.append(document, generation, [entry(b"a")], expected_head=0) == Appended(1, 1)
        assert await world.log.append(document, generation, [entry(b"a")], expected_head=0) == Behind(1)
        claiming = [entry(b"b", clients=frozenset({7}))]
        assert await world.log.append(document, generation, claiming, expected_head=0) == Behind(1)
        assert await world.log.append(document, generation, claiming, expected_head=1) == Appended(2, 1)

    async def test_another_generation_is_gone(self, world: World) -> None:
        document = await world.create()
        before = await generation_of(world, document)
        now = await world.start_generation(document)
        assert await world.log.append(document, before, [entry()]) == Gone(now)
        version = (await world.log.heads([document]))[document].access_version
        assert await world.log.append(document, now, [entry(version=version)]) == Appended(1, 1)

    async def test_a_deleted_document_is_gone(self, world: World) -> None:
        document = await world.create()
        generation = await generation_of(world, document)
        await world.log.append(document, generation, [entry(clients=frozenset({1}))])
        await world.delete(document)
        assert await world.log.append(document, generation, [entry()]) == Gone(None)
        assert await world.log.load(document) is None

    async def test_a_client_belongs_to_its_first_author(self, world: World) -> None:
        document = await world.create()
        generation = await generation_of(world, document)
        largest = 2**53 - 1
        first = [entry(clients=frozenset({1, largest})), entry(author=BOB, clients=frozenset({2}))]
        assert await world.log.append(document, generation, first) == Appended(1, 2)
        again = [entry(clients=frozenset({1, 3}))]
        assert await world.log.append(document, generation, again) == Appended(3, 1)
        stored = await world.log.load(document)
        assert stored is not None
        assert dict(stored.owners) == {1: ANN, largest: ANN, 2: BOB, 3: ANN}

    async def test_foreign_clients_are_told_with_their_owners_and_nothing_is_kept(self, world: World) -> None:
        document = await world.create()
        generation = await generation_of(world, document)
        await world.log.append(document, generation, [entry(clients=frozenset({1, 2}))])
        forged = [entry(author=BOB, clients=frozenset({9})), entry(author=BOB, clients=frozenset({1, 8}))]
        assert await world.log.append(document, generation, forged) == ForeignClients({1: ANN})
        stored = await world.log.load(document)
        assert stored is not None
        assert stored.head.head == 1
        assert dict(stored.owners) == {1: ANN, 2: ANN}

    async def test_one_append_cannot_give_a_client_to_two_authors(self, world: World) -> None:
        document = await world.create()
        generation = await generation_of(world, document)
        both = [entry(clients=frozenset({1})), entry(author=BOB, clients=frozenset({1}))]
        with pytest.raises(ValueError, match="two authors"):
            await world.log.append(document, generation, both)

    async def test_the_same_client_may_have_other_owners_in_other_documents(self, world: World) -> None:
        for author in (ANN, BOB):
            document = await world.create()
            generation = await generation_of(world, document)
            append = world.log.append(document, generation, [entry(author=author, clients=frozenset({1}))])
            assert await append == Appended(1, 1)

    async def test_two_that_claim_a_client_at_once_do_not_both_get_it(self, world: World) -> None:
        document = await world.create()
        generation = await generation_of(world, document)
        outcomes = await asyncio.gather(
            *(
                world.log.append(document, generation, [entry(author=author, clients=frozenset({5}))])
                for author in (ANN, BOB)
            )
        )
        won = [isinstance(outcome, Appended) for outcome in outcomes]
        assert sorted(won) == [False, True]
        owner = (ANN, BOB)[won.index(True)]
        assert outcomes[won.index(False)] == ForeignClients({5: owner})

    async def test_any_bytes_come_back_as_they_were(self, world: World) -> None:
        document = await world.create()
        generation = await generation_of(world, document)
        payloads = [b"", bytes(range(256)), b"\0" * 300_000, "漢字 \\ ' \" {}".encode()]
        await world.log.append(document, generation, [entry(payload) for payload in payloads])
        assert [row.payload for row in await world.log.read(document, 0)] == payloads
