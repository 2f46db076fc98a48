"""The Chromium that the browser tests use: Playwright's own, else the system's."""

import os
import subprocess
import sys
from pathlib import Path

from project.local.console import say

# The first has no interface at all, and takes a third less of the processor's time.
_PROGRAMS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
_SYSTEM = tuple(Path("/usr/bin", name) for name in _PROGRAMS)


class NoBrowserError(Exception):
    """None is there and none could be installed; the message says what to do."""


def find() -> Path | None:
    """The program to start, with the arguments `--disable-dev-shm-usage` and, as root, `--no-sandbox`."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - slow, and only the browser tests need it

    with sync_playwright() as playwright:
        return choose(Path(playwright.chromium.executable_path))


def choose(own: Path) -> Path | None:
    """Playwright's own program if it is there, else the system's."""
    return next((path for path in (own, *_SYSTEM) if path.exists()), None)


def provide() -> Path:
    """Finds one, or installs one: as root from Debian, else Playwright's own."""
    if found := find():
        return found
    say("There is no Chromium for the browser tests yet; installing one.")
    if os.geteuid() == 0:
        _try("apt-get", "update", "-qq")
        for name in _PROGRAMS[:2]:
            if not find():
                _try("apt-get", "install", "-y", "-qq", "--no-install-recommends", name)
    if not find():
        _try(sys.executable, "-m", "playwright", "install", "chromium")
    if found := find():
        return found
    raise NoBrowserError(
        "The browser tests need Chromium. Install it (Debian: apt-get install chromium) "
        "or let Playwright do it: .venv/bin/playwright install --with-deps chromium"
    )


def _try(*command: str) -> None:
    try:
        subprocess.run(command, check=False, stdin=subprocess.DEVNULL)
    except FileNotFoundError:
        return
