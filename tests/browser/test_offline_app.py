"""The site as an app: it opens without the network, with what this browser keeps of whoever is signed in."""

from playwright.sync_api import Page, expect

from editor.documents.models import Role
from tests.browser.faults import UNREACHABLE, Faults
from tests.browser.people import WITH_APP, People
from tests.browser.screen import expect_equal, stored_text
from tests.people import make_document


def app_ready(page: Page) -> None:
    """The worker has everything that it needs to answer without the network."""
    page.evaluate("async () => { await navigator.serviceWorker.ready }")


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
