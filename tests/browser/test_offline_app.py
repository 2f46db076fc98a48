"""The site as an app: it opens without the network, with what this browser keeps of whoever is signed in."""

import os
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Playwright, expect

from editor.documents.models import Role
from project.local.stack import Stack
from tests.browser.app import BrowserOnDisk, app_ready
from tests.browser.faults import UNREACHABLE, Faults
from tests.browser.people import DESKTOP, PHONE, WITH_APP, People
from tests.browser.screen import DocumentScreen, expect_equal, stored_text
from tests.browser.usable import expect_usable_in_any_light
from tests.people import make_document, make_user

ROUNDS = int(os.environ.get("SOAK_OFFLINE_ROUNDS", "3"))
LOOKS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": DESKTOP},
    "phone": {"viewport": PHONE, "has_touch": True},
}


def test_a_document_that_was_opened_here_opens_reads_and_writes_without_the_network(
    people: People, faults: Faults
) -> None:
    faults.expect(*UNREACHABLE)
    ada, ben = people.come("Ada Moss", **WITH_APP), people.come("Ben Ives")
    document = make_document(ada.user, ben=(ben.user, Role.EDITOR))
    mine, theirs = ada.open(document), ben.open(document)
    mine.write("Harvest")
    mine.write_at_end("Start. ")
    theirs.expect_text("Start.")
    mine.expect_saved()
    app_ready(mine.page)
    ada.context.set_offline(True)
    mine.write_at_end("Before. ")
    expect(mine.save_state).to_have_text("Offline — 8 edits waiting")
    mine.page.reload()
    mine.expect_text("Start. Before.")
    expect(mine.page).to_have_title("Harvest · Scriptorium")
    expect(mine.save_state).to_have_text("Offline — 8 edits waiting")
    mine.write_at_end("After. ")
    expect(mine.save_state).to_have_text("Offline — 15 edits waiting")
    theirs.write_at_end("Theirs. ")
    theirs.expect_saved()
    ada.context.set_offline(False)
    expect_equal(document, [mine, theirs])
    assert {"Before.", "After.", "Theirs."} <= set(stored_text(document).split())
    mine.page.get_by_role("button", name="Share", exact=True).click()
    expect(mine.page.get_by_role("dialog", name="Share")).to_be_visible()


def test_while_no_replica_answers_documents_open_from_what_the_browser_keeps(
    people: People, stack: Stack, faults: Faults
) -> None:
    faults.expect(*UNREACHABLE)
    ada = people.come(**WITH_APP)
    document = make_document(ada.user)
    screen = ada.open(document)
    screen.write_at_end("Kept.")
    screen.expect_saved()
    app_ready(screen.page)
    for replica in stack.replicas:
        replica.kill()
    try:
        screen.page.reload()
        screen.expect_text("Kept.")
        screen.write_at_end(" More.")
        screen.expect_waiting()
        listed = ada.visit()
        expect(listed.get_by_text("The server doesn\u2019t answer.")).to_be_visible()
        expect(listed.get_by_role("link", name="Untitled")).to_be_visible()
    finally:
        for replica in stack.replicas:
            replica.start()
    screen.expect_saved(seconds=40)
    assert stored_text(document) == "Kept. More."
    # The list asks now and then, and goes to the server's by itself.
    expect(listed.get_by_role("button", name="New document")).to_be_visible(timeout=30_000)


@pytest.mark.parametrize("round_number", range(ROUNDS))
def test_offline_edits_survive_a_reload_and_a_closed_browser(
    people: People,
    stack: Stack,
    faults: Faults,
    playwright: Playwright,
    browser_type_launch_args: dict[str, Any],
    tmp_path: Path,
    round_number: int,
) -> None:
    faults.expect(*UNREACHABLE)
    assert stack.caddy is not None
    ada, ben = make_user("Ada Moss"), people.come("Ben Ives")
    document = make_document(ada, ben=(ben.user, Role.EDITOR))
    browser = BrowserOnDisk(playwright, browser_type_launch_args, tmp_path, stack.caddy.url, faults, ada)
    theirs = ben.open(document)
    with browser.opened() as person:
        screen = person.open(document)
        screen.write_at_end("Start. ")
        screen.expect_saved()
        app_ready(screen.page)
        person.context.set_offline(True)
        screen.write_at_end("One. ")
        screen.page.reload()
        screen.expect_text("Start. One.")
        screen.write_at_end(f"Two{round_number}. ")
        expect(screen.save_state).to_have_text(f"Offline — {5 + len(f'Two{round_number}. ')} edits waiting")
    theirs.write_at_end("Theirs. ")
    theirs.expect_saved()
    with browser.opened() as person:
        person.context.set_offline(True)
        screen = DocumentScreen(person.visit(f"/documents/{document.pk}/"))
        screen.expect_text(f"Start. One. Two{round_number}.")
        screen.write_at_end("Three. ")
        person.context.set_offline(False)
        expect_equal(document, [screen, theirs], seconds=30)
    words = stored_text(document).split()
    assert sorted(words) == sorted(["Start.", "One.", f"Two{round_number}.", "Three.", "Theirs."])


