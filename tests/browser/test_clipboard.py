"""Copying and pasting: from other programs, within the editor, as Markdown, as plain text."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from editor.documents.models import Document, Role
from tests.browser.faults import Faults
from tests.browser.people import People, Person
from tests.browser.screen import DocumentScreen, expect_equal, stored_text
from tests.people import make_document

FIXTURES = Path(__file__).parent.parent / "data" / "clipboard"
CLIPBOARD = ["clipboard-read", "clipboard-write"]
VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"

# What Ctrl+V does with this in the clipboard.
_PASTE = """(target, formats) => {
  const clipboardData = new DataTransfer();
  for (const [type, text] of Object.entries(formats)) clipboardData.setData(type, text);
  target.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
}"""

ACTIVE = "script, iframe, svg text, object, embed, form, style, [onclick], [style*=url]"


def come(people: People, name: str = "Ada") -> Person:
    return people.come(name, permissions=CLIPBOARD)


def open_new(person: Person) -> tuple[Document, DocumentScreen]:
    document = make_document(person.user)
    screen = person.open(document)
    screen.text.focus()
    return document, screen


def copy_page(person: Person, html: str) -> None:
    """What somebody does who selects all of a page and copies it."""
    page = person.context.new_page()
    page.set_content(html)
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+C")
    page.close()


def paste(screen: DocumentScreen, **formats: str) -> None:
    """Formats as html="…", plain="…"."""
    screen.text.focus()
    screen.text.evaluate(_PASTE, {f"text/{name}": text for name, text in formats.items()})


def write_clipboard(page: Page, text: str) -> None:
    page.evaluate("(text) => navigator.clipboard.writeText(text)", text)


def markdown_of(screen: DocumentScreen) -> str:
    """The whole text (nothing may be selected), copied by the menu."""
    page = screen.page
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("button", name="Copy as Markdown").click()
    expect(page.locator("#toasts").get_by_text("The document was copied as Markdown.")).to_be_visible()
    copied: str = page.evaluate("() => navigator.clipboard.readText()")
    return copied.replace("\r\n", "\n")


@pytest.mark.parametrize("name", ["libreoffice", "google-docs", "web-page"])
def test_what_another_program_copied_has_its_structure_on_both_screens(
    people: People, faults: Faults, name: str
) -> None:
    # The page that it is copied from shows pictures that aren't there.
    faults.expect("Failed to load resource", "Not allowed to load local resource")
    ada, ben = come(people), come(people, "Ben")
    document, hers = open_new(ada)
    document.memberships.create(user=ben.user, role=Role.VIEWER)
    copy_page(ada, (FIXTURES / f"{name}.html").read_text())
    hers.press("Control+V")
    expect(hers.text.locator("h1")).to_be_visible()
    expect(hers.text.locator(".upload")).to_have_count(0)
    hers.expect_saved()
    his = ben.open(document)
    # A picture that came with the text was uploaded; in the file stands what is left without.
    copied = re.sub(r"!\[\]\(file:[0-9a-f-]{36}\)\{pixelWidth=8 pixelHeight=8\}", "A red square", markdown_of(his))
    assert copied == (FIXTURES / f"{name}.pasted.md").read_text().strip()


def test_what_word_copied_has_its_structure(people: People) -> None:
    """Not copied from a page: a browser would leave out what only Word knows, and Word doesn't."""
    _, screen = open_new(come(people))
    paste(screen, html=(FIXTURES / "word.html").read_text(), plain="Annual report")
    assert markdown_of(screen) == (FIXTURES / "word.pasted.md").read_text().strip()


