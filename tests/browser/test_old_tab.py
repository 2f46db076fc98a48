"""A page that is older than the schema reads, asks to be loaded again, and keeps what was written in it."""

import re

from playwright.sync_api import BrowserContext, Route, expect

from editor.content.schema import OLDEST_WRITABLE_SCHEMA, SCHEMA_VERSION
from editor.documents.models import Role
from project.local.folder import ROOT
from tests.browser.faults import UNREACHABLE, Faults
from tests.browser.people import People
from tests.browser.screen import DocumentScreen, expect_equal, stored_text
from tests.people import make_document

SCRIPTS = "**/bundle/assets/*.js"


def have_old_bundle(context: BrowserContext) -> None:
    """The same bundle, with the number of the last schema that may not write any more."""
    described = re.compile(rf"version:{SCHEMA_VERSION},oldestWritable:")

    def answer(route: Route) -> None:
        script = (ROOT / "static" / "bundle" / "assets" / route.request.url.rpartition("/")[2]).read_text()
        old = f"version:{OLDEST_WRITABLE_SCHEMA - 1},oldestWritable:"
        headers = {"cache-control": "no-store"}
        route.fulfill(content_type="text/javascript", headers=headers, body=described.sub(old, script))

    context.route(SCRIPTS, answer)


def test_an_old_page_is_told_to_reload_and_what_was_written_in_it_is_sent_afterwards(
    people: People, faults: Faults
) -> None:
    faults.expect(*UNREACHABLE)
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives")
    document = make_document(ada.user, ben=(ben.user, Role.EDITOR))
    screen, theirs = ada.open(document), ben.open(document)
    screen.write_at_end("Start.")
    screen.expect_saved()
    ada.context.set_offline(True)
    screen.write_at_end(" Unsent.")
    expect(screen.save_state).to_have_text("Offline — 8 edits waiting")
    screen.page.close()
    theirs.write_at_end(" Theirs.")
    theirs.expect_saved()
    ada.context.set_offline(False)

    have_old_bundle(ada.context)
    screen = DocumentScreen(ada.visit(f"/documents/{document.pk}/"))
    notice = screen.page.get_by_role("alert")
    expect(notice).to_contain_text("Scriptorium was updated. Reload to go on writing; 8 edits of yours wait here")
    screen.expect_read_only()
    expect(screen.save_state).to_have_text("Not saved — 8 edits waiting")
    expect(screen.text).to_contain_text("Unsent.")
    assert "Unsent." not in stored_text(document)

    ada.context.unroute(SCRIPTS)
    notice.get_by_role("button", name="Reload").click()
    screen.expect_ready()
    expect_equal(document, [screen, theirs], seconds=20)
    assert {"Start.", "Unsent.", "Theirs."} == set(re.findall(r"\w+\.", stored_text(document)))


def test_an_old_page_changes_nothing_that_others_write_meanwhile(people: People, faults: Faults) -> None:
    faults.expect(*UNREACHABLE)
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives")
    document = make_document(ada.user, ben=(ben.user, Role.EDITOR))
    theirs = ben.open(document)
    theirs.write_at_end("Theirs.")
    theirs.expect_saved()
    have_old_bundle(ada.context)
    page = ada.visit(f"/documents/{document.pk}/")
    expect(page.get_by_role("alert")).to_contain_text("Scriptorium was updated. Reload to go on writing.")
    screen = DocumentScreen(page)
    screen.expect_read_only()
    theirs.write_at_end(" More.")
    theirs.expect_saved()
    assert stored_text(document) == "Theirs. More."
