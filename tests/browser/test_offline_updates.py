"""A new version of the app is offered; what was typed survives it."""

from playwright.sync_api import Page, expect

from project.local.stack import Stack
from tests.browser.app import app_ready, deployed
from tests.browser.faults import UNREACHABLE, Faults
from tests.browser.people import WITH_APP, People
from tests.browser.screen import DocumentScreen, stored_text
from tests.browser.usable import expect_usable
from tests.people import make_document


def look_for_update(page: Page) -> None:
    page.evaluate("async () => { await (await navigator.serviceWorker.getRegistration()).update() }")


def caches(page: Page) -> set[str]:
    names: list[str] = page.evaluate("async () => await caches.keys()")
    return set(names)


def test_a_new_version_is_offered_and_taken_without_losing_an_edit(
    people: People, stack: Stack, faults: Faults
) -> None:
    faults.expect(*UNREACHABLE)
    ada = people.come(**WITH_APP)
    documents = [make_document(ada.user), make_document(ada.user)]
    first, second = (ada.open(document) for document in documents)
    app_ready(first.page)
    before = caches(first.page)
    with deployed(stack):
        look_for_update(first.page)
        offer = first.page.locator(".offer[data-shown]")
        expect(offer).to_contain_text("A new version is ready.")
        expect_usable(first.page)
        ada.context.set_offline(True)
        for screen in (first, second):
            screen.write_at_end("Unsent.")
            expect(screen.save_state).to_have_text("Offline — 7 edits waiting")
        offer.get_by_role("button", name="Reload").click()
        first.expect_text("Unsent.")
        expect(first.save_state).to_have_text("Offline — 7 edits waiting")
        expect(first.page.locator(".offer")).to_have_count(0)
        # The other tab goes on with the files of the old version, and is reloaded when it suits.
        expect(second.save_state).to_have_text("Offline — 7 edits waiting")
        assert before < caches(second.page)
        second.page.locator(".offer[data-shown]").get_by_role("button", name="Reload").click()
        second.expect_text("Unsent.")
        ada.context.set_offline(False)
        for screen, document in zip((first, second), documents, strict=True):
            screen.expect_saved(seconds=20)
            assert stored_text(document) == "Unsent."
        second.page.reload()
        second.page.wait_for_function("async () => (await caches.keys()).length === 1")
        assert not before & caches(second.page)


def test_the_page_of_a_new_version_takes_its_worker_without_asking(people: People, stack: Stack) -> None:
    ada = people.come(**WITH_APP)
    page = ada.visit()
    app_ready(page)
    before = caches(page)
    with deployed(stack):
        page.reload()
        look_for_update(page)
        page.wait_for_function(
            "async (old) => !(await caches.keys()).includes(old) && (await caches.keys()).length === 1",
            arg=next(iter(before)),
        )
        expect(page.locator(".offer")).to_have_count(0)


def test_a_part_that_is_gone_after_a_deploy_is_said_and_nothing_is_lost(people: People, faults: Faults) -> None:
    faults.expect(*UNREACHABLE, "Failed to fetch dynamically imported module")
    ada = people.come()
    document = make_document(ada.user)
    screen = ada.open(document)
    screen.write_at_end("Before.")
    screen.expect_saved()
    ada.context.route("**/assets/shortcut-sheet-*.js", lambda route: route.fulfill(status=404))
    screen.press("Control+/")
    offer = screen.page.locator(".offer[data-shown]")
    expect(offer).to_contain_text("A part of this page could not be loaded.")
    ada.context.unroute("**/assets/shortcut-sheet-*.js")
    offer.get_by_role("button", name="Reload").click()
    screen = DocumentScreen(screen.page)
    screen.expect_ready()
    screen.expect_text("Before.")


def test_a_page_whose_program_is_gone_says_so_instead_of_staying_blank(people: People, faults: Faults) -> None:
    faults.expect(*UNREACHABLE)
    ada = people.come()
    document = make_document(ada.user)
    page = ada.visit()
    ada.context.route("**/assets/document-*.js", lambda route: route.fulfill(status=404))
    page.goto(f"/documents/{document.pk}/")
    expect(page.locator(".offer[data-shown]")).to_contain_text("A part of this page could not be loaded.")
