"""Tables: made, changed and shared, by pointer and by keyboard."""

from playwright.sync_api import Locator, Page, expect

from editor.documents.models import Document, Membership, Role
from project.local.stack import Stack
from tests.browser.faults import UNREACHABLE, Faults
from tests.browser.people import PHONE, People, Person
from tests.browser.screen import DocumentScreen, stored_text
from tests.browser.usable import expect_usable
from tests.people import make_document

# Every row's cells as "th Name | td*2 | td", with the spans that aren't one.
_GRID = """() => [...document.querySelectorAll("#text table tr")].map((row) => [...row.children].map((cell) => {
  const spans = cell.colSpan * cell.rowSpan > 1 ? `*${cell.colSpan}x${cell.rowSpan}` : "";
  return `${cell.localName}${spans} ${cell.innerText.trim()}`.trim();
}).join(" | "))"""

_WIDTHS = '() => [...document.querySelectorAll("#text col")].map((column) => column.style.width)'


def grid(page: Page) -> list[str]:
    found: list[str] = page.evaluate(_GRID)
    return found


def expect_grid(page: Page, *rows: str) -> None:
    page.wait_for_function(f"(rows) => JSON.stringify(({_GRID})()) === JSON.stringify(rows)", arg=list(rows))


def expect_columns(page: Page, count: int) -> None:
    page.wait_for_function(
        "(count) => [...document.querySelectorAll('#text tr')].every((row) => row.children.length === count)", arg=count
    )


def cell(screen: DocumentScreen, row: int, column: int) -> Locator:
    return screen.text.locator("tr").nth(row).locator("td, th").nth(column)


def new_table(person: Person) -> tuple[Document, DocumentScreen]:
    """A document with a table of three rows and columns, the caret in its first cell."""
    document = make_document(person.user)
    screen = person.open(document)
    screen.text.click()
    screen.write("/table")
    screen.press("Enter")
    expect(screen.text.locator("table")).to_be_visible()
    return document, screen


def expect_same(document: Document, screens: list[DocumentScreen]) -> None:
    """All are saved and show the words that the database has, and the same rows."""
    for screen in screens:
        screen.expect_saved()
    words = "".join(stored_text(document).split())
    for screen in screens:
        screen.expect_text(words)
        assert grid(screen.page) == grid(screens[0].page)


def choose(screen: DocumentScreen, name: str) -> None:
    """From the table's menu, opened with the keyboard."""
    screen.press("Alt+Shift+T")
    menu = screen.page.get_by_role("menu", name="Table")
    menu.get_by_role("menuitem", name=name).or_(menu.get_by_role("menuitemcheckbox", name=name)).press("Enter")
    expect(menu).to_be_hidden()


def select_cells(screen: DocumentScreen, first: tuple[int, int], last: tuple[int, int]) -> None:
    start, end = cell(screen, *first).bounding_box(), cell(screen, *last).bounding_box()
    assert start is not None
    assert end is not None
    mouse = screen.page.mouse
    mouse.move(start["x"] + 20, start["y"] + start["height"] / 2)
    mouse.down()
    mouse.move(end["x"] + 20, end["y"] + end["height"] / 2, steps=4)
    mouse.up()


def test_a_table_changed_on_one_replica_is_the_same_on_the_other(people: People, stack: Stack) -> None:
    ada = people.come()
    first, second = (replica.url for replica in stack.replicas)
    document = make_document(ada.user)
    here = ada.open(document, at=first)
    there = people.come(user=ada.user).open(document, at=second)
    here.text.click()
    here.write("/table")
    here.press("Enter")
    here.write("Fruit")
    here.press("Tab")
    here.write("Count")
    expect_grid(there.page, "th Fruit | th Count | th", "td | td | td", "td | td | td")
    choose(here, "Insert row below")
    choose(here, "Insert column right")
    expect_grid(there.page, "th Fruit | th Count | th | th", *["td | td | td | td"] * 3)
    cell(there, 1, 0).click()
    there.write("[] pears")
    checkbox = here.text.get_by_role("checkbox")
    checkbox.press("Space")
    expect(there.text.get_by_role("checkbox")).to_be_checked()
    select_cells(here, (2, 0), (3, 1))
    choose(here, "Merge cells")
    expect_grid(there.page, "th Fruit | th Count | th | th", "td pears | td | td | td", "td*2x2 | td | td", "td | td")
    choose(here, "Split cell")
    expect_columns(there.page, 4)
    expect_same(document, [here, there])