def test_the_list_shows_what_can_be_opened_and_what_waits(people: People, faults: Faults) -> None:
    faults.expect(*UNREACHABLE)
    ada = people.come(**WITH_APP)
    documents = [make_document(ada.user), make_document(ada.user)]
    for document, title in zip(documents, ("Harvest", "Cellar"), strict=True):
        screen = ada.open(document)
        screen.write(title)
        screen.press("Enter")
        screen.expect_saved()
        if title == "Harvest":
            screen.page.close()
    app_ready(screen.page)
    ada.context.set_offline(True)
    screen.write_at_end("Barrels.")
    expect(screen.save_state).to_have_text("Offline — 8 edits waiting")
    screen.page.close()
    page = ada.visit()
    listed = page.get_by_role("region", name="Documents in this browser")
    expect(listed.get_by_role("link")).to_have_text(["Cellar", "Harvest"])
    waiting = page.get_by_role("region", name="Your text in this browser")
    expect(waiting).to_contain_text("8 edits in “Cellar” wait in this browser.")
    listed.get_by_role("link", name="Harvest").click()
    expect(page).to_have_title("Harvest · Scriptorium")
    page.get_by_role("link", name="Scriptorium, your documents").click()
    expect(waiting).to_contain_text("8 edits in “Cellar” wait")
    ada.context.set_offline(False)
    # The page goes by itself to the server's list, which sends what waits for a document that nobody has open.
    expect(page.get_by_text("8 edits in “Cellar” are saved now.")).to_be_visible(timeout=20_000)
    expect(waiting).to_be_hidden()
    assert stored_text(documents[1]) == "Barrels."


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_what_is_not_kept_is_said_plainly_and_everybody_can_use_these_pages(
    people: People, faults: Faults, look: dict[str, Any]
) -> None:
    faults.expect(*UNREACHABLE)
    ada = people.come(**WITH_APP, **look)
    page = ada.visit()
    app_ready(page)
    screen = ada.open(make_document(ada.user, "Harvest"))
    screen.write("Harvest")
    screen.expect_saved()
    ada.context.set_offline(True)
    screen.write_at_end("Pears.")
    expect(screen.save_state).to_have_text("Offline — 6 edits waiting")
    screen.page.reload()
    screen.expect_text("Pears.")
    expect_usable_in_any_light(screen.page)
    screen.page.close()
    page.goto(f"/documents/{uuid4()}/")
    expect(page.get_by_role("heading", name="This document isn\u2019t in this browser")).to_be_visible()
    expect_usable_in_any_light(page)
    page.get_by_role("link", name="Documents in this browser").click()
    expect(page.get_by_role("link", name="Harvest")).to_be_visible()
    expect_usable_in_any_light(page)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("dialog", name="Signing out needs the network")).to_be_visible()
    expect_usable_in_any_light(page)


def test_the_site_can_be_installed(people: People) -> None:
    ada = people.come(**WITH_APP)
    page = ada.visit()
    app_ready(page)
    devtools = ada.context.new_cdp_session(page)
    manifest = devtools.send("Page.getAppManifest")
    assert manifest["errors"] == []
    assert manifest["manifest"]["startUrl"].endswith("/")
    problems = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # A context of the tests is an incognito window.
    assert {problem["errorId"] for problem in problems} <= {"in-incognito"}


def test_nothing_in_the_caches_belongs_to_anybody(people: People) -> None:
    ada = people.come("Ada Moss", **WITH_APP)
    screen = ada.open(make_document(ada.user))
    screen.write("A secret title")
    screen.expect_saved()
    app_ready(screen.page)
    ada.visit("/")
    kept = screen.page.evaluate(
        """async () => {
          const found = {};
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) {
              const { pathname } = new URL(request.url);
              const response = await cache.match(request);
              found[pathname] = /html/.test(response.headers.get("content-type")) ? await response.text() : "";
            }
          }
          return found;
        }"""
    )
    assert {path for path in kept if not path.startswith("/static/")} == {"/offline/", "/offline/document"}
    for text in kept.values():
        assert "Ada" not in text
        assert "secret" not in text
        assert str(ada.user.pk) not in text
