"""The numbers that only Postgres knows, of the jobs and the replicas: asked for now and then, and in bounded time."""

import asyncio
import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import structlog
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from editor.realtime.log_connections import log_conninfo

log = structlog.get_logger(__name__)

TIMEOUT_SECONDS = 1.0
KEPT_SECONDS = 10.0

_JOBS = """
SELECT job.queue_name, job.task_name,
    CASE WHEN job.status <> 'doing' OR worker.last_heartbeat > clock_timestamp() - interval '60 seconds'
        THEN job.status::text ELSE 'left' END,
    count(*),
    coalesce(extract(epoch FROM clock_timestamp() - min(greatest(deferred.at, job.scheduled_at))), 0)::float8
FROM procrastinate_jobs job
LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
LEFT JOIN procrastinate_events deferred ON deferred.job_id = job.id AND deferred.type = 'deferred'
WHERE job.status IN ('todo', 'doing', 'failed')
    AND (job.scheduled_at IS NULL OR job.scheduled_at <= clock_timestamp())
GROUP BY 1, 2, 3
"""
_ALIVE = """
SELECT (SELECT count(*) FROM editor_replica WHERE seen_at > clock_timestamp() - interval '15 seconds'),
    (SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > clock_timestamp() - interval '60 seconds')
"""
"""A worker says every ten seconds that it lives; the administration gives one up after sixty, too."""
_STATES = {"todo": "waiting", "doing": "running", "failed": "failed", "left": "left"}


@dataclass(frozen=True, slots=True)
class _Read:
    at: float
    jobs: list[tuple[Any, ...]]
    replicas: int
    workers: int


class QueueMetrics(Collector):
    """While Postgres doesn't answer these are absent, and `scriptorium_database_up` is 0."""

    def __init__(self) -> None:
        self._read: _Read | None = None

    def describe(self) -> list[Metric]:
        return []

    async def refresh(self) -> None:
        """Asks, unless that was a moment ago."""
        if self._read is not None and time.monotonic() - self._read.at < KEPT_SECONDS:
            return
        try:
            async with asyncio.timeout(TIMEOUT_SECONDS):
                self._read = await _ask()
        except (psycopg.Error, OSError, TimeoutError) as problem:
            log.warning("metrics_without_database", problem=type(problem).__name__)
            self._read = None

    def collect(self) -> Iterator[Metric]:
        read = self._read
        yield GaugeMetricFamily(
            "scriptorium_database_up", "0 where the metrics below are missing.", 0 if read is None else 1
        )
        if read is None:
            return
        labels = ["queue", "task"]
        jobs = GaugeMetricFamily("scriptorium_jobs", "Jobs, by what is with them.", labels=[*labels, "state"])
        oldest = GaugeMetricFamily(
            "scriptorium_job_oldest_seconds", "How long the oldest job waits that could be done.", labels=labels
        )
        for queue, task, status, count, age in read.jobs:
            jobs.add_metric([queue, task.rpartition(".")[2], _STATES[status]], count)
            if status == "todo":
                oldest.add_metric([queue, task.rpartition(".")[2]], max(0.0, age))
        yield jobs
        yield oldest
        yield GaugeMetricFamily("scriptorium_replicas", "Replicas that are alive.", read.replicas)
        yield GaugeMetricFamily("scriptorium_workers", "Workers that are alive.", read.workers)


async def _ask() -> _Read:
    """Over a connection of its own, so that it waits for nobody and nobody for it."""
    connection = await psycopg.AsyncConnection.connect(log_conninfo(), autocommit=True)
    async with connection:
        await connection.execute("SET statement_timeout = 900")
        jobs = await (await connection.execute(_JOBS)).fetchall()
        replicas, workers = (await (await connection.execute(_ALIVE)).fetchall())[0]
    return _Read(time.monotonic(), jobs, replicas, workers)
