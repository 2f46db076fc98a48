"""Text of both directions in one document: each block runs as what is written in it does."""

from playwright.sync_api import Locator, Page, expect

from tests.browser.people import People
from tests.browser.usable import expect_usable
from tests.people import make_document

_SIDES = """(item) => {
  const text = item.querySelector("p").getBoundingClientRect();
  const control = item.querySelector("label, button").getBoundingClientRect();
  return control.left > text.left ? "right" : "left";
}"""


def runs(block: Locator) -> str:
    direction: str = block.evaluate("(block) => getComputedStyle(block).direction")
    return direction


def caret(page: Page) -> float:
    place: float = page.evaluate("getSelection().getRangeAt(0).getBoundingClientRect().left")
    return place


def test_each_block_runs_as_what_is_written_in_it_does(people: People) -> None:
    ada = people.come()
    screen = ada.open(make_document(ada.user))
    page, text = screen.page, screen.text
    screen.title.fill("מדריך לקוראים")
    assert runs(screen.title) == "rtl"
    text.click()
    screen.write("# שלום")
    before = caret(page)
    screen.write(" עולם")
    assert caret(page) < before
    screen.press("Enter")
    screen.write("פסקה with English שוב")
    screen.press("Enter")
    screen.write("And a paragraph in English")
    # Home is at the right, and the arrow to the left goes on in the text.
    screen.press("Enter")
    screen.write("- אבד")
    screen.press("Home", "ArrowLeft", "ArrowLeft")
    screen.write("ג")
    screen.press("End", "Enter")
    screen.write("פריט")
    screen.press("Enter", "Enter")
    screen.write("> ציטוט")
    screen.press("Enter", "Enter")
    screen.write("[] משימה")
    screen.press("Enter", "Enter")
    screen.write("!!! הערה")
    expect(text.locator("ul").first.locator("li").first).to_have_text("אבגד")
    blocks = {"h1": "rtl", "p >> nth=0": "rtl", "p >> nth=1": "ltr", "ul >> nth=0": "rtl", "blockquote": "rtl"}
    assert {block: runs(text.locator(block)) for block in blocks} == blocks
    border = "(quote) => [getComputedStyle(quote).borderRightWidth, getComputedStyle(quote).borderLeftWidth]"
    assert text.locator("blockquote").evaluate(border) == ["2px", "0px"]
    assert text.locator("li[data-type=taskItem]").evaluate(_SIDES) == "right"
    assert text.locator(".callout").evaluate(_SIDES) == "right"
    screen.expect_saved()
    expect_usable(page)
