"""The site as an app: the service worker, and a browser that is closed and opened again."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
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
    page.evaluate("async () => { await navigator.serviceWorker.ready }")


def sign_in_as(context: BrowserContext, user: User, url: str) -> None:
    """As if by the form; the session outlives the browser."""
    session = client_of(user).cookies[settings.SESSION_COOKIE_NAME].value
    origin = "{0.scheme}://{0.netloc}".format(urlsplit(url))
    expires = time.time() + DAY_SECONDS
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": origin, "expires": expires}])


@contextmanager
def deployed(stack: Stack) -> Iterator[None]:
    """Both replicas run a newer version, whose worker differs; afterwards they run the present one again."""
    bundle = ROOT / "static" / "bundle"
    worker, manifest = bundle / "service-worker.js", bundle / "manifest.json"
    script, built = worker.read_bytes(), manifest.stat().st_mtime
    try:
        worker.write_bytes(script + b"// Another version.\n")
        os.utime(manifest, (built + 60, built + 60))
        _restart(stack)
        yield
    finally:
        worker.write_bytes(script)
        os.utime(manifest, (built, built))
        _restart(stack)


def _restart(stack: Stack) -> None:
    for replica in stack.replicas:
        replica.kill()
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
