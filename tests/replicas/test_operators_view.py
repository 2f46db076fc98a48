"""What an operator sees of two replicas: one edit followed through the logs of both, and the numbers of each."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from project.local.replica import Replica
from project.local.stack import Stack
from tests.replicas.metrics import scrape
from tests.replicas.people import SharedDocument, shared_document
from tests.sockets import SocketClient, clients

STEPS = ("edit_received", "edit_judged", "edit_committed", "edit_acknowledged", "edit_announced", "edit_applied")


def people(stack: Stack, shared: SharedDocument) -> tuple[SocketClient, SocketClient]:
    """One at each replica."""
    first, second = (
        SocketClient([replica.port], shared.document, door)
        for replica, door in zip(stack.replicas, shared.doors, strict=True)
    )
    return first, second


async def test_one_edit_is_followed_from_its_frame_to_the_other_replica(two_replicas: Stack) -> None:
    shared = await shared_document(2)
    first, second = people(two_replicas, shared)
    async with clients(first, second):
        await first.until(lambda: first.is_connected and second.is_connected)
        await first.write("Nobody reads this in a log")
        await first.until(lambda: bool(first.journal))
        await second.until(lambda: bool(second.text))
        here = steps_of(two_replicas.replicas[0], shared.document)
        [received] = [line for line in here if line["event"] == "edit_received" and line["kind"] == "update"]
        frame = {name: received[name] for name in ("connection", "frame", "replica", "document")}
        await second.until(lambda: applied(two_replicas.replicas[1], shared.document))
        there = steps_of(two_replicas.replicas[1], shared.document)
    own = [line for line in here if is_of(line, frame)]
    assert {line["event"] for line in own} == set(STEPS[:4])
    [committed] = [line for line in own if line["event"] == "edit_committed"]
    number = committed["number"]
    [acknowledged] = [line for line in own if line["event"] == "edit_acknowledged"]
    assert acknowledged["log_stands_at"] >= number
    for step in ("edit_announced", "edit_applied"):
        assert [line for line in here if line["event"] == step and line["first"] <= number <= line["last"]]
    [elsewhere] = [line for line in there if line["event"] == "edit_applied" and line["last"] >= number]
    assert elsewhere["replica"] != frame["replica"]
    assert elsewhere["shown_to"] == 1
    for secret in ("Nobody reads", *(door.headers["Authorization"].split()[1] for door in shared.doors)):
        assert not [replica for replica in two_replicas.replicas if secret in logged(replica)]


async def test_each_replica_has_its_own_numbers(two_replicas: Stack) -> None:
    shared = await shared_document(2)
    before = [scrape(replica) for replica in two_replicas.replicas]
    first, second = people(two_replicas, shared)
    async with clients(first, second):
        await first.until(lambda: first.is_connected and second.is_connected)
        await first.write("Hello")
        await second.until(lambda: second.text == "Hello")
        await first.until(lambda: bool(first.journal))
        here, there = (scrape(replica) for replica in two_replicas.replicas)
    added = [
        {name: after.get(name, 0) - earlier.get(name, 0) for name in after}
        for earlier, after in zip(before, (here, there), strict=True)
    ]
    assert [of["scriptorium_append_updates_sum"] for of in added] == [1, 0]
    assert [of["scriptorium_commit_seconds_count"] for of in added] == [1, 0]
    assert added[0]["scriptorium_appended_bytes_total"] > 5
    assert added[0]["scriptorium_announce_seconds_count"] >= 1
    for replica, of in zip((here, there), added, strict=True):
        assert of['scriptorium_connections{"socket": "document"}'] == 1
        assert of["scriptorium_open_seconds_count"] == 1
        assert replica["scriptorium_bus_connected"] == 1
        assert replica["scriptorium_database_up"] == 1
        assert replica["scriptorium_loop_lag_seconds_count"] > 0
        assert replica["process_resident_memory_bytes"] > 10_000_000


def steps_of(replica: Replica, document: UUID) -> list[dict[str, Any]]:
    lines = (json.loads(line) for line in logged(replica).splitlines() if '"edit_' in line)
    return [line for line in lines if line["document"] == str(document)]


def logged(replica: Replica) -> str:
    assert replica.log is not None
    return replica.log.read_text()


def applied(replica: Replica, document: UUID) -> bool:
    return any(line["event"] == "edit_applied" for line in steps_of(replica, document))


def is_of(line: Mapping[str, Any], frame: Mapping[str, Any]) -> bool:
    return all(line.get(name) == value for name, value in frame.items()) and line.get("kind") == "update"
