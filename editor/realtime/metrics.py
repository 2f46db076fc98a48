"""What the runtime of this process knows, as Prometheus has it. Made when somebody asks; nothing is kept for it."""

import time
from collections.abc import Iterator
from itertools import accumulate

from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from editor.collab.counts import Counts, Spread
from editor.collab.protocol import CloseCode, RefusalCode
from editor.realtime.measuring import FLOOD_LIMITS, FLOOD_REFUSALS, HAPPENED, SOCKETS_CLOSED, TOO_MANY_HANDSHAKES
from editor.realtime.runtime import Runtime, current

_NEVER_REFUSED = {code: 0 for name, code in vars(RefusalCode).items() if name.isupper()}


def begin_at_zero() -> None:
    """Prometheus counts what a series grows by: whatever one begins with it never sees."""
    for limit in FLOOD_LIMITS:
        FLOOD_REFUSALS.labels(limit)
    for socket in ("document", "person"):
        for code in ("gone", TOO_MANY_HANDSHAKES, *map(int, CloseCode)):
            SOCKETS_CLOSED.labels(socket, code)


class RuntimeMetrics(Collector):
    """Nothing at all where the runtime hasn't been started: a server without a lifespan, before its first socket."""

    def describe(self) -> list[Metric]:
        """Else the registry would ask for everything once, to learn the names."""
        return []

    def collect(self) -> Iterator[Metric]:
        yield from _of_core(HAPPENED)
        runtime = current()
        if runtime is not None:
            yield from _of_rooms(runtime)
            yield from _of_log(runtime)
            yield from _of_bus(runtime)
            yield from _of_process(runtime)


def _of_core(counts: Counts) -> Iterator[Metric]:
    yield _spread("open_seconds", "Opening a document: from the first who wants it to the room.", counts.opens)
    yield _count("gaps_filled", "How often rows were read from the log that no announcement had brought.", counts.gaps)
    yield _count("gap_rows", "How many rows that were.", counts.gap_rows)
    yield _count("held_updates", "Updates that had to wait for what they depend on.", counts.held)
    yield _count("trials", "Large updates that were tried in a process of their own.", counts.trials)
    yield _count("trials_failed", "Those of them that it didn't survive, or not in time.", counts.trials_failed)
    yield _count("outbox_merges", "How often what waited for a slow reader was merged.", counts.outbox_merges)
    yield _count("outbox_overflows", "Readers that were closed for being too slow.", counts.outbox_overflows)
    refused = CounterMetricFamily("scriptorium_refused_frames", "Frames that were refused, by code.", labels=["code"])
    for code, count in {**_NEVER_REFUSED, **counts.refused}.items():
        refused.add_metric([code], count)
    yield refused


def _of_rooms(runtime: Runtime) -> Iterator[Metric]:
    rooms = runtime.registry.rooms
    connections = GaugeMetricFamily("scriptorium_connections", "Open sockets, by what they are for.", labels=["socket"])
    connections.add_metric(["document"], len(runtime.live_sessions))
    connections.add_metric(["person"], len(runtime.people))
    yield connections
    held = sum(room.writer.held for room in rooms.values())
    yield _gauge("rooms", "Documents that are open here.", len(rooms))
    yield _gauge("held_updates_now", "Updates that wait for what they depend on.", held)
    documents, oldest = runtime.following_up.lag()
    yield _gauge("projections_waiting", "Documents whose title, text and search entry are behind.", documents)
    yield _gauge("projection_lag_seconds", "How long the oldest of them has been.", oldest)
    yield _count(
        "compactions_asked", "Snapshots that the worker was asked for.", runtime.following_up.compactions_asked
    )


def _of_log(runtime: Runtime) -> Iterator[Metric]:
    measured = runtime.measured
    yield _spread(
        "commit_seconds", "A room's append: from asking for it to hearing that it is durable.", measured.commits
    )
    yield _spread("append_updates", "Updates in one append of one document.", measured.updates)
    yield _count("appended_bytes", "Bytes of updates that were committed.", measured.bytes)
    yield _count("append_failures", "Appends that the database didn't take, or not for sure.", measured.failures)
    yield _spread("commit_documents", "Documents that shared one commit.", runtime.log.shared_by)
    yield _spread("log_poll_seconds", "Asking where the logs of all open documents stand.", runtime.polls)
    age = time.monotonic() - runtime.polled_at
    yield _gauge("log_poll_age_seconds", "How long ago that was answered last; it is asked every second.", age)


def _of_bus(runtime: Runtime) -> Iterator[Metric]:
    bus = runtime.bus
    yield _gauge("bus_connected", "1 while the bus does what it is asked.", int(bus.is_up))
    yield _count("bus_failures", "Requests to the bus that failed.", bus.failures)
    yield _count("bus_reconnects", "How often it came back.", bus.returns)
    yield _count("bus_dropped", "Announcements that were never sent: the log's poll heals it.", bus.dropped)
    yield _spread("announce_seconds", "A commit's announcement, from here through the bus back to here.", bus.echoes)


def _of_process(runtime: Runtime) -> Iterator[Metric]:
    yield _spread("loop_lag_seconds", "How late the event loop was, four times a second.", runtime.loop_watch.lag)
    replica = GaugeMetricFamily("scriptorium_replica_info", "The replica's name in logs.", labels=["replica"])
    replica.add_metric([runtime.replica], 1)
    yield replica


def _count(name: str, about: str, value: float) -> Metric:
    return CounterMetricFamily(f"scriptorium_{name}", about, value)


def _gauge(name: str, about: str, value: float) -> Metric:
    return GaugeMetricFamily(f"scriptorium_{name}", about, value)


def _spread(name: str, about: str, spread: Spread) -> Metric:
    bounds = [*(str(float(bound)) for bound in spread.bounds), "+Inf"]
    buckets = list(zip(bounds, accumulate(spread.counts), strict=True))
    return HistogramMetricFamily(f"scriptorium_{name}", about, buckets, spread.sum)
