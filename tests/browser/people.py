"""People at their browsers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page

from editor.accounts.models import User
from editor.documents.models import Document
from project.local.stack import Stack
from tests.browser.faults import Faults
from tests.browser.screen import DocumentScreen
from tests.people import client_of, make_document, make_user

DESKTOP = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
# What is still fading in has no contrast yet. A service worker would answer for a server that a test has stopped.
STILL: dict[str, Any] = {"viewport": DESKTOP, "reduced_motion": "reduce", "service_workers": "block"}
WITH_APP: dict[str, Any] = {"service_workers": "allow"}


class Person:
    """Somebody with an account, signed in, and one browser."""

    def __init__(self, user: User, context: BrowserContext, url: str) -> None:
        self.user = user
        self.context = context
        self._url = url

    @property
    def name(self) -> str:
        return self.user.display_name

    def visit(self, path: str = "/", at: str | None = None) -> Page:
        """A new tab with a page; `at` is a replica's address instead of the load balancer's."""
        page = self.context.new_page()
        # Choosers are caught from now on; asked for later, it may come too late for the first one.
        page.on("filechooser", lambda _: None)
        page.goto((at or self._url) + path)
        return page

    def open(self, document: Document, at: str | None = None) -> DocumentScreen:
        """A new tab with a document, ready to be read or written in."""
        screen = DocumentScreen(self.visit(f"/documents/{document.pk}/", at))
        screen.expect_ready()
        return screen

    def new_text(self) -> tuple[Document, DocumentScreen]:
        """A new document of theirs, the caret in its text."""
        document = make_document(self.user)
        screen = self.open(document)
        screen.text.click()
        return document, screen


class People:
    """Makes people, and visitors who have no account. Each gets a browser context of their own."""

    def __init__(self, stack: Stack, browser: Browser, faults: Faults) -> None:
        assert stack.caddy is not None
        self._url = stack.caddy.url
        self._browser = browser
        self._faults = faults
        self._contexts: list[BrowserContext] = []

    def come(self, name: str = "Ada", *, user: User | None = None, **options: Any) -> Person:
        """A new person, or an existing user at another browser. `options` are those of a browser context."""
        user = user or make_user(name)
        context = self.visitor(**options)
        session = client_of(user).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": self._url}])
        return Person(user, context, self._url)

    def visitor(self, **options: Any) -> BrowserContext:
        """A browser that nobody is signed in at."""
        context = self._browser.new_context(**{**STILL, "base_url": self._url, **options})
        self._faults.watch(context)
        self._contexts.append(context)
        return context

    def leave(self) -> None:
        for context in self._contexts:
            context.close()


@contextmanager
def without_postgres(stack: Stack) -> Iterator[None]:
    stack.postgres.stop()
    try:
        yield
    finally:
        stack.postgres.start()
        forget_connections()


def forget_connections() -> None:
    """Those of the tests' own ORM, after Postgres was away."""
    connection.close()
    close_pool: Callable[[], None] = getattr(connection, "close_pool")  # noqa: B009 - the stubs don't know it
    close_pool()