def test_everything_by_keyboard(people: People) -> None:
    _, screen = new_table(people.come())
    for text in ["a", "b", "c", "d", "e", "f", "g", "h"]:
        screen.write(text)
        screen.press("Tab")
    screen.write("i")
    rows = ["th a | th b | th c", "td d | td e | td f", "td g | td h | td i"]
    expect_grid(screen.page, *rows)
    screen.press("Tab")
    expect_grid(screen.page, *rows, "td | td | td")
    screen.press("Shift+Tab", "Shift+Tab")
    screen.write("!")
    expect_grid(screen.page, *rows[:2], "td g | td ! | td i", "td | td | td")
    choose(screen, "Delete row")
    choose(screen, "Delete row")
    expect_grid(screen.page, *rows[:2])
    choose(screen, "Move column left")
    choose(screen, "Header column")
    expect_grid(screen.page, "th b | th a | th c", "th e | td d | td f")
    choose(screen, "Wider column")
    expect(screen.text.locator("col").first).not_to_have_css("width", "0px")
    assert screen.page.evaluate(_WIDTHS)[0].endswith("px")
    choose(screen, "Even column widths")
    assert screen.page.evaluate(_WIDTHS) == ["", "", ""]
    screen.press("Control+Enter")
    screen.write("below")
    expect(screen.text.locator(":scope > p")).to_have_text("below")


def test_cells_are_selected_and_cleared_with_the_keyboard(people: People) -> None:
    _, screen = new_table(people.come())
    for text in ["a", "b", "c", "d"]:
        screen.write(text)
        screen.press("Tab")
    cell(screen, 0, 0).click()
    screen.press("End", "Shift+ArrowRight")
    expect(screen.text.locator(".selectedCell")).to_have_count(2)
    screen.press("Shift+ArrowDown")
    expect(screen.text.locator(".selectedCell")).to_have_count(4)
    screen.press("Delete")
    expect_grid(screen.page, "th | th | th c", "td | td | td", "td | td | td")
    screen.press("Control+Z")
    expect_grid(screen.page, "th a | th b | th c", "td d | td | td", "td | td | td")


def test_a_table_that_is_selected_as_a_whole_is_deleted_and_comes_back(people: People) -> None:
    _, screen = new_table(people.come())
    screen.write("a")
    select_cells(screen, (0, 0), (2, 2))
    screen.press("Backspace")
    expect(screen.text.locator("table")).to_have_count(0)
    screen.press("Control+Z")
    expect_grid(screen.page, "th a | th | th", "td | td | td", "td | td | td")


def test_handles_at_the_edges_add_move_and_delete(people: People) -> None:
    _, screen = new_table(people.come())
    screen.write("a")
    page = screen.page
    cell(screen, 1, 1).hover()
    page.get_by_role("button", name="Add a row").click()
    page.get_by_role("button", name="Add a column").click()
    expect_grid(page, "th a | th | th | th", *["td | td | td | td"] * 3)
    cell(screen, 0, 0).hover()
    page.get_by_role("button", name="Column", exact=True).click()
    expect(screen.text.locator(".selectedCell")).to_have_count(4)
    page.get_by_role("menuitem", name="Move column right").click()
    expect_grid(page, "th | th a | th | th", *["td | td | td | td"] * 3)
    cell(screen, 0, 1).hover()
    page.get_by_role("button", name="Row", exact=True).click()
    page.get_by_role("menuitem", name="Delete row").click()
    expect_grid(page, *["td | td | td | td"] * 3)


def test_a_dragged_width_is_one_edit_and_everybody_sees_it(people: People) -> None:
    ada = people.come()
    document, screen = new_table(ada)
    screen.expect_saved()
    other = people.come(user=ada.user).open(document)
    box = cell(screen, 1, 0).bounding_box()
    assert box is not None
    before = box["width"]
    mouse = screen.page.mouse
    edge, middle = box["x"] + before, box["y"] + box["height"] / 2
    mouse.move(edge - 3, middle)
    mouse.move(edge, middle)
    mouse.down()
    mouse.move(edge + 40, middle, steps=4)
    # Nobody hears of it while it is being dragged.
    assert other.page.evaluate(_WIDTHS) == ["", "", ""]
    mouse.move(edge + 60, middle, steps=4)
    mouse.up()
    expected = [f"{round(before) + 60}px", "", ""]
    other.page.wait_for_function(f"(widths) => JSON.stringify(({_WIDTHS})()) === JSON.stringify(widths)", arg=expected)
    cell(screen, 1, 0).click()
    screen.press("Control+Z")
    other.page.wait_for_function(f"() => ({_WIDTHS})().join('') === ''")


