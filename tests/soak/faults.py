"""How each kind of fault is done and undone."""

import asyncio
import contextlib
import logging
import signal
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from random import Random

import psycopg

from project.local.postgres import Postgres
from project.local.replica import Replica
from tests.soak.plan import Fault, Plan
from tests.soak.proxy import Proxy
from tests.soak.world import World

SOME = 0.3  # of the sockets, of the laptops
SLOW_SECONDS = 0.2

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Done:
    """By time.monotonic(); `mended`: from when on nothing of it stands in the way of saving."""

    fault: Fault
    began: float
    mended: float


Action = Callable[[World, Fault], Awaitable[None]]


async def break_everything(world: World, plan: Plan, start: float) -> list[Done]:
    """Does all that is planned: the faults of a lane one after another, the lanes side by side."""
    lanes = sorted({fault.lane for fault in plan.faults})
    done = await asyncio.gather(*(_break(world, plan.lane(lane), start) for lane in lanes))
    return sorted((one for lane in done for one in lane), key=lambda one: one.began)


async def _break(world: World, faults: list[Fault], start: float) -> list[Done]:
    done = []
    for fault in faults:
        await asyncio.sleep(max(0.0, start + fault.at - time.monotonic()))
        began = time.monotonic()
        logger.info("%7.1f s  %s", began - start, fault.kind)
        await ACTIONS[fault.kind](world, fault)
        done.append(Done(fault, began, time.monotonic()))
    return done


async def _kill_replica(world: World, fault: Fault) -> None:
    """Some laptops are lost with it: nobody can send again then what was acknowledged and wasn't committed."""
    replica = world.replica(fault.which)
    replica.freeze()
    _lose_laptops(world, fault)
    await asyncio.to_thread(replica.kill)
    await asyncio.sleep(fault.lasts)
    await world.start(replica)


def _lose_laptops(world: World, fault: Fault) -> None:
    for person in Random(fault.which).sample(world.writers, round(len(world.writers) * SOME)):
        person.lose_laptop()


async def _terminate_replica(world: World, fault: Fault) -> None:
    await _end(world, world.replica(fault.which))
    await asyncio.sleep(fault.lasts)
    await world.start(world.replica(fault.which))


async def _freeze_replica(world: World, fault: Fault) -> None:
    replica = world.replica(fault.which)
    replica.freeze()
    await asyncio.sleep(fault.lasts)
    replica.thaw()


async def _rolling_restart(world: World, fault: Fault) -> None:
    for replica in list(world.stack.replicas):
        await _end(world, replica)
        await world.start(replica)


async def _end(world: World, replica: Replica) -> None:
    """It has 25 seconds, and must not need to be killed."""
    code = await asyncio.to_thread(replica.terminate)
    if code != 0:
        world.problems.append(f"{replica.name} was asked to stop and ended with exit code {code}")


async def _flush_valkey(world: World, fault: Fault) -> None:
    await asyncio.to_thread(world.stack.valkey.flush)


async def _stop_valkey(world: World, fault: Fault) -> None:
    await asyncio.to_thread(world.stack.valkey.stop)
    await asyncio.sleep(fault.lasts)
    await asyncio.to_thread(world.stack.valkey.start)


async def _freeze_valkey(world: World, fault: Fault) -> None:
    world.stack.valkey.freeze()
    await asyncio.sleep(fault.lasts)
    world.stack.valkey.thaw()


async def _stop_postgres(stop: Callable[[Postgres], None], world: World, fault: Fault) -> None:
    await asyncio.to_thread(stop, world.stack.postgres)
    _lose_laptops(world, fault)
    await asyncio.sleep(fault.lasts)
    await asyncio.to_thread(world.stack.postgres.start)


async def _freeze_postgres(world: World, fault: Fault) -> None:
    world.signal_postgres(signal.SIGSTOP)
    await asyncio.sleep(fault.lasts)
    world.signal_postgres(signal.SIGCONT)


async def _fill_postgres(world: World, fault: Fault) -> None:
    """Takes all connections that are left, then those that the replicas had, too."""
    with contextlib.ExitStack() as held:
        await asyncio.to_thread(_take_connections, world.stack.postgres, held)
        for link in world.postgres.some(1, fault.which):
            link.abort()
        await asyncio.to_thread(_take_connections, world.stack.postgres, held)
        await asyncio.sleep(fault.lasts)


def _take_connections(postgres: Postgres, held: contextlib.ExitStack) -> None:
    with contextlib.suppress(psycopg.OperationalError):
        while True:
            held.enter_context(contextlib.closing(psycopg.connect(postgres.url, autocommit=True, connect_timeout=5)))


async def _fill_disk(world: World, fault: Fault) -> None:
    """Postgres can't even write its log of what to write, and goes down; it is started again once there is room."""
    postgres = world.stack.postgres
    await asyncio.to_thread(world.fill_postgres_disk)
    await asyncio.sleep(fault.lasts)
    await asyncio.to_thread(postgres.stop_immediately)
    await asyncio.to_thread(postgres.start)


async def _stop_s3(world: World, fault: Fault) -> None:
    await asyncio.to_thread(world.stack.s3.stop)
    await asyncio.sleep(fault.lasts)
    await asyncio.to_thread(world.stack.s3.start)


async def _tear(proxy: Callable[[World], Proxy], world: World, fault: Fault) -> None:
    """Where nothing passes within a second the connection is cut all the same."""
    links = proxy(world).some(SOME, fault.which)
    for link in links:
        link.tear()
    await asyncio.sleep(1)
    for link in links:
        link.abort()


async def _half_close(world: World, fault: Fault) -> None:
    for number, link in enumerate(world.people.some(SOME, fault.which)):
        link.half_close(number % 2)


async def _slow_down(proxy: Callable[[World], Proxy], world: World, fault: Fault) -> None:
    proxy(world).delay = SLOW_SECONDS
    await asyncio.sleep(fault.lasts)
    proxy(world).delay = 0


async def _stall(world: World, fault: Fault) -> None:
    world.people.stall()
    await asyncio.sleep(fault.lasts)
    world.people.flow()


def _of_people(world: World) -> Proxy:
    return world.people


def _of_postgres(world: World) -> Proxy:
    return world.postgres


def _of_valkey(world: World) -> Proxy:
    return world.valkey


ACTIONS: dict[str, Action] = {
    "replica: kill -9": _kill_replica,
    "replica: SIGTERM": _terminate_replica,
    "replica: frozen": _freeze_replica,
    "replicas: rolling restart": _rolling_restart,
    "Valkey: FLUSHALL": _flush_valkey,
    "Valkey: restart": _stop_valkey,
    "Valkey: away": _stop_valkey,
    "Valkey: frozen": _freeze_valkey,
    "Postgres: fast restart": partial(_stop_postgres, Postgres.stop),
    "Postgres: immediate restart": partial(_stop_postgres, Postgres.stop_immediately),
    "Postgres: kill -9": partial(_stop_postgres, Postgres.kill),
    "Postgres: frozen": _freeze_postgres,
    "Postgres: connections full": _fill_postgres,
    "Postgres: disk full": _fill_disk,
    "S3: away": _stop_s3,
    "people: torn in a frame": partial(_tear, _of_people),
    "people: half-closed": _half_close,
    "people: slow": partial(_slow_down, _of_people),
    "people: stalled": _stall,
    "Postgres: torn": partial(_tear, _of_postgres),
    "Postgres: slow": partial(_slow_down, _of_postgres),
    "Valkey: torn": partial(_tear, _of_valkey),
    "Valkey: slow": partial(_slow_down, _of_valkey),
}
