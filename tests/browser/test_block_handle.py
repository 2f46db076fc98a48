"""The handle beside a block: dragging, its menu, its shortcuts, and links to blocks."""

from playwright.sync_api import Locator, expect

from editor.documents.models import Role
from project.local.stack import Stack
from tests.browser.people import PHONE, People, Person
from tests.browser.screen import DocumentScreen
from tests.people import make_document

CLIPBOARD = ["clipboard-read", "clipboard-write"]


def written(person: Person, *lines: str) -> DocumentScreen:
    screen = person.open(make_document(person.user))
    screen.text.click()
    write_lines(screen, *lines)
    return screen


def write_lines(screen: DocumentScreen, *lines: str) -> None:
    for index, line in enumerate(lines):
        if index > 0:
            screen.press("Enter")
        screen.write(line)


def line(screen: DocumentScreen, text: str) -> Locator:
    return screen.text.locator("p, h1, h2").filter(has_text=text).last


def grip_at(screen: DocumentScreen, text: str) -> Locator:
    """The grip of the block, which comes with the pointer."""
    line(screen, text).hover()
    grip = screen.page.get_by_role("button", name="Block menu")
    expect(grip).to_be_visible()
    return grip


def take(screen: DocumentScreen, text: str) -> None:
    grip_at(screen, text).hover()
    screen.page.mouse.down()


def carry_to(screen: DocumentScreen, text: str, *, below: bool, right_by: float = 0) -> None:
    box, grip = line(screen, text).bounding_box(), screen.page.get_by_role("button", name="Block menu").bounding_box()
    assert box is not None
    assert grip is not None
    edge = box["y"] + (box["height"] - 3 if below else 3)
    screen.page.mouse.move(grip["x"] + grip["width"] / 2 + right_by, edge, steps=6)


def choose(screen: DocumentScreen, text: str, item: str) -> None:
    grip_at(screen, text).click()
    screen.page.get_by_role("menuitem", name=item).click()


def test_a_dragged_block_is_seen_by_the_other_and_one_undo_brings_it_back(people: People, stack: Stack) -> None:
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives")
    document = make_document(ada.user, ben=(ben.user, Role.EDITOR))
    mine, other = (who.open(document, replica.url) for who, replica in zip((ada, ben), stack.replicas, strict=True))
    mine.text.click()
    write_lines(mine, "apples", "pears", "quinces")
    other.expect_blocks("p(apples) p(pears) p(quinces)")
    take(mine, "quinces")
    carry_to(mine, "apples", below=False)
    expect(mine.page.locator(".drop-line")).to_be_visible()
    other.write_at_end(" and plums")
    expect(line(mine, "plums")).to_be_visible()
    mine.page.mouse.up()
    moved = "p(quinces and plums) p(apples) p(pears)"
    mine.expect_blocks(moved)
    other.expect_blocks(moved)
    mine.press("Control+Z")
    for screen in (mine, other):
        screen.expect_blocks("p(apples) p(pears) p(quinces and plums)")


def test_a_block_goes_into_a_list_and_an_item_out_of_it_but_never_into_itself(people: People) -> None:
    screen = written(people.come(), "- pears", "quinces", "", "plums")
    screen.expect_blocks("ul(li(p(pears))li(p(quinces))) p(plums)")
    take(screen, "plums")
    carry_to(screen, "pears", below=True, right_by=30)
    screen.page.mouse.up()
    screen.expect_blocks("ul(li(p(pears))li(p(plums))li(p(quinces)))")
    take(screen, "pears")
    carry_to(screen, "pears", below=True)
    screen.page.mouse.up()
    screen.expect_blocks("ul(li(p(pears))li(p(plums))li(p(quinces)))")
    take(screen, "pears")
    carry_to(screen, "quinces", below=True)
    screen.page.mouse.up()
    screen.expect_blocks("ul(li(p(plums))li(p(quinces))li(p(pears)))")


def test_escape_leaves_a_dragged_block_where_it_is(people: People) -> None:
    screen = written(people.come(), "apples", "pears")
    take(screen, "pears")
    carry_to(screen, "apples", below=False)
    expect(screen.page.locator(".drop-line")).to_be_visible()
    screen.press("Escape")
    expect(screen.page.locator(".drop-line")).to_be_hidden()
    screen.page.mouse.up()
    screen.expect_blocks("p(apples) p(pears)")


