"""What a long document costs a reader's browser, beside a short one on the same machine in the same run.

python -m project.local exec -- python -m benchmarks.large_document [--pages 500] [--writers 20]
"""

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

import django
from playwright.sync_api import Browser, Page, sync_playwright

from benchmarks.page_costs import FirstLoad, remote_edit, resting_share, task_seconds, watch_first_load
from project.local import browser as chromium
from project.local.folder import ROOT
from project.local.ports import free_port
from project.local.process import Watchdog
from project.local.replica import Replica

PROBE = (Path(__file__).parent / "probe.js").read_text(encoding="utf-8")
KEYS = 60
REMOTE_WORDS = 10


@dataclass
class Figures:
    """Milliseconds, but for what says otherwise."""

    pages: int
    characters: int = 0
    opened: float = 0
    keys: dict[str, list[float]] = field(default_factory=dict)
    among_writers: list[float] = field(default_factory=list)
    task_share: float = 0  # of the main thread's time while the others write
    browser_share: list[float] = field(default_factory=list)
    wire_share: list[float] = field(default_factory=list)
    heap_megabytes: float = 0
    remote_edit: float = 0  # of the main thread
    first_load: FirstLoad = field(default_factory=FirstLoad)


@contextmanager
def replica() -> Iterator[Replica]:
    port = free_port()
    environment = {**os.environ, "PUBLIC_ORIGINS": f"http://127.0.0.1:{port}"}
    with tempfile.TemporaryDirectory() as folder:
        one = Replica(
            "replica", watchdog=Watchdog(), port=port, environment=environment, log=Path(folder) / "replica.log"
        )
        one.start()
        try:
            yield one
        finally:
            one.terminate()


class Reader:
    """Somebody with a browser of their own."""

    def __init__(self, browser: Browser, url: str, session: str) -> None:
        self._context = browser.new_context(viewport={"width": 1280, "height": 800}, service_workers="block")
        self._context.add_init_script(PROBE)
        self._context.add_cookies([{"name": "session", "value": session, "url": url}])
        self._url = url

    def open(self, document: Any) -> tuple[Page, float, FirstLoad]:
        """The page, how long it took until its text could be written in, and what it fetched for that."""
        page = self._context.new_page()
        load = watch_first_load(page)
        started = time.perf_counter()
        page.goto(f"{self._url}/documents/{document.pk}/")
        page.locator("#text[contenteditable=true]").wait_for(timeout=120_000)
        return page, (time.perf_counter() - started) * 1_000, load

    def close(self) -> None:
        self._context.close()


def type_keys(page: Page, count: int) -> list[float]:
    """Types so many letters, ten a second, and returns the time from each key to its frame."""
    page.evaluate("() => { probe.keys.length = 0 }")
    for index in range(count):
        page.keyboard.press("abcdefghij"[index % 10])
        page.wait_for_timeout(100)
    return list(page.evaluate("() => probe.keys"))


