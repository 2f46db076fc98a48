"""What a page takes from the network when it is first opened, and from the main thread for what others type."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import CDPSession, Page

QUIET_SECONDS = 3.0
WATCHED_SECONDS = 8.0


@dataclass
class FirstLoad:
    """All that a browser which was never here before fetches, as it comes over the network."""

    requests: int = 0
    kilobytes: float = 0


def watch_first_load(page: Page) -> FirstLoad:
    """Counts from now on; the page must not have gone anywhere yet."""
    load = FirstLoad()
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")

    def add(event: dict[str, Any]) -> None:
        load.requests += 1
        load.kilobytes += event["encodedDataLength"] / 1_000

    network.on("Network.loadingFinished", add)
    return load


def resting_share(page: Page, metrics: CDPSession) -> float:
    """The share of the main thread that the page takes while nothing happens."""
    before, started = task_seconds(metrics), time.perf_counter()
    page.wait_for_timeout(QUIET_SECONDS * 1_000)
    return (task_seconds(metrics) - before) / (time.perf_counter() - started)


def remote_edit(page: Page, metrics: CDPSession, edits_so_far: Callable[[], int], resting: float) -> float:
    """Milliseconds of the main thread for each edit that others make now, beyond its share when the page rests.

    `edits_so_far` counts what the others have typed.
    """
    before, edits, started = task_seconds(metrics), edits_so_far(), time.perf_counter()
    page.wait_for_timeout(WATCHED_SECONDS * 1_000)
    took = task_seconds(metrics) - before - resting * (time.perf_counter() - started)
    return max(0.0, took) * 1_000 / max(1, edits_so_far() - edits)


def task_seconds(metrics: CDPSession) -> float:
    """How long the page's main thread has worked."""
    found = {metric["name"]: metric["value"] for metric in metrics.send("Performance.getMetrics")["metrics"]}
    return float(found["TaskDuration"])
