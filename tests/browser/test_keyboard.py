"""Everything can be reached and done without a pointer."""

from playwright.sync_api import Locator, Page, Route, expect

from editor.documents.models import Role
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


def test_the_focus_stays_near_what_was_done_when_its_button_is_gone(people: People) -> None:
    ada = people.come()
    make_document(ada.user, "Ledger")
    page = ada.visit()
    tab_to(page, page.get_by_role("button", name="More for Ledger"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Open")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(page.get_by_role("region", name="Documents")).to_be_focused()
    undo = page.get_by_role("button", name="Undo")
    undo.focus()
    page.keyboard.press("Enter")
    expect(undo).to_be_hidden()
    expect(page.get_by_role("region", name="Documents")).to_be_focused()
    ledger = page.get_by_role("treeitem", name="Ledger")
    ledger.focus()
    page.keyboard.press("Shift+F10")
    expect(page.locator("#tree-menu .menu-item").first).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(ledger).to_have_count(0)
    expect(page.locator('[role="treeitem"]:focus')).to_have_count(1)


def test_an_open_menu_stays_when_something_changes_elsewhere(people: People) -> None:
    ada = people.come()
    make_document(ada.user, "Ledger")
    page = ada.visit()
    make_document(ada.user, "Orchard")
    # As the person's socket says it.
    change = "document.body.dispatchEvent(new Event('documents-changed'))"
    held: list[Route] = []
    page.route("**/?show=*", lambda route: route.continue_() if held else held.append(route))
    with page.expect_request("**/?show=*"):
        page.evaluate(change)
    page.get_by_role("button", name="More for Ledger").press("Enter")
    first = page.get_by_role("link", name="Open")
    expect(first).to_be_focused()
    with page.expect_response("**/?show=*"):
        held[0].continue_()
    page.evaluate(change)
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("button", name="Add to favourites")).to_be_focused()
    page.keyboard.press("Escape")
    expect(first).to_be_hidden()
    page.evaluate(change)
    expect(page.get_by_role("link", name="Orchard", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="More for Ledger")).to_be_focused()


def test_an_icon_leaves_the_focus_on_its_button(people: People) -> None:
    ada = people.come()
    page = ada.open(make_document(ada.user)).page
    page.get_by_role("button", name="Add icon").focus()
    page.keyboard.press("Enter")
    page.get_by_role("dialog").get_by_role("button", name="Book", exact=True).press("Enter")
    icon = page.get_by_role("button", name="Change the icon")
    expect(icon).to_be_focused()
    with page.expect_response("**/look"):
        page.evaluate("document.body.dispatchEvent(new Event('changed-members'))")
    expect(icon).to_be_focused()


def test_the_list_of_who_is_here_keeps_the_focus_when_somebody_leaves(people: People) -> None:
    ada, ben, cleo = people.come("Ada"), people.come("Ben"), people.come("Cleo")
    document = make_document(ada.user, ben=(ben.user, Role.EDITOR), cleo=(cleo.user, Role.EDITOR))
    page, his, hers = (person.open(document).page for person in (ada, ben, cleo))
    here = page.get_by_role("button", name="2 other people here")
    here.press("Enter")
    rows = page.locator("#people-list button")
    expect(rows.nth(0)).to_be_focused()
    page.keyboard.press("ArrowDown")
    his.close()
    expect(rows).to_have_count(1)
    expect(rows.filter(has_text="Cleo")).to_be_focused()
    hers.close()
    expect(rows).to_have_count(0)
    expect(page.locator("#people-list")).to_be_focused()
