"""Details, callouts, code and footnotes: what can be done with each."""

from playwright.sync_api import expect

from tests.browser.people import People
from tests.browser.shape import expect_shape
from tests.people import make_document


def test_details_are_open_for_who_made_them_and_closed_for_who_comes(people: People) -> None:
    ada = people.come()
    document, screen = ada.new_text()
    screen.write("+++ Summary")
    screen.press("Enter")
    screen.write("Hidden")
    expect(screen.text.get_by_text("Hidden")).to_be_visible()
    screen.expect_saved()
    other = people.come(user=ada.user).open(document)
    expect(other.text.get_by_text("Hidden")).not_to_be_visible()
    other.text.get_by_text("Summary").click()
    other.press("Control+Enter")
    expect(other.text.get_by_text("Hidden")).to_be_visible()
    other.press("ArrowDown")
    other.text.get_by_role("button", name="Details: Summary").click()
    expect(other.text.get_by_text("Hidden")).not_to_be_visible()
    other.text.focus()
    other.write(" goes on")
    expect_shape(other, "details(summary(Summary goes on)p(Hidden))")
    expect(screen.text.get_by_text("Hidden")).to_be_visible()


def test_a_caret_that_goes_into_closed_details_opens_them(people: People) -> None:
    _, screen = people.come().new_text()
    screen.write("+++ Summary")
    screen.press("Enter")
    screen.write("Hidden")
    screen.press("Enter", "Enter")
    screen.text.get_by_role("button", name="Details: Summary").click()
    expect(screen.text.get_by_text("Hidden")).not_to_be_visible()
    screen.text.focus()
    screen.press("Control+End", "Backspace")
    expect(screen.text.get_by_text("Hidden")).to_be_visible()


def test_the_arrow_up_from_a_summary_goes_where_something_can_be_written(people: People) -> None:
    ada = people.come()
    screen = ada.open(make_document(ada.user))
    screen.text.click()
    screen.write("+++ one")
    details = screen.text.locator(".details")
    screen.press("Enter", "Enter")
    screen.write("in")
    screen.press("Control+Home", "ArrowUp")
    expect(screen.title).to_be_focused()
    screen.press("Enter")
    screen.write("above")
    expect(screen.text.locator("p").first).to_have_text("above")
    expect(details.locator(".details-body > *")).to_have_count(2)
    screen.expect_saved()


def test_the_kind_of_a_callout_is_chosen_by_keyboard(people: People) -> None:
    _, screen = people.come().new_text()
    screen.write("!!! one")
    screen.press("Control+Enter")
    expect(screen.page.get_by_role("menuitemradio", name="Note")).to_be_focused()
    screen.press("ArrowDown", "ArrowDown", "Enter")
    expect_shape(screen, "callout[warning](p(one))")
    expect(screen.text.get_by_role("note", name="Warning")).to_have_text("one")
    expect(screen.text.get_by_role("button", name="Warning: change kind")).to_be_focused()


def test_a_language_is_found_and_colours_the_code(people: People) -> None:
    ada = people.come(permissions=["clipboard-read", "clipboard-write"])
    _, screen = ada.new_text()
    screen.write("``` const one = 1")
    screen.text.get_by_role("button", name="Language: Plain text").click()
    search = screen.page.get_by_role("combobox", name="Search languages")
    expect(screen.page.get_by_role("option").first).to_have_text("Plain text")
    expect(search).to_be_focused()
    screen.write("type")
    expect(screen.page.get_by_role("option")).to_have_text(["TypeScript"])
    screen.press("Enter")
    expect_shape(screen, "code-block(code[typescript](const one = 1))")
    expect(screen.text.locator(".code-keyword")).to_have_text("const")
    screen.text.locator("code").click()
    screen.press("Control+Home", "Control+End")
    screen.write("; let two")
    expect(screen.text.locator(".code-keyword")).to_have_text(["const", "let"])
    screen.text.get_by_role("button", name="Copy code").click()
    expect(screen.text.get_by_role("status")).to_have_text("Copied")
    assert screen.page.evaluate("navigator.clipboard.readText()") == "const one = 1; let two"


def test_mod_a_takes_the_code_first_and_then_the_document(people: People) -> None:
    _, screen = people.come().new_text()
    screen.write("before")
    screen.press("Enter")
    screen.write("``` one")
    screen.press("Control+A")
    screen.write("two")
    expect_shape(screen, "p(before) code-block(code(two))")
    screen.press("Control+A", "Control+A", "Backspace")
    screen.write("three")
    expect(screen.text).to_have_text("three")


def test_footnotes_are_numbered_in_the_order_of_the_text(people: People) -> None:
    ada = people.come()
    document, screen = ada.new_text()
    screen.write("Late[^1]the later")
    screen.text.get_by_role("button", name="Footnote 1: back to the text").click()
    screen.write(".")
    expect_shape(screen, "p(Latefootnote-reference(button[1]).) footnote(p(the later))")
    screen.text.get_by_text("Late.").click(position={"x": 1, "y": 10})
    screen.write("Early")
    screen.press("Control+Alt+f")
    screen.write("the earlier")
    expected = (
        "p(Earlyfootnote-reference(button[1])Latefootnote-reference(button[2]).)"
        " footnote(p(the later)) footnote(p(the earlier))"
    )
    expect_shape(screen, expected)
    labels = screen.text.locator(".footnote-label")
    expect(labels.nth(0)).to_have_attribute("data-number", "2")
    expect(labels.nth(1)).to_have_attribute("data-number", "1")
    screen.expect_saved()
    expect_shape(people.come(user=ada.user).open(document), expected)
    screen.text.get_by_role("button", name="Footnote 2", exact=True).click()
    screen.press("Home")
    screen.write("Also ")
    expect(screen.text.get_by_text("Also the later")).to_be_visible()
    screen.press("Control+Home", "Delete", "Delete", "Delete", "Delete", "Delete", "Delete")
    expect(screen.text.get_by_text("Nothing in the text refers to this footnote.")).to_have_count(1)
