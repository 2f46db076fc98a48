"""Typing makes blocks and marks, and they stay what they are."""

from playwright.sync_api import expect

from tests.browser.people import PHONE, People

MARKDOWN = {
    "# Plan": "h1(Plan)",
    "### Plan": "h3(Plan)",
    "- pears": "ul(li(p(pears)))",
    "1. pears": "ol(li(p(pears)))",
    "[] pears": "ul(li[false](p(pears)))",
    "``` pears": "pre(code(pears))",
    "> pears": "blockquote(p(pears))",
    "**ripe** pears": "p(strong(ripe) pears)",
    "`ripe` pears": "p(code(ripe) pears)",
}


def test_markdown_becomes_what_it_means(people: People) -> None:
    _, screen = people.come().new_text()
    for typed, made in MARKDOWN.items():
        screen.write(typed)
        screen.expect_blocks(made)
        screen.press("Control+A", *["Backspace"] * 3)
        screen.expect_blocks("p()")


def test_every_block_is_the_same_after_a_reload_and_in_a_second_browser(people: People) -> None:
    ada = people.come()
    document, screen = ada.new_text()
    screen.write("# Plan")
    screen.press("Enter")
    screen.write("- pears")
    screen.press("Enter", "Enter")
    screen.write("[] pick them")
    screen.press("Enter", "Enter")
    screen.write("Some ")
    screen.press("Control+B")
    screen.write("ripe")
    screen.press("Control+B")
    screen.write(" ones, **soon** and")
    screen.press("Enter")
    screen.write("``` pick(pears)")
    expected = (
        "h1(Plan) ul(li(p(pears))) ul(li[false](p(pick them)))"
        " p(Some strong(ripe) ones, strong(soon) and) pre(code(pick(pears)))"
    )
    screen.expect_blocks(expected)
    screen.expect_saved()
    screen.page.reload()
    screen.expect_ready()
    screen.expect_blocks(expected)
    people.come(user=ada.user).open(document).expect_blocks(expected)


def test_the_slash_menu_offers_blocks_and_makes_the_chosen_one(people: People) -> None:
    _, screen = people.come().new_text()
    screen.write("/")
    menu = screen.page.get_by_role("listbox", name="Blocks")
    expect(menu.get_by_role("option", name="Numbered list")).to_be_visible()
    screen.write("quo")
    expect(menu.get_by_role("option")).to_have_count(1)
    screen.press("Enter")
    screen.write("said she")
    screen.expect_blocks("blockquote(p(said she))")
    expect(menu).to_be_hidden()


def test_escape_closes_the_slash_menu_and_leaves_what_was_typed(people: People) -> None:
    _, screen = people.come().new_text()
    screen.write("/he")
    menu = screen.page.get_by_role("listbox", name="Blocks")
    expect(menu).to_be_visible()
    screen.press("Escape")
    expect(menu).to_be_hidden()
    screen.write("y")
    screen.expect_blocks("p(/hey)")


def test_the_toolbar_comes_with_a_selection_and_formats_it(people: People) -> None:
    _, screen = people.come().new_text()
    screen.write("ripe")
    screen.press("Shift+Home")
    bar = screen.page.get_by_role("toolbar", name="Format the selection")
    bar.get_by_role("button", name="Italic").click()
    screen.expect_blocks("p(em(ripe))")
    expect(bar.get_by_role("button", name="Italic")).to_have_attribute("aria-pressed", "true")
    bar.get_by_role("button", name="Turn into: Text").click()
    screen.page.get_by_role("menuitemradio", name="Heading 2").click()
    screen.expect_blocks("h2(em(ripe))")
    expect(bar.get_by_role("button", name="Turn into: Heading 2")).to_be_visible()


def test_the_bar_of_a_phone_formats_without_taking_the_caret(people: People) -> None:
    _, screen = people.come(viewport=PHONE, has_touch=True).new_text()
    bar = screen.page.get_by_role("toolbar", name="Format", exact=True)
    bar.get_by_role("button", name="Bold").tap()
    screen.write("ripe")
    bar.get_by_role("button", name="Task list").tap()
    screen.write(" pears")
    screen.expect_blocks("ul(li[false](p(strong(ripe pears))))")


def test_a_selection_becomes_a_link_and_only_to_a_safe_address(people: People) -> None:
    _, screen = people.come().new_text()
    screen.write("orchard")
    screen.press("Shift+Home", "Control+K")
    dialog = screen.page.get_by_role("dialog", name="Link")
    dialog.get_by_label("Address").fill("javascript:alert(1)")
    dialog.get_by_role("button", name="Set link").click()
    expect(dialog.get_by_role("alert")).not_to_be_empty()
    dialog.get_by_label("Address").fill("https://example.org/pears")
    dialog.get_by_role("button", name="Set link").click()
    expect(dialog).to_be_hidden()
    link = screen.text.get_by_role("link", name="orchard")
    expect(link).to_have_attribute("href", "https://example.org/pears")
    expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")


def test_a_task_that_one_ticks_is_ticked_for_the_other(people: People) -> None:
    ada = people.come()
    document, screen = ada.new_text()
    screen.write("[] pick them")
    screen.expect_saved()
    other = people.come(user=ada.user).open(document)
    other.text.get_by_role("checkbox").check()
    screen.expect_blocks("ul(li[true](p(pick them)))")
    expect(screen.text.get_by_role("checkbox")).to_be_checked()