def test_a_copied_cell_is_pasted_over_cells(people: People) -> None:
    person = people.come()
    person.context.grant_permissions(["clipboard-read", "clipboard-write"])
    _, screen = new_table(person)
    for text in ["a", "b", "c", "d", "e"]:
        screen.write(text)
        screen.press("Tab")
    select_cells(screen, (0, 0), (1, 1))
    screen.press("Control+C")
    cell(screen, 1, 1).click()
    screen.press("Control+V")
    expect_grid(screen.page, "th a | th b | th c", "td d | th a | th b", "td | td d | td e")


def test_what_two_people_do_to_a_table_at_once_leaves_one_that_both_can_edit(people: People, faults: Faults) -> None:
    faults.expect(*UNREACHABLE)
    ada = people.come()
    document, here = new_table(ada)
    for text in ["a", "b", "c", "d"]:
        here.write(text)
        here.press("Tab")
    here.expect_saved()
    ben = people.come(user=ada.user)
    there = ben.open(document)
    cell(here, 0, 0).click()
    cell(there, 1, 0).click()
    ada.context.set_offline(True)
    ben.context.set_offline(True)
    choose(here, "Insert column right")
    choose(here, "Insert row below")
    choose(there, "Insert column right")
    there.write("!")
    choose(there, "Insert row below")
    ada.context.set_offline(False)
    ben.context.set_offline(False)
    for screen in (here, there):
        expect(screen.text.locator("tr")).to_have_count(5)
    expect_same(document, [here, there])
    # Nobody's editor mended it by itself; a command of one person does.
    cell(there, 0, 0).click()
    choose(there, "Insert column left")
    here.page.wait_for_function(
        "() => new Set([...document.querySelectorAll('#text tr')].map((row) => row.children.length)).size === 1"
    )
    expect_same(document, [here, there])


def test_a_row_that_one_deletes_while_the_other_writes_in_it_is_gone_for_both(people: People) -> None:
    ada = people.come()
    document, here = new_table(ada)
    here.expect_saved()
    there = people.come(user=ada.user).open(document)
    cell(there, 1, 1).click()
    cell(here, 1, 0).click()
    there.write("going")
    choose(here, "Delete row")
    there.page.wait_for_function("() => document.querySelectorAll('#text tr').length === 2")
    cell(there, 1, 0).click()
    there.write("on")
    expect_grid(here.page, "th | th | th", "td on | td | td")
    expect_same(document, [here, there])


def test_a_wide_table_scrolls_by_itself_on_a_phone_and_everybody_can_use_it(people: People) -> None:
    ada = people.come(viewport=PHONE, has_touch=True)
    _, screen = new_table(ada)
    for _ in range(3):
        choose(screen, "Insert column right")
    expect_columns(screen.page, 6)
    wrapper = screen.text.locator(".table-wrapper")
    assert wrapper.evaluate("(wrapper) => wrapper.scrollWidth > wrapper.clientWidth")
    expect_usable(screen.page)
    screen.page.get_by_role("button", name="Table", exact=True).tap()
    expect(screen.page.get_by_role("menu", name="Table")).to_be_visible()
    expect_usable(screen.page)


def test_a_reader_scrolls_a_wide_table_with_the_keyboard_and_sees_no_handles(people: People) -> None:
    ada = people.come()
    document, screen = new_table(ada)
    for _ in range(4):
        choose(screen, "Insert column right")
    screen.expect_saved()
    expect_usable(screen.page)
    ben = people.come("Ben")
    Membership.objects.create(document=document, user=ben.user, role=Role.VIEWER)
    reader = ben.open(document)
    reader.expect_read_only()
    expect(reader.text.locator(".table-wrapper")).to_have_attribute("tabindex", "0")
    cell(reader, 1, 1).hover()
    expect(reader.page.locator(".table-controls")).to_be_hidden()
    expect_usable(reader.page)
