"""After the last fault: everything comes level by itself, and everybody goes home."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from channels.db import database_sync_to_async

from editor.log.verification import find_problems
from editor.realtime.memory import EVERY_SECONDS
from tests.replicas.standard_client import StandardClient
from tests.replicas.stored import stored_document
from tests.soak.edits import Copy, copy_of
from tests.soak.judge import Fate, judge_copies, judge_presence
from tests.soak.measures import Measures, judge_empty, measure
from tests.soak.people import Person
from tests.soak.world import GRACE_SECONDS, World
from tests.sockets import SocketClient

LEVEL_SECONDS = 30.0
SHOWN_SECONDS = 45.0  # a replica that was killed says of nobody that they left: the others give it 30 seconds
GONE_SECONDS = GRACE_SECONDS + 30.0
_BETWEEN_LOOKS = 0.5
_TIDY_SECONDS = EVERY_SECONDS + 1.0  # memory goes back to the system now and then

Look = Callable[[], Awaitable[list[str]]]


def by_document(people: Sequence[Person]) -> dict[UUID, list[Person]]:
    found: dict[UUID, list[Person]] = defaultdict(list)
    for person in people:
        found[person.document].append(person)
    return dict(found)


async def none_left(look: Look, seconds: float) -> list[str]:
    """Looks until there is no problem any more; returns those that stay."""
    deadline = time.monotonic() + seconds
    while True:
        problems = await look()
        if not problems or time.monotonic() > deadline:
            return problems
        await asyncio.sleep(_BETWEEN_LOOKS)


async def judge_saved(people: Sequence[Person]) -> list[str]:
    """Nothing waits, and nobody was turned away."""
    problems = []
    for person in people:
        client, name = person.client, f"person {person.number}"
        if client.is_over or client.refusals:
            problems.append(f"{name} was turned away: closed {client.close_codes[-3:]}, refused {client.refusals[-3:]}")
        elif not client.is_connected or client.waiting:
            problems.append(f"{name}: {len(client.waiting)} edits wait, connected: {client.is_connected}")
    return problems


async def judge_document(people: Sequence[Person]) -> list[str]:
    """Everybody's copy against the log and against what they all know to be acknowledged."""
    document = people[0].document
    copies = {"Postgres": copy_of(await stored_document(document))}
    copies |= {f"person {person.number}": person.copy() for person in people}
    fate = Fate.of(person.journal for person in people)
    return [f"{document}: {problem}" for problem in judge_copies(copies, fate)]


async def judge_fresh_copy(people: Sequence[Person], port: int) -> list[str]:
    """A client in Node that was never here gets the same."""
    person = people[0]
    wanted = person.copy()

    def has_all(seen: dict[str, object]) -> bool:
        return bool(seen["isSynced"]) and (seen["title"], seen["body"]) == (wanted.title, wanted.body)

    async with StandardClient(port, person.document, person.client.door) as fresh:
        try:
            await fresh.until(has_all, LEVEL_SECONDS)
        except AssertionError:
            seen = Copy(str(fresh.seen.get("title")), str(fresh.seen.get("body")))
            fate = Fate.of(one.journal for one in people)
            problems = judge_copies({"person": wanted, "a fresh Yjs client": seen}, fate)
            return [f"{person.document}: {problem}" for problem in problems]
    return []


async def judge_log(document: UUID) -> list[str]:
    return [f"{document}: {problem}" for problem in await database_sync_to_async(find_problems)(document)]


def look_at_presence(people: Sequence[Person]) -> list[str]:
    here = [person.client.doc.client_id for person in people]
    return [
        f"{person.document}: {problem}"
        for person in people
        for problem in judge_presence(f"person {person.number}", person.client.presence, here)
    ]


async def everybody_leaves(
    world: World, people: Sequence[Person], readers: Sequence[SocketClient]
) -> tuple[list[str], Measures]:
    """All but one of each document first: nobody else may be shown to them then."""
    last = [here[0] for here in by_document(people).values()]
    await asyncio.gather(*(person.client.stop() for person in people if person not in last))
    await asyncio.gather(*(reader.stop() for reader in readers))

    async def look() -> list[str]:
        return [problem for person in last for problem in look_at_presence([person])]

    async def look_for_traces() -> list[str]:
        return judge_empty(await measure(world))

    problems = await none_left(look, LEVEL_SECONDS)
    await asyncio.gather(*(person.client.stop() for person in last))
    problems += await none_left(look_for_traces, GONE_SECONDS)
    await asyncio.sleep(_TIDY_SECONDS)
    return problems, await measure(world)
