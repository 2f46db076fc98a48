"""One run: people come, everything is broken, calm, the judge."""

import asyncio
import logging
import time
from collections.abc import Sequence
from random import Random

from project.local.stack import Stack
from tests.soak import calm
from tests.soak.faults import break_everything
from tests.soak.logs import judge_logs
from tests.soak.measures import judge_measures, measure
from tests.soak.people import gather_people, gather_readers
from tests.soak.plan import QUIET_SECONDS, Plan
from tests.soak.report import Outcome, judge_rolling, judge_waits
from tests.soak.rolling import restart_all
from tests.soak.world import World, started

PEOPLE_IN_EACH = 4
READERS_OF_EACH = 60  # in a full run
_MEASURED_BEFORE = 3.0  # seconds before the first fault
_RECOVERY_SECONDS = 10.0

logger = logging.getLogger(__name__)


async def soak(stack: Stack, plan: Plan) -> Outcome:
    rng = Random(plan.seed)
    async with started(stack, plan.replicas) as world:
        idle = await measure(world)
        world.writers = people = await gather_people(plan.documents, PEOPLE_IN_EACH, world.people.port, rng)
        readers_of_each = round(READERS_OF_EACH * plan.share)
        readers = await gather_readers(readers_of_each * plan.documents, plan.documents, world.people.port, rng)
        outcome = Outcome(plan, people, readers, measures={"before anybody came": idle})
        over = asyncio.Event()
        living = [asyncio.create_task(person.live(over, plan.pace)) for person in people]
        sockets = [*(person.client for person in people), *readers]
        try:
            for socket in sockets:
                socket.start()
            await _under_fire(world, outcome)
            over.set()
            await _calm_down(world, outcome)
        finally:
            for task in living:
                task.cancel()
            await asyncio.gather(*living, return_exceptions=True)
            await asyncio.gather(*(socket.stop() for socket in sockets))
        outcome.problems += [*world.problems, *_dead(living)]
        outcome.started_again = world.started_again
    outcome.problems += judge_logs(replica.log for replica in stack.replicas if replica.log)
    return outcome


async def _under_fire(world: World, outcome: Outcome) -> None:
    """What is planned; then, when everybody has found back, a rolling restart with nothing else broken."""
    start = time.monotonic()
    await asyncio.sleep(QUIET_SECONDS - _MEASURED_BEFORE)
    outcome.measures["at work"] = await measure(world)
    outcome.done = await break_everything(world, outcome.plan, start)
    await asyncio.sleep(max(_RECOVERY_SECONDS, start + outcome.plan.seconds - time.monotonic()))
    rolling = await restart_all(world, outcome.people, outcome.readers)
    outcome.problems += rolling.problems
    outcome.times["in a rolling restart, the slowest replica's people were back"] = max(rolling.times)
    outcome.rolling = rolling


async def _calm_down(world: World, outcome: Outcome) -> None:
    people = outcome.people
    documents = list(calm.by_document(people).values())
    start = time.monotonic()

    async def held(what: str, look: calm.Look, within: float) -> None:
        outcome.problems += await calm.none_left(look, within)
        outcome.times[f"{what}, in the calm,"] = seconds = time.monotonic() - start
        logger.info("%s after %.1f s of calm, %d problems", what, seconds, len(outcome.problems))

    async def saved() -> list[str]:
        return await calm.judge_saved(people)

    async def level() -> list[str]:
        return [problem for here in documents for problem in await calm.judge_document(here)]

    async def fresh() -> list[str]:
        port = world.stack.replicas[0].port
        return [problem for here in documents for problem in await calm.judge_fresh_copy(here, port)]

    async def shown() -> list[str]:
        return [problem for here in documents for problem in calm.look_at_presence(here)]

    async def in_order() -> list[str]:
        return [problem for here in documents for problem in await calm.judge_log(here[0].document)]

    await held("all is saved", saved, calm.LEVEL_SECONDS)
    await held("all copies are equal", level, calm.LEVEL_SECONDS)
    await held("newcomers have the same", fresh, 0)
    await held("everybody sees everybody, and nobody else", shown, calm.SHOWN_SECONDS)
    await held("the logs are in order", in_order, 0)
    problems, end = await calm.everybody_leaves(world, people, outcome.readers)
    outcome.problems += problems
    outcome.measures["after everybody has gone"] = end
    outcome.problems += judge_measures(outcome.measures["before anybody came"], outcome.measures["at work"], end)
    outcome.problems += [*judge_waits(outcome.done, people), *judge_rolling(outcome)]


def _dead(living: Sequence[asyncio.Task[None]]) -> list[str]:
    """People don't end by themselves but by an error."""
    return [f"a person's script failed: {task.exception()!r}" for task in living if not task.cancelled()]
