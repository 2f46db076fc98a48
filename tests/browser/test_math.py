"""Formulas in the text."""

from playwright.sync_api import Locator, expect

from editor.documents.models import Membership, Role
from tests.browser.people import PHONE, People
from tests.browser.screen import DocumentScreen
from tests.browser.usable import expect_usable

HOSTILE = [
    r"\href{javascript:alert(1)}{x}",
    r"\includegraphics{https://example.org/x.png}",
    r"\htmlStyle{position: fixed}{x}",
    r"\def\a{\a\a}\a",
    r"\rule{9000em}{9000em}",
    r"\frac{",
]


def editor_of(screen: DocumentScreen) -> Locator:
    return screen.page.get_by_role("dialog", name="Formula")


def field_of(screen: DocumentScreen) -> Locator:
    return editor_of(screen).get_by_role("textbox", name="Formula in LaTeX")


def test_dollars_become_a_formula_that_is_drawn_and_read_aloud_everywhere(people: People) -> None:
    ada = people.come()
    document, screen = ada.new_text()
    screen.write(r"So $\frac{a}{b}$ it is")
    formula = screen.text.locator("span.math")
    expect(formula.locator("math mfrac")).to_have_count(1)
    expect(formula.locator("annotation")).to_have_text(r"\frac{a}{b}")
    font = formula.locator(".katex-html .mathnormal").first
    expect(font).to_have_css("font-family", "KaTeX_Math")
    assert screen.page.evaluate("document.fonts.ready.then(() => document.fonts.check('16px KaTeX_Math'))")
    screen.expect_saved()
    screen.page.reload()
    screen.expect_ready()
    expect(formula.locator("math mfrac")).to_have_count(1)
    other = people.come(user=ada.user).open(document)
    expect(other.text.locator("span.math math mfrac")).to_have_count(1)
    expect(other.text).to_contain_text("it is")


def test_money_is_no_formula(people: People) -> None:
    _, screen = people.come().new_text()
    screen.write("from $5 to $6 or US$7 and $8 ")
    expect(screen.text).to_have_text("from $5 to $6 or US$7 and $8 ")
    expect(screen.text.locator(".math")).to_have_count(0)


def test_a_block_is_written_with_a_preview_and_by_keyboard_alone(people: People) -> None:
    ada = people.come()
    document, screen = ada.new_text()
    screen.write("$$")
    screen.press("Enter")
    expect(field_of(screen)).to_be_focused()
    screen.write(r"\sqrt{x}")
    expect(editor_of(screen).locator(".math-preview math msqrt")).to_have_count(1)
    expect_usable(screen.page)
    screen.press("Control+Enter")
    expect(editor_of(screen)).to_be_hidden()
    block = screen.text.locator("div.math")
    expect(block.locator("math msqrt")).to_have_count(1)
    screen.write("after")
    expect(screen.text.locator(":scope > p")).to_have_text("after")
    screen.press("Home", "ArrowLeft", "Enter")
    expect(field_of(screen)).to_have_value(r"\sqrt{x}")
    screen.write("y^2")
    screen.press("Escape")
    expect(block).to_have_attribute("data-latex", r"\sqrt{x}")
    other = people.come(user=ada.user).open(document)
    block.click()
    expect(field_of(screen)).to_be_focused()
    screen.write("y^2")
    screen.press("Enter")
    expect(other.text.locator("div.math math msup")).to_have_count(1)
    block.click()
    expect(field_of(screen)).to_be_focused()
    screen.press("Backspace", "Enter")
    expect(other.text.locator("div.math")).to_have_count(0)
    screen.press("Control+Z")
    expect(other.text.locator("div.math math msup")).to_have_count(1)
    screen.expect_saved()
    other.expect_saved()


def test_a_formula_that_is_given_up_before_anything_is_written_leaves_nothing(people: People) -> None:
    _, screen = people.come().new_text()
    screen.write("So ")
    screen.press("Control+Alt+e")
    expect(field_of(screen)).to_be_focused()
    screen.press("Escape")
    expect(editor_of(screen)).to_be_hidden()
    expect(screen.text.locator(".math")).to_have_count(0)
    screen.write("be it")
    expect(screen.text).to_have_text("So be it")


def test_the_field_stays_open_while_somebody_else_writes_above(people: People) -> None:
    ada = people.come()
    document, screen = ada.new_text()
    screen.write("Sum")
    screen.press("Enter")
    screen.write("as $a$ has it")
    screen.expect_saved()
    other = people.come(user=ada.user).open(document)
    screen.text.locator(".math").click()
    expect(field_of(screen)).to_be_focused()
    screen.write("b^2")
    other.text.get_by_text("Sum").click()
    other.press("Home", "Enter", "Enter")
    other.write("above")
    expect(screen.text).to_contain_text("above")
    expect(field_of(screen)).to_be_focused()
    screen.write("+c")
    screen.press("Enter")
    expect(other.text.locator(".math")).to_have_attribute("data-latex", "b^2+c")
    expect(other.text.locator("p").last).to_contain_text("has it")


def test_hostile_latex_does_nothing_and_is_explained(people: People) -> None:
    _, screen = people.come().new_text()
    asked: list[str] = []
    screen.page.on("request", lambda request: asked.append(request.url))
    for latex in HOSTILE:
        screen.write("$$")
        screen.press("Enter")
        field_of(screen).fill(latex)
        screen.press("Enter")
    blocks = screen.text.locator("div.math")
    expect(blocks).to_have_count(len(HOSTILE))
    expect(blocks.nth(3)).to_contain_text("Its macros never come to an end.")
    expect(blocks.last).to_contain_text("A } is missing at its end.")
    expect(screen.text.locator(".math a, .math img, .math [src]")).to_have_count(0)
    assert not [url for url in asked if "example.org" in url]
    over = screen.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0


def test_a_phone_writes_a_formula(people: People) -> None:
    _, screen = people.come(viewport=PHONE, has_touch=True).new_text()
    screen.write("$$")
    screen.press("Enter")
    field_of(screen).fill(r"\int_0^1 \frac{a+b+c+d+e+f+g+h+i+j+k+l+m+n+o+p+q+r+s+t+u+v}{2} \, dx")
    expect(editor_of(screen).locator("math mfrac")).to_have_count(1)
    expect_usable(screen.page)
    editor_of(screen).get_by_role("button", name="Done").tap()
    expect(screen.text.locator("div.math math mfrac")).to_have_count(1)
    expect_usable(screen.page)


def test_a_reader_sees_formulas_and_opens_none(people: People) -> None:
    ada = people.come()
    document, screen = ada.new_text()
    screen.write("So $a^2$ it is")
    screen.expect_saved()
    ben = people.come("Ben")
    Membership.objects.create(document=document, user=ben.user, role=Role.VIEWER)
    reader = ben.open(document)
    reader.expect_read_only()
    formula = reader.text.locator(".math")
    expect(formula.locator("math msup")).to_have_count(1)
    formula.click()
    expect(editor_of(reader)).to_have_count(0)
    expect_usable(reader.page)