def test_what_means_harm_does_none(people: People) -> None:
    ada, ben = come(people), come(people, "Ben")
    document, hers = open_new(ada)
    document.memberships.create(user=ben.user, role=Role.EDITOR)
    asked: list[str] = []
    for person in (ada, ben):
        person.context.on("request", lambda request: asked.append(request.url))
    his = ben.open(document)
    html = (FIXTURES / "hostile.html").read_text()
    paste(hers, html=html)
    paste(hers, html=f'<div data-scriptorium data-pm-slice="0 0 []">{html}</div>')
    expect(his.text.get_by_text("Three")).to_have_count(2)
    hers.expect_saved()
    for screen in (hers, his):
        assert screen.page.evaluate("() => typeof window.harmed") == "undefined"
        expect(
            screen.text.locator("script, iframe, svg text, object, embed, form, style, [onclick], [style*=url]")
        ).to_have_count(0)
        addresses = screen.text.locator("a[href]").evaluate_all("(all) => all.map((one) => one.protocol)")
        assert set(addresses) <= {"http:", "https:", "mailto:"}
    assert not [url for url in asked if "evil.example" in url]


def test_markdown_is_pasted_as_what_it_means_in_one_step(people: People) -> None:
    ada = come(people)
    _, screen = open_new(ada)
    source = (FIXTURES / "notes.md").read_text().strip()
    write_clipboard(screen.page, source)
    screen.press("Control+V")
    expect(screen.text.locator("h1")).to_have_text("Plan")
    without_ids = re.sub(r"\[\^[^\]]+\]", "[^1]", markdown_of(screen))
    assert without_ids == source
    screen.text.focus()
    screen.press("Control+Z")
    expect(screen.text.locator("h1")).to_have_count(0)
    screen.expect_text("")


def test_markdown_can_be_taken_back_to_plain_text(people: People) -> None:
    _, screen = open_new(come(people))
    screen.write("Before ")
    paste(screen, plain="# Title\n\n- **one**\n- two")
    expect(screen.text.locator("h1")).to_have_text("Title")
    screen.page.get_by_role("button", name="Paste as plain text").click()
    screen.expect_blocks("p(Before # Title) p(- **one**) p(- two)")
    expect(screen.text).to_be_focused()


def test_ctrl_shift_v_pastes_plain_text(people: People) -> None:
    _, screen = open_new(come(people))
    write_clipboard(screen.page, "# Title\n\n**bold** https://example.org")
    screen.press("Control+Shift+V")
    screen.expect_blocks("p(# Title) p(**bold** https://example.org)")


def test_in_code_everything_is_pasted_as_it_is(people: People) -> None:
    _, screen = open_new(come(people))
    screen.write("``` ")
    paste(screen, plain="# Title\n\n- **one**", html="<h1>Title</h1>")
    expect(screen.text.locator("pre code")).to_have_text("# Title\n\n- **one**")
    expect(screen.text.locator("h1")).to_have_count(0)


def test_an_address_on_selected_words_links_them(people: People) -> None:
    _, screen = open_new(come(people))
    screen.write("Read this")
    screen.press("Control+Shift+ArrowLeft")
    paste(screen, plain="https://example.org/a?b=c")
    expect(screen.text.get_by_role("link", name="this")).to_have_attribute("href", "https://example.org/a?b=c")
    screen.write(" now")
    screen.expect_text("Read this now")
    expect(screen.text.locator("a")).to_have_text("this")


def test_an_address_becomes_a_link_and_what_follows_does_not(people: People) -> None:
    _, screen = open_new(come(people))
    screen.write("See ")
    paste(screen, plain=" https://example.org/x ")
    screen.write(" there")
    screen.expect_blocks("p(See a(https://example.org/x) there)")


def test_a_videos_address_in_an_empty_line_becomes_the_video(people: People) -> None:
    _, screen = open_new(come(people))
    paste(screen, plain=VIDEO)
    expect(screen.text.locator('[data-type="embed"], .embed')).to_be_visible()
    screen.write("Below")
    assert markdown_of(screen) == f"<{VIDEO}>\n\nBelow"


def test_a_videos_address_among_words_stays_a_link(people: People) -> None:
    _, screen = open_new(come(people))
    screen.write("See ")
    paste(screen, plain=VIDEO)
    screen.expect_blocks(f"p(See a({VIDEO}))")


