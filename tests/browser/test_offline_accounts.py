"""What this browser keeps is somebody's: signing out takes it away, and nobody else ever sees or sends it."""

from playwright.sync_api import Page, expect

from editor.documents.models import Document, Role
from tests.browser.app import app_ready, end_session, sign_in_as, stored_names, stored_records
from tests.browser.faults import UNREACHABLE, Faults
from tests.browser.people import WITH_APP, People, Person
from tests.browser.screen import DocumentScreen, stored_text
from tests.browser.test_signing_in import sign_in
from tests.browser.usable import expect_usable
from tests.people import PASSWORD, make_document, make_user

NETWORK = (*UNREACHABLE, "htmx:")


def open_account_menu(page: Page) -> None:
    page.get_by_role("button", name="Your account").click()


def leave_unsent(person: Person, text: str) -> tuple[Document, Page]:
    """A document called Harvest with `text` written offline, its tab closed, and the list while still offline."""
    document = make_document(person.user)
    screen = person.open(document)
    screen.write("Harvest")
    screen.expect_saved()
    app_ready(screen.page)
    home = person.visit()
    person.context.set_offline(True)
    screen.write_at_end(text)
    expect(screen.save_state).to_have_text(f"Offline — {len(text)} edits waiting")
    screen.page.close()
    return document, home


def nothing_of(person: Person, page: Page) -> bool:
    key = str(person.user.pk)
    return key not in str(stored_records(page)) and not any(key in name for name in stored_names(page))


def test_signing_out_takes_everything_out_of_the_browser(people: People) -> None:
    ada = people.come("Ada Moss", **WITH_APP)
    screen = ada.open(make_document(ada.user))
    screen.write("Harvest")
    screen.expect_saved()
    page = ada.visit()
    assert not nothing_of(ada, page)
    open_account_menu(page)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    page.wait_for_function("() => !document.cookie.includes('signed-out')")
    assert nothing_of(ada, page)
    expect(screen.page.get_by_role("alert")).to_contain_text("You are signed out.")


def test_signing_out_with_edits_that_were_not_saved_asks_first(people: People, faults: Faults) -> None:
    faults.expect(*NETWORK)
    ada = people.come("Ada Moss", **WITH_APP)
    document, page = leave_unsent(ada, "Lost.")
    # The document can't be reached, so that nothing is sent meanwhile.
    ada.context.route(f"**/documents/{document.pk}/", lambda route: route.abort())
    ada.context.set_offline(False)
    page.reload()
    open_account_menu(page)
    page.get_by_role("button", name="Sign out").click()
    dialog = page.get_by_role("dialog", name="Sign out?")
    expect(dialog).to_contain_text("5 edits in 1 document have not been saved.")
    expect(dialog.get_by_role("button", name="Stay signed in")).to_be_focused()
    expect_usable(page)
    dialog.get_by_role("button", name="Stay signed in").click()
    expect(page.get_by_text("5 edits in “Harvest” wait in this browser.")).to_be_visible()
    open_account_menu(page)
    page.get_by_role("button", name="Sign out").click()
    dialog.get_by_role("button", name="Sign out and lose them").click()
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    page.wait_for_function("() => !document.cookie.includes('signed-out')")
    assert nothing_of(ada, page)
    assert stored_text(document) == ""


def test_signing_out_needs_the_network_but_the_copies_can_go_without(people: People, faults: Faults) -> None:
    faults.expect(*NETWORK)
    ada = people.come("Ada Moss", **WITH_APP)
    _, page = leave_unsent(ada, "Lost.")
    open_account_menu(page)
    page.get_by_role("button", name="Sign out").click()
    dialog = page.get_by_role("dialog", name="Signing out needs the network")
    expect(dialog).to_contain_text("5 edits in 1 document have not been saved and would be lost.")
    expect_usable(page)
    dialog.get_by_role("button", name="Take them out of this browser").click()
    expect(page.get_by_text("You are offline. Sign in when that is over")).to_be_visible()
    assert nothing_of(ada, page)


def test_another_account_at_the_same_browser_sees_and_sends_nothing(people: People, faults: Faults) -> None:
    """The first one's session ran out, so nobody signed out: unsent edits are kept for that account alone."""
    faults.expect(*NETWORK)
    ada, ben = people.come("Ada Moss", **WITH_APP), make_user("Ben Ives", password=PASSWORD)
    document, page = leave_unsent(ada, "Ada's own.")
    path = f"/documents/{document.pk}/"
    page.goto(path)
    DocumentScreen(page).expect_text("Ada's own.")
    end_session(ada.context)
    ada.context.set_offline(False)
    expect(page.get_by_role("alert")).to_contain_text(
        "You are signed out. Sign in to go on: 10 edits of yours wait here."
    )
    ada.context.set_offline(True)
    for address in (path, "/"):
        page.goto(address)
        expect(page.get_by_text("Sign in when that is over").first).to_be_visible()
        expect(page.get_by_text("Harvest")).to_have_count(0)
    # The page goes to the server by itself, which asks who it is.
    ada.context.set_offline(False)
    sign_in(page, ben.email, PASSWORD)
    expect(page.get_by_role("heading", name="Documents")).to_be_visible()
    expect(page.get_by_role("region", name="Your text in this browser")).to_be_hidden()
    assert page.request.get(path).status == 404
    ada.context.set_offline(True)
    page.goto(path)
    expect(page.get_by_role("heading", name="This document isn\u2019t in this browser")).to_be_visible()
    page.goto("/")
    expect(page.get_by_text("No document was opened in this browser yet.")).to_be_visible()
    assert stored_text(document) == ""
    sign_in_as(ada.context, ada.user, page.url)
    ada.context.set_offline(False)
    expect(page.get_by_text("10 edits in “Harvest” are saved now.")).to_be_visible(timeout=20_000)
    assert stored_text(document) == "Ada's own."


def test_an_open_document_of_the_first_account_sends_nothing_as_the_second(people: People, faults: Faults) -> None:
    faults.expect(*NETWORK)
    ada, ben = people.come("Ada Moss", **WITH_APP), make_user("Ben Ives")
    document = make_document(ada.user, ben=(ben, Role.EDITOR))
    screen = ada.open(document)
    app_ready(screen.page)
    ada.context.set_offline(True)
    screen.write_at_end("Ada's own.")
    sign_in_as(ada.context, ben, screen.page.url)
    ada.context.set_offline(False)
    expect(screen.page.get_by_role("alert")).to_contain_text("You are signed out.")
    screen.expect_read_only()
    assert stored_text(document) == ""
    second = DocumentScreen(ada.visit(f"/documents/{document.pk}/"))
    second.expect_ready()
    second.expect_text("")
