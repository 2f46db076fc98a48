"""The site as an app: the service worker, and a browser that is closed and opened again."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import copytree
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from playwright.sync_api import BrowserContext, Page, Playwright

from editor.accounts.models import User
from project.local.folder import ROOT
from project.local.stack import Stack
from tests.browser.faults import Faults
from tests.browser.people import STILL, WITH_APP, Person
from tests.people import client_of

DAY_SECONDS = 86_400


def app_ready(page: Page) -> None:
    """The worker has everything that it needs to answer without the network."""
    page.evaluate(
        """() => Promise.race([
          navigator.serviceWorker.ready.then(() => null),
          new Promise((_, refuse) => setTimeout(() => refuse(new Error("no worker after 30 seconds")), 30_000)),
        ])"""
    )


def sign_in_as(context: BrowserContext, user: User, url: str) -> None:
    """As if by the form; the session outlives the browser."""
    session = client_of(user).cookies[settings.SESSION_COOKIE_NAME].value
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(url))
    expires = time.time() + DAY_SECONDS
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": origin, "expires": expires}])


@contextmanager
def deployed(stack: Stack) -> Iterator[None]:
    """Both replicas run a newer version, whose worker differs; afterwards they run the present one again."""
    with TemporaryDirectory() as folder:
        newer = Path(folder)
        _make_newer(newer)
        try:
            _restart(stack, newer)
            yield
        finally:
            _restart(stack, ROOT)


def _make_newer(folder: Path) -> None:
    """A copy: the replicas of other workers run from the real one."""
    _lead_to(ROOT, folder, {"project", "static"})
    copytree(ROOT / "project", folder / "project")  # where it lies says where all else is
    (folder / "static").mkdir()
    _lead_to(ROOT / "static", folder / "static", {"bundle"})
    bundle = copytree(ROOT / "static" / "bundle", folder / "static" / "bundle")
    worker, manifest = bundle / "service-worker.js", bundle / "manifest.json"
    worker.write_bytes(worker.read_bytes() + b"// Another version.\n")
    built = manifest.stat().st_mtime
    os.utime(manifest, (built + 60, built + 60))


def _lead_to(there: Path, here: Path, others: set[str]) -> None:
    for entry in there.iterdir():
        if entry.name not in others:
            (here / entry.name).symlink_to(entry)


def _restart(stack: Stack, folder: Path) -> None:
    for replica in stack.replicas:
        replica.kill()
        replica.process.folder = folder
        replica.start()


def end_session(context: BrowserContext) -> None:
    """The cookie has run out: nobody signed out."""
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)


class BrowserOnDisk:
    """A browser of one person's that keeps what it has in a folder while it is closed."""

    def __init__(
        self, playwright: Playwright, launch: dict[str, Any], folder: Path, url: str, faults: Faults, user: User
    ) -> None:
        self._chromium = playwright.chromium
        self._options = {**launch, **STILL, **WITH_APP, "base_url": url}
        self._folder = folder
        self._url = url
        self._faults = faults
        self._user = user
        self._is_new = True

    @contextmanager
    def opened(self) -> Iterator[Person]:
        context = self._chromium.launch_persistent_context(self._folder, **self._options)
        try:
            self._faults.watch(context)
            if self._is_new:
                sign_in_as(context, self._user, self._url)
            self._is_new = False
            yield Person(self._user, context, self._url)
        finally:
            context.close()


def stored_names(page: Page) -> list[str]:
    """The browser's databases for this site."""
    names: list[str] = page.evaluate("async () => (await indexedDB.databases()).map(({ name }) => name).sort()")
    return names


def stored_records(page: Page) -> dict[str, list[Any]]:
    """Everything in the two databases that are not copies of documents, as "database/store"."""
    records: dict[str, list[Any]] = page.evaluate(
        """async () => {
          const done = (request) => new Promise((resolve, reject) => {
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
          });
          const found = {};
          for (const name of ["scriptorium", "scriptorium-offline"]) {
            const db = await done(indexedDB.open(name));
            for (const store of db.objectStoreNames) {
              const all = await done(db.transaction(store).objectStore(store).getAll());
              found[`${name}/${store}`] = JSON.parse(JSON.stringify(all));
            }
            db.close();
          }
          return found;
        }"""
    )
    return records
