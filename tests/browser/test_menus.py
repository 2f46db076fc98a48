"""The menus and bars of the text: each can be opened, used and left, and everybody can use them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.people import DESKTOP, PHONE, People, Person
from tests.browser.screen import DocumentScreen
from tests.browser.usable import expect_usable_in_any_light
from tests.people import make_document

LOOKS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": DESKTOP},
    "phone": {"viewport": PHONE, "has_touch": True},
}
ADDRESS = "https://example.org/a/very/long/address/that/goes/on/and/on/index.html"


def new_text(person: Person, text: str = "") -> DocumentScreen:
    screen = person.open(make_document(person.user))
    screen.text.click()
    screen.write(text)
    return screen


def slash_menu(screen: DocumentScreen) -> Locator:
    return screen.page.get_by_role("listbox", name="Blocks")


def selection_bar(screen: DocumentScreen) -> Locator:
    return screen.page.get_by_role("toolbar", name="Format the selection")


def set_link(screen: DocumentScreen, address: str) -> None:
    screen.press("Control+K")
    screen.page.get_by_label("Address").fill(address)
    screen.press("Enter")


def test_the_slash_menu_finds_other_words_and_wrong_letters_and_says_when_it_finds_nothing(people: People) -> None:
    screen = new_text(people.come(), "/todo")
    option = slash_menu(screen).get_by_role("option")
    expect(option).to_have_count(1)
    expect(option).to_have_accessible_name("Task list")
    expect(screen.page.get_by_text("1 block", exact=True)).to_be_attached()
    screen.press(*["Backspace"] * 4)
    screen.write("haeding")
    expect(option.first).to_have_accessible_name("Heading 1")
    screen.write("x")
    nothing = screen.page.locator(".slash-menu").get_by_text("Nothing is called that.")
    expect(nothing).to_be_visible()
    screen.write("x")
    expect(nothing).to_be_hidden()
    screen.write(" on /etc/passwd")
    expect(screen.page.locator(".slash-menu")).to_be_hidden()
    screen.expect_blocks("p(/haedingxx on /etc/passwd)")


def test_the_slash_menu_is_used_with_the_keyboard_and_puts_what_was_used_last_on_top(people: People) -> None:
    screen = new_text(people.come(), "/")
    options = slash_menu(screen).get_by_role("option")
    expect(options.first).to_have_accessible_name("Text")
    expect(screen.text).to_have_attribute("aria-controls", "slash-menu")
    screen.press("End")
    expect(options.last).to_have_attribute("aria-selected", "true")
    expect(options.last).to_be_in_viewport()
    screen.press("Home", "ArrowDown", "ArrowDown")
    active = options.and_(screen.page.locator('[aria-selected="true"]'))
    expect(active).to_have_accessible_name("Heading 2")
    expect(screen.text).to_have_attribute("aria-activedescendant", active.get_attribute("id") or "")
    screen.press("Tab")
    screen.write("Plan")
    screen.press("Enter")
    screen.write("/")
    expect(slash_menu(screen).get_by_role("group", name="Used recently").get_by_role("option")).to_have_count(1)
    expect(options.first).to_have_accessible_name("Heading 2")
    screen.press("Escape", "Backspace")
    screen.expect_blocks("h2(Plan) p()")


def test_the_slash_menu_goes_when_its_line_is_scrolled_away(people: People) -> None:
    screen = new_text(people.come())
    for _ in range(40):
        screen.press("Enter")
    screen.press("Control+Home")
    screen.write("/")
    expect(slash_menu(screen)).to_be_visible()
    screen.page.mouse.move(900, 60)
    screen.page.mouse.wheel(0, 1_500)
    expect(slash_menu(screen)).to_be_hidden()


def test_no_bar_comes_for_code_and_escape_sends_one_away(people: People) -> None:
    screen = new_text(people.come(), "ripe")
    screen.press("Shift+Home")
    expect(selection_bar(screen)).to_be_visible()
    screen.press("Escape")
    expect(selection_bar(screen)).to_be_hidden()
    screen.press("End", "Enter")
    screen.write("``` pears")
    screen.press("Shift+Home")
    expect(selection_bar(screen)).to_be_hidden()


def test_letters_are_coloured_and_highlighted_from_the_palette_and_cleared_again(people: People) -> None:
    screen = new_text(people.come(), "ripe")
    screen.press("Shift+Home")
    colour = selection_bar(screen).get_by_role("button", name="Colour")
    screen.press("Alt+F10", "End", "ArrowLeft", "ArrowLeft")
    expect(colour).to_be_focused()
    screen.press("Enter")
    inks = screen.page.get_by_role("group", name="Text colour")
    expect(inks.get_by_role("menuitemradio", name="Default")).to_be_focused()
    screen.press("ArrowRight", "ArrowRight")
    expect(inks.get_by_role("menuitemradio", name="Red")).to_be_focused()
    screen.press("Enter")
    expect(screen.text.locator(".text-color[data-color=red]")).to_have_text("ripe")
    colour.click()
    expect(inks.get_by_role("menuitemradio", name="Red")).to_be_checked()
    screen.page.get_by_role("group", name="Highlight").get_by_role("menuitemradio", name="Green").click()
    expect(screen.text.locator("mark[data-color=green]")).to_have_text("ripe")
    colour.click()
    inks.get_by_role("menuitemradio", name="Default").click()
    expect(screen.text.locator(".text-color")).to_have_count(0)
    selection_bar(screen).get_by_role("button", name="More formatting").click()
    screen.page.get_by_role("menuitem", name="Clear formatting").click()
    screen.expect_blocks("p(ripe)")


def test_a_selection_is_aligned_and_turned_into_something_else(people: People) -> None:
    screen = new_text(people.come(), "- ripe")
    screen.press("Shift+Home")
    bar = selection_bar(screen)
    bar.get_by_role("button", name="Alignment").click()
    screen.page.get_by_role("menuitemradio", name="Align centre").click()
    expect(screen.text.locator("p")).to_have_attribute("data-align", "center")
    bar.get_by_role("button", name="Turn into: Bulleted list").click()
    screen.page.get_by_role("menuitemradio", name="Quote").click()
    screen.expect_blocks("blockquote(p(ripe))")
    bar.get_by_role("button", name="Turn into: Quote").click()
    screen.page.get_by_role("menuitemradio", name="Text").click()
    screen.expect_blocks("p(ripe)")


def test_a_link_has_a_card_by_mouse_and_by_keyboard(people: People) -> None:
    ada = people.come()
    ada.context.grant_permissions(["clipboard-read", "clipboard-write"])
    screen = new_text(ada, "orchard")
    screen.press("Shift+Home")
    set_link(screen, ADDRESS)
    screen.text.get_by_role("link").click()
    card = screen.page.get_by_role("toolbar", name="Link", exact=True)
    expect(card.get_by_role("link", name="Open")).to_have_attribute("href", ADDRESS)
    expect(card.get_by_text("index.html")).to_have_text("example.org/a/very/long/address/…/index.html")
    card.get_by_role("button", name="Copy link").click()
    assert screen.page.evaluate("navigator.clipboard.readText()") == ADDRESS
    screen.press("Escape")
    expect(card).to_be_hidden()
    screen.press("ArrowLeft", "Alt+F10", "ArrowRight", "Enter")
    expect(screen.page.get_by_label("Address")).to_have_value(ADDRESS)
    screen.page.get_by_label("Address").fill("example.org")
    screen.press("Enter")
    expect(screen.text.get_by_role("link")).to_have_attribute("href", "https://example.org")
    screen.text.get_by_role("link").click()
    card.get_by_role("button", name="Remove link").click()
    screen.expect_blocks("p(orchard)")


def test_the_formatting_bar_stays_where_it_was_switched_on(people: People) -> None:
    screen = new_text(people.come(), "ripe")
    page = screen.page
    bar = page.get_by_role("toolbar", name="Formatting")
    expect(bar).to_be_hidden()
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("switch", name="Formatting bar").click()
    expect(bar).to_be_visible()
    undo = bar.get_by_role("button", name="Undo")
    expect(undo).to_have_attribute("aria-disabled", "false")
    undo.click()
    screen.expect_blocks("p()")
    expect(undo).to_have_attribute("aria-disabled", "true")
    bar.get_by_role("button", name="Redo").click()
    screen.expect_blocks("p(ripe)")
    page.reload()
    screen.expect_ready()
    expect(bar).to_be_visible()
    screen.text.click()
    screen.press("Control+A", "Alt+F10", "End")
    bar.get_by_role("button", name="Hide the formatting bar").click()
    expect(bar).to_be_hidden()
    expect(selection_bar(screen)).to_be_visible()


def test_the_sheet_of_shortcuts_is_searched(people: People) -> None:
    screen = new_text(people.come())
    screen.press("Control+/")
    sheet = screen.page.get_by_role("dialog", name="Keyboard shortcuts")
    expect(sheet.get_by_role("searchbox")).to_be_focused()
    screen.write("check")
    expect(sheet.get_by_role("term")).to_have_text(["Task list"])
    screen.write("ers")
    expect(sheet.get_by_text("Nothing is called that.")).to_be_visible()
    screen.press("Escape")
    expect(sheet).to_be_hidden()
    expect(screen.text).to_be_focused()
    screen.press("Control+/")
    expect(sheet.get_by_role("searchbox")).to_be_empty()
    expect(sheet.get_by_role("term").filter(has_text="Task list")).to_be_visible()


@contextmanager
def opened(screen: DocumentScreen, opener: Locator, shown: Locator) -> Iterator[None]:
    opener.click()
    expect(shown.first).to_be_visible()
    yield
    screen.press("Escape")
    expect(shown.first).to_be_hidden()


@pytest.mark.parametrize("look", LOOKS)
def test_everybody_can_use_every_menu(people: People, look: str) -> None:
    narrow = look == "phone"
    screen = new_text(people.come("Ada Moss", **LOOKS[look]), "Apples come first")
    page = screen.page
    screen.press("Enter", "/")
    expect(slash_menu(screen)).to_be_visible()
    expect_usable_in_any_light(page)
    screen.write("zzz")
    expect_usable_in_any_light(page)
    screen.press("Escape", *["Backspace"] * 5, "Shift+Home")
    set_link(screen, ADDRESS)
    screen.text.get_by_role("link").click()
    expect(page.get_by_role("toolbar", name="Link", exact=True)).to_be_visible()
    expect_usable_in_any_light(page)
    screen.press("End", "Shift+Home")
    bar = page.get_by_role("toolbar", name="Format", exact=True) if narrow else selection_bar(screen)
    names = (
        ["Block", "Colour", "More formatting"] if narrow else ["Turn into", "Colour", "Alignment", "More formatting"]
    )
    for name in names:
        opener = bar.get_by_role("button", name=name, exact=name == "Block")
        with opened(screen, opener, page.get_by_role("menu").get_by_role("group")):
            expect_usable_in_any_light(page)
    if not narrow:
        expect_handle_usable(screen)
    screen.press("Control+/")
    expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    expect_usable_in_any_light(page)


def expect_handle_usable(screen: DocumentScreen) -> None:
    page = screen.page
    screen.press("ArrowRight", "Alt+Shift+H", "Enter")
    expect(page.get_by_role("menuitem", name="Turn into")).to_be_focused()
    expect_usable_in_any_light(page)
    screen.press("ArrowRight")
    expect(page.get_by_role("menuitemradio", name="Quote")).to_be_visible()
    expect_usable_in_any_light(page)
    screen.press("Escape", "Escape", "Escape")
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("switch", name="Formatting bar").click()
    expect(page.get_by_role("toolbar", name="Formatting")).to_be_visible()
    expect_usable_in_any_light(page)