def put_caret(page: Page, where: str) -> None:
    blocks = page.locator("#text > p")
    index = {"start": 0, "middle": blocks.count() // 2, "end": blocks.count() - 1}[where]
    blocks.nth(index).scroll_into_view_if_needed()
    blocks.nth(index).click()
    page.keyboard.press("End")


def measure(figures: Figures, come: Callable[[], Reader], document: Any, writers: "Writers") -> None:
    reader, other = come(), come()
    page, figures.opened, load = reader.open(document)
    figures.first_load = replace(load)
    for where in ("start", "middle", "end"):
        put_caret(page, where)
        type_keys(page, 5)
        figures.keys[where] = type_keys(page, KEYS)
    figures.heap_megabytes = page.evaluate("() => performance.memory.usedJSHeapSize") / 2**20
    there, _, _ = other.open(document)
    put_caret(page, "middle")
    for index in range(REMOTE_WORDS):
        _follow_a_word(page, there, f"Q{index}Z", figures)
    metrics = page.context.new_cdp_session(page)
    metrics.send("Performance.enable")
    resting = resting_share(page, metrics)
    with writers(document):
        before = task_seconds(metrics)
        started = time.perf_counter()
        figures.among_writers = type_keys(page, KEYS)
        figures.task_share = (task_seconds(metrics) - before) / (time.perf_counter() - started)
        figures.remote_edit = remote_edit(page, metrics, lambda: writers.written, resting)
    reader.close()
    other.close()


def _follow_a_word(page: Page, there: Page, word: str, figures: Figures) -> None:
    there.evaluate("(word) => probe.watch(word)", word)
    page.evaluate("() => { probe.keys.length = 0 }")
    page.keyboard.type(f" {word}", delay=20)
    pressed, own = page.evaluate("() => [probe.lastKey, probe.keys.at(-1) ?? 0]")
    for _ in range(500):
        seen = there.evaluate("(word) => probe.marks[word] ?? null", word)
        if seen is not None:
            break
        there.wait_for_timeout(10)
    else:
        raise RuntimeError("The other page never showed the word.")
    shown = seen["painted"] - seen["arrived"]
    figures.browser_share.append(own + shown)
    figures.wire_share.append(max(0.0, seen["painted"] - pressed - own - shown))


def table(short: Figures, long: Figures, writers: int) -> str:
    def row(name: str, one: float, other: float, unit: str = "ms") -> str:
        return f"| {name} | {one:.1f} {unit} | {other:.1f} {unit} | {other / one if one else 0:.1f} |"

    lines = [
        f"| | {short.pages} page, {short.characters:,} characters | {long.pages} pages, {long.characters:,} | ratio |",
        "|---|---|---|---|",
        row("open, until it can be written in", short.opened, long.opened),
    ]
    for where in ("start", "middle", "end"):
        lines.append(row(f"key to paint at the {where}, median", median(short.keys[where]), median(long.keys[where])))
        lines.append(row(f"key to paint at the {where}, p95", p95(short.keys[where]), p95(long.keys[where])))
    lines += [
        row(f"key to paint among {writers} writers, median", median(short.among_writers), median(long.among_writers)),
        row(f"key to paint among {writers} writers, p95", p95(short.among_writers), p95(long.among_writers)),
        row("main thread for each edit of somebody else's", short.remote_edit, long.remote_edit),
        row("main thread in use meanwhile", short.task_share * 100, long.task_share * 100, "%"),
        row("a letter on the other screen, browsers' share", median(short.browser_share), median(long.browser_share)),
        row("a letter on the other screen, wire's share", median(short.wire_share), median(long.wire_share)),
        row("first load, requests", short.first_load.requests, long.first_load.requests, ""),
        row("first load", short.first_load.kilobytes, long.first_load.kilobytes, "kB"),
        row("heap after typing", short.heap_megabytes, long.heap_megabytes, "MB"),
    ]
    return "\n".join(lines)


def median(values: Sequence[float]) -> float:
    return statistics.median(values) if values else 0.0


def p95(values: Sequence[float]) -> float:
    return sorted(values)[int(len(values) * 0.95)] if values else 0.0


class Writers:
    """People without a browser, in a thread of their own: each types a letter five times a second."""

    def __init__(self, port: int, session: str, count: int) -> None:
        self._port, self._session, self._count = port, session, count
        self.written = 0

    @contextmanager
    def __call__(self, document: Any) -> Iterator[None]:
        from tests.sockets import Door  # noqa: PLC0415 - Django must be set up first

        door = Door.cookie(self._session, f"http://127.0.0.1:{self._port}")
        ready, stop = threading.Event(), threading.Event()
        thread = threading.Thread(target=lambda: asyncio.run(self._write(document.pk, door, ready, stop)))
        thread.start()
        ready.wait(60)
        try:
            yield
        finally:
            stop.set()
            thread.join()

    async def _write(self, document: Any, door: Any, ready: threading.Event, stop: threading.Event) -> None:
        from tests.sockets import SocketClient, clients  # noqa: PLC0415 - as above

        people = [SocketClient([self._port], document, door) for _ in range(self._count)]
        async with clients(*people):
            for person in people:
                await person.until(partial(has_text, person), "the text")
            ready.set()
            turn = 0
            while not stop.is_set():
                for number, person in enumerate(people):
                    await person.write(f"{number}-{turn}", partial(type_letter, place=(number * 37 + 5) % 7 + 1))
                    self.written += 1
                    await asyncio.sleep(0.2 / len(people))
                turn += 1


def has_text(person: Any) -> bool:
    return person.is_connected and len(person.doc["default"].children) > 0


def type_letter(doc: Any, place: int) -> None:
    children = doc["default"].children
    block = children[min(place * len(children) // 8, len(children) - 1)]
    block.children[0].insert(3, "x")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--writers", type=int, default=20)
    wanted = parser.parse_args()
    subprocess.run([sys.executable, "manage.py", "migrate", "--noinput", "--verbosity=0"], cwd=ROOT, check=True)
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings")
    django.setup()
    from benchmarks.book import write_book  # noqa: PLC0415 - Django must be set up first
    from editor.realtime.server_writes import ServerWrites  # noqa: PLC0415
    from tests.people import client_of, make_document, make_user  # noqa: PLC0415

    ada = make_user("Ada")
    session = client_of(ada).cookies["session"].value
    found: list[Figures] = []
    documents = {pages: make_document(ada) for pages in (1, wanted.pages)}
    sizes: dict[int, int] = {}
    for pages, document in documents.items():

        def write(doc: Any, pages: int = pages) -> None:
            sizes[pages] = write_book(doc, pages)

        ServerWrites().write(document.pk, write, ada.pk, 1)
    with replica() as one, sync_playwright() as playwright:
        program = chromium.choose(Path(playwright.chromium.executable_path))
        flags = ["--disable-dev-shm-usage", "--enable-precise-memory-info"]
        if os.geteuid() == 0:
            flags.append("--no-sandbox")
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        for pages, document in documents.items():
            found.append(Figures(pages, sizes[pages]))
            writers = Writers(one.port, session, wanted.writers)
            measure(found[-1], lambda: Reader(browser, one.url, session), document, writers)
        browser.close()
    print(table(found[0], found[1], wanted.writers))
    return 0


if __name__ == "__main__":
    sys.exit(main())
