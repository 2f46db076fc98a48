"""Everything can be reached and done without a pointer."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.people import People
from tests.browser.screen import DocumentScreen
from tests.people import make_document

MOST_STOPS = 30


def tab_to(page: Page, target: Locator, key: str = "Tab") -> None:
    """Goes on with Tab until the target has the focus."""
    for _ in range(MOST_STOPS):
        if target.evaluate("(target) => target === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{target} is not within {MOST_STOPS} stops of the Tab key")


def test_a_document_is_made_written_and_shared_with_the_keyboard_alone(people: People) -> None:
    page = people.come().visit()
    tab_to(page, page.get_by_role("button", name="New document").first)
    page.keyboard.press("Enter")
    screen = DocumentScreen(page)
    screen.expect_ready()
    expect(screen.title).to_be_focused()
    page.keyboard.type("By hand")
    page.keyboard.press("Enter")
    page.keyboard.type("Only keys.")
    screen.expect_text("Only keys.")
    share = page.get_by_role("button", name="Share", exact=True)
    tab_to(page, share, "Shift+Tab")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Share")
    expect(dialog.get_by_label("Add people and teams")).to_be_focused()
    tab_to(page, dialog.get_by_role("button", name="Close"))
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(share).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(share).to_be_focused()


def test_menus_open_move_and_close_by_keyboard(people: People) -> None:
    ada = people.come()
    screen = ada.open(make_document(ada.user))
    page = screen.page
    more = page.get_by_role("button", name="More", exact=True)
    more.focus()
    page.keyboard.press("Enter")
    shortcuts = page.get_by_role("button", name="Keyboard shortcuts")
    expect(shortcuts).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#more .menu-item:visible").nth(1)).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_role("button", name="Move to trash")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(shortcuts).to_be_focused()
    page.keyboard.press("Escape")
    expect(shortcuts).to_be_hidden()
    expect(more).to_be_focused()


def test_the_menu_of_a_row_gives_the_focus_back_after_its_dialog(people: People) -> None:
    ada = people.come()
    make_document(ada.user, "Ledger")
    page = ada.visit()
    more = page.get_by_role("button", name="More for Ledger")
    tab_to(page, more)
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Open")).to_be_focused()
    page.keyboard.press("r")
    expect(page.get_by_role("button", name="Rename…")).to_be_focused()
    page.keyboard.press("Enter")
    field = page.get_by_role("dialog", name="Rename").get_by_label("Title")
    expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(field).to_be_hidden()
    expect(more).to_be_focused()


def test_formatting_is_reached_from_the_selection_and_left_with_escape(people: People) -> None:
    ada = people.come()
    screen = ada.open(make_document(ada.user))
    screen.write_at_end("ripe")
    screen.press("Shift+Home")
    bold = screen.page.get_by_role("toolbar").get_by_role("button", name="Bold")
    expect(bold).to_be_visible()
    screen.press("Alt+F10", "ArrowRight")
    expect(bold).to_be_focused()
    screen.press("ArrowRight", "Enter")
    screen.expect_blocks("p(em(ripe))")
    screen.press("Alt+F10", "Escape")
    expect(screen.text).to_be_focused()


def test_the_sheet_of_shortcuts_opens_and_closes_by_keyboard(people: People) -> None:
    ada = people.come()
    screen = ada.open(make_document(ada.user))
    screen.press("Control+/")
    sheet = screen.page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(sheet.get_by_text("Numbered list")).to_be_visible()
    screen.press("Escape")
    expect(sheet).to_be_hidden()
    expect(screen.title).to_be_focused()
