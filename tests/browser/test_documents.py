"""A document's life in the list: created, found there, renamed, moved to the trash and out of it."""

from playwright.sync_api import Page, expect

from tests.browser.people import People
from tests.browser.screen import DocumentScreen, stored_title
from tests.people import make_document


def open_menu(page: Page, title: str) -> None:
    page.get_by_role("button", name=f"More for {title}").click()


def test_the_empty_list_says_what_to_do_and_does_it(people: People) -> None:
    page = people.come().visit()
    expect(page.get_by_text("A blank page is waiting")).to_be_visible()
    page.get_by_role("region", name="Documents").get_by_role("button", name="New document").click()
    DocumentScreen(page).expect_ready()


def test_a_new_document_takes_title_and_text_and_stands_in_the_list(people: People) -> None:
    ada = people.come()
    page = ada.visit()
    page.get_by_role("button", name="New document").first.click()
    screen = DocumentScreen(page)
    screen.expect_ready()
    expect(screen.title).to_be_focused()
    screen.write("Harvest plan")
    screen.press("Enter")
    screen.write("Apples first.")
    screen.expect_saved()
    page.reload()
    screen.expect_ready()
    expect(screen.title).to_have_value("Harvest plan")
    screen.expect_text("Apples first.")
    expect(page).to_have_title("Harvest plan · Scriptorium")
    listed = ada.visit().get_by_role("region", name="Documents")
    expect(listed.get_by_role("link", name="Harvest plan").first).to_be_visible()


def test_a_rename_from_the_list_shows_in_the_open_editor(people: People) -> None:
    ada = people.come()
    document = make_document(ada.user)
    screen = ada.open(document)
    screen.write("Draft")
    screen.expect_saved()
    page = ada.visit()
    open_menu(page, "Draft")
    page.get_by_role("button", name="Rename…").click()
    page.get_by_role("dialog", name="Rename").get_by_label("Title").fill("Final words")
    page.get_by_role("button", name="Rename", exact=True).click()
    expect(page.get_by_role("link", name="Final words").first).to_be_visible()
    expect(screen.title).to_have_value("Final words")
    assert stored_title(document) == "Final words"


def test_the_trash_gives_documents_back_by_undo_and_by_restore(people: People) -> None:
    ada = people.come()
    make_document(ada.user, "Old ledger")
    page = ada.visit()
    listed = page.get_by_role("region", name="Documents").get_by_role("link", name="Old ledger").first
    open_menu(page, "Old ledger")
    page.get_by_role("button", name="Move to trash").click()
    expect(listed).to_be_hidden()
    page.get_by_role("button", name="Undo").click()
    expect(listed).to_be_visible()
    open_menu(page, "Old ledger")
    page.get_by_role("button", name="Move to trash").click()
    expect(listed).to_be_hidden()
    page.get_by_role("link", name="Trash").click()
    page.get_by_role("button", name="Restore Old ledger").click()
    DocumentScreen(page).expect_ready()
    expect(ada.visit().get_by_role("link", name="Old ledger").first).to_be_visible()


def test_moving_the_open_document_to_the_trash_can_be_undone_from_the_list(people: People) -> None:
    ada = people.come()
    document = make_document(ada.user)
    screen = ada.open(document)
    screen.write("Scrap paper")
    screen.expect_saved()
    page = screen.page
    page.get_by_role("button", name="More").click()
    page.get_by_role("button", name="Move to trash").click()
    expect(page.get_by_role("heading", name="Documents")).to_be_visible()
    expect(page.get_by_text("Moved to the trash.")).to_be_visible()
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="Scrap paper").first).to_be_visible()