def test_the_menu_moves_duplicates_turns_and_deletes(people: People) -> None:
    screen = written(people.come(), "apples", "pears", "plums")
    choose(screen, "pears", "Move up")
    screen.expect_blocks("p(pears) p(apples) p(plums)")
    choose(screen, "apples", "Duplicate")
    screen.expect_blocks("p(pears) p(apples) p(apples) p(plums)")
    choose(screen, "plums", "Delete")
    screen.expect_blocks("p(pears) p(apples) p(apples)")
    choose(screen, "pears", "Turn into")
    screen.page.get_by_role("menuitemradio", name="Heading 2").click()
    screen.expect_blocks("h2(pears) p(apples) p(apples)")
    expect(screen.text).to_be_focused()
    screen.press("Control+Z")
    screen.expect_blocks("p(pears) p(apples) p(apples)")
    screen.press("Control+Z")
    screen.expect_blocks("p(pears) p(apples) p(apples) p(plums)")


def test_blocks_move_with_the_keyboard_and_the_caret_goes_along(people: People) -> None:
    screen = written(people.come(), "apples", "pears", "- plums", "quinces")
    screen.press("Alt+Shift+ArrowUp")
    screen.expect_blocks("p(apples) p(pears) ul(li(p(quinces))li(p(plums)))")
    screen.press("Alt+Shift+ArrowUp")
    screen.expect_blocks("p(apples) ul(li(p(quinces))) p(pears) ul(li(p(plums)))")
    screen.press("Alt+Shift+ArrowDown")
    screen.write("!")
    screen.expect_blocks("p(apples) p(pears) ul(li(p(quinces!))) ul(li(p(plums)))")


def test_the_handle_is_reached_used_and_left_with_the_keyboard(people: People) -> None:
    screen = written(people.come(), "apples", "pears")
    grip = screen.page.get_by_role("button", name="Block menu")
    screen.press("Alt+F10")
    expect(grip).to_be_focused()
    screen.press("Escape")
    expect(screen.text).to_be_focused()
    expect(grip).to_be_hidden()
    screen.press("Alt+Shift+H", "Enter")
    expect(screen.page.get_by_role("menuitem", name="Turn into")).to_be_focused()
    screen.press("ArrowRight")
    expect(screen.page.get_by_role("menuitemradio", name="Text")).to_be_focused()
    screen.press("ArrowLeft")
    expect(screen.page.get_by_role("menuitem", name="Turn into")).to_be_focused()
    screen.press("m", "Enter")
    screen.expect_blocks("p(pears) p(apples)")
    expect(screen.text).to_be_focused()
    screen.press("Alt+F10", "ArrowLeft", "Enter")
    expect(screen.page.get_by_role("listbox", name="Blocks")).to_be_visible()
    screen.write("heading 2")
    screen.press("Enter")
    screen.write("new")
    screen.expect_blocks("p(pears) h2(new) p(apples)")


def test_a_link_to_a_block_leads_to_it_also_in_closed_details(people: People) -> None:
    ada = people.come()
    ada.context.grant_permissions(CLIPBOARD)
    screen = written(ada, *[f"line {number}" for number in range(30)], "/details")
    expect(screen.page.get_by_role("option", name="Details")).to_be_visible()
    screen.press("Enter")
    write_lines(screen, "more", "the place")
    choose(screen, "the place", "Copy link to the block")
    expect(screen.page.get_by_text("Link copied.")).to_be_visible()
    address = screen.page.evaluate("navigator.clipboard.readText()")
    screen.expect_saved()
    page = ada.context.new_page()
    page.goto(address)
    place = page.locator("#text p", has_text="the place")
    expect(place).to_be_visible()
    expect(place).to_be_in_viewport()
    expect(place).to_have_class("block-linked")
    expect(place).not_to_have_class("block-linked")
    page.mouse.wheel(0, -5_000)
    expect(place).not_to_be_in_viewport()
    page.evaluate("(address) => { location.hash = ''; location.hash = new URL(address).hash; }", address)
    expect(place).to_be_in_viewport()


def test_a_viewer_has_no_handle(people: People) -> None:
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives")
    document = make_document(ada.user, ben=(ben.user, Role.VIEWER))
    mine = ada.open(document)
    mine.text.click()
    mine.write("apples")
    other = ben.open(document)
    other.expect_blocks("p(apples)")
    line(other, "apples").hover()
    expect(other.page.get_by_role("button", name="Block menu")).to_be_hidden()


def test_a_phone_has_the_menu_of_the_block_with_the_caret_in_its_bar(people: People) -> None:
    ada = people.come(viewport=PHONE, has_touch=True)
    screen = written(ada, "apples", "pears")
    bar = screen.page.get_by_role("toolbar", name="Format", exact=True)
    bar.get_by_role("button", name="Block").tap()
    screen.page.get_by_role("menuitem", name="Move up").tap()
    screen.expect_blocks("p(pears) p(apples)")
    screen.write("!")
    screen.expect_blocks("p(pears!) p(apples)")