def test_the_address_of_a_document_becomes_a_link_with_its_title(people: People) -> None:
    ada = come(people)
    other = make_document(ada.user, "Minutes of May")
    foreign = make_document(come(people, "Ben").user, "Secret")
    _, screen = open_new(ada)
    origin = screen.page.evaluate("() => location.origin")
    paste(screen, plain=f"{origin}/documents/{other.pk}/")
    expect(screen.text.locator("a.document-link")).to_have_text("Minutes of May")
    paste(screen, plain=f"{origin}/documents/{foreign.pk}/")
    expect(screen.text.locator("a:not(.document-link)")).to_have_text(f"{origin}/documents/{foreign.pk}/")
    expect(screen.text.locator("a.document-link")).to_have_count(1)


@pytest.mark.parametrize(
    "html", ["<p>" + "x" * 2_000_000 + "</p>", "<p>x</p>" * 20_001], ids=["too long", "too many blocks"]
)
def test_too_much_is_refused_and_nothing_is_lost(people: People, html: str) -> None:
    document, screen = open_new(come(people))
    screen.write("Kept")
    screen.press("Control+A")
    paste(screen, html=html, plain="x")
    expect(screen.page.get_by_text("That is too much to paste at once.")).to_be_visible()
    screen.press("End")
    screen.write(".")
    screen.expect_saved()
    assert stored_text(document) == "Kept."


def test_what_is_copied_here_is_pasted_here_unchanged(people: People) -> None:
    ada = come(people)
    _, first = open_new(ada)
    paste(first, plain=(FIXTURES / "notes.md").read_text())
    expect(first.text.locator("h1")).to_be_visible()
    wanted = markdown_of(first)
    first.text.focus()
    first.press("Control+A", "Control+C")
    plain = first.page.evaluate("() => navigator.clipboard.readText()").replace("\r\n", "\n")
    assert "[x] Done\n[ ] Open\n\n1. First\n   - Nested\n2. Second\n\nWho\tWhat\nAda\tBread" in plain
    _, second = open_new(ada)
    second.press("Control+V")
    expect(second.text.locator("h1")).to_be_visible()
    changed_ids = re.compile(r"\[\^[^\]]+\]")
    assert changed_ids.sub("[^n]", markdown_of(second)) == changed_ids.sub("[^n]", wanted)


def test_a_block_that_is_cut_and_pasted_stays_itself_and_a_copy_is_another(people: People) -> None:
    ada = come(people)
    document, screen = open_new(ada)
    paste(screen, plain="# One\n\n## Two\n\n## Three\n\nFour")
    heading = screen.text.locator("h2").filter(has_text="Two")
    before = heading.get_attribute("data-id")
    assert before
    _select_blocks(screen, "One", "Three")
    screen.press("Control+X")
    expect(heading).to_have_count(0)
    screen.press("Control+V")
    expect(heading).to_have_attribute("data-id", before)
    screen.press("Control+V")
    expect(heading).to_have_count(2)
    ids = heading.evaluate_all("(all) => all.map((one) => one.dataset.id)")
    assert len(set(ids)) == 2
    assert before in ids
    expect_equal(document, [screen])


def _select_blocks(screen: DocumentScreen, first: str, last: str) -> None:
    """From the beginning of one to the end of another."""
    screen.text.get_by_text(first, exact=True).click()
    screen.press("Home")
    screen.page.keyboard.down("Shift")
    screen.text.get_by_text(last, exact=True).click()
    screen.press("End")
    screen.page.keyboard.up("Shift")


def test_a_selection_is_copied_as_markdown(people: People) -> None:
    _, screen = open_new(come(people))
    paste(screen, plain="# One\n\nSome **bold** text\n\n- a\n- b")
    expect(screen.text.locator("h1")).to_be_visible()
    screen.text.get_by_text("Some").click()
    screen.press("Home", "Shift+End")
    page = screen.page
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("button", name="Copy as Markdown").click()
    expect(page.get_by_text("The selection was copied as Markdown.")).to_be_visible()
    assert page.evaluate("() => navigator.clipboard.readText()") == "Some **bold** text"
