"""What helps to read: outline, counts, find and replace, following somebody, the page's own view, print."""

from playwright.sync_api import Page, Route, expect

from editor.documents.models import Document, Role
from tests.browser.people import PHONE, People, Person
from tests.browser.screen import DocumentScreen, stored_text
from tests.browser.usable import expect_usable, expect_usable_in_any_light
from tests.people import make_document

WORDS = "All that is written on this page is written to be read. " * 6


def long_text(person: Person, document: Document, chapters: int = 6) -> DocumentScreen:
    screen = person.open(document)
    screen.text.focus()
    for chapter in range(1, chapters + 1):
        screen.write(f"# Chapter {chapter}")
        screen.press("Enter")
        for _ in range(2):
            screen.page.keyboard.insert_text(WORDS)
            screen.press("Enter")
    screen.expect_saved()
    return screen


def outline(page: Page) -> list[str]:
    return page.get_by_role("complementary", name="Outline").get_by_role("link").all_inner_texts()


def test_the_outline_follows_the_scroll_and_leads_to_headings(people: People) -> None:
    ada = people.come()
    screen = long_text(ada, make_document(ada.user))
    page = screen.page
    page.get_by_role("button", name="Outline").click()
    panel = page.get_by_role("complementary", name="Outline")
    expect(panel.get_by_role("link")).to_have_text([f"Chapter {number}" for number in range(1, 7)])
    panel.get_by_role("link", name="Chapter 5").click()
    expect(page.get_by_role("heading", name="Chapter 5")).to_be_in_viewport()
    expect(panel.locator("[aria-current=location]")).to_have_text("Chapter 5")
    page.mouse.move(600, 400)
    page.mouse.wheel(0, -20_000)
    expect(panel.locator("[aria-current=location]")).to_have_count(0)
    expect_usable(page)
    panel.get_by_role("button", name="Close the outline").click()
    expect(panel).to_have_count(0)
    expect(page.get_by_role("button", name="Outline")).to_be_focused()


def test_the_outline_follows_what_others_write_and_says_how_long_the_text_is(people: People) -> None:
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives")
    document = make_document(ada.user, ben=(ben.user, Role.EDITOR))
    hers, his = ada.open(document), ben.open(document)
    hers.press("Control+Alt+o")
    panel = hers.page.get_by_role("complementary", name="Outline")
    expect(panel).to_contain_text("The headings of this document show here.")
    his.text.focus()
    his.write("## A heading of Ben")
    his.press("Enter")
    his.write("漢字 and two words")
    expect(panel.get_by_role("link")).to_have_text(["A heading of Ben"])
    expect(panel.locator(".counts")).to_contain_text("Words9")
    expect(panel.locator(".counts")).to_contain_text("under a minute")
    hers.text.focus()
    hers.press("Control+Home", "Shift+End")
    expect(panel.locator(".counts")).to_contain_text("Selected4 words, 16 characters")


def find_bar(screen: DocumentScreen, key: str = "Control+f") -> Page:
    """The page, with the bar open and the caret in it."""
    screen.press(key)
    expect(screen.page.get_by_role("search", name="Find and replace")).to_be_visible()
    return screen.page


def test_what_is_typed_before_the_find_bar_is_there_stands_in_it(people: People) -> None:
    ada = people.come()
    held: list[Route] = []
    may_come = False

    def hold(route: Route) -> None:
        if may_come:
            route.continue_()
        else:
            held.append(route)

    ada.context.route("**/assets/find-bar-*.js", hold)
    screen = ada.open(make_document(ada.user))
    screen.text.focus()
    screen.write("one two")
    screen.press("Control+f")
    screen.write("two")
    screen.expect_text("one two")
    may_come = True
    for route in held:
        route.continue_()
    bar = screen.page.get_by_role("search", name="Find and replace")
    expect(bar.get_by_role("textbox", name="Find")).to_have_value("two")
    expect(bar.get_by_role("status")).to_have_text("1 of 1")
    screen.press("Backspace")
    expect(bar.get_by_role("textbox", name="Find")).to_have_value("tw")


def test_find_counts_and_goes_round(people: People) -> None:
    ada = people.come()
    screen = ada.open(make_document(ada.user))
    screen.text.focus()
    screen.write("one two One")
    screen.press("Enter")
    screen.write("someone")
    page = find_bar(screen)
    bar = page.get_by_role("search", name="Find and replace")
    screen.write("one")
    status = bar.get_by_role("status")
    expect(status).to_have_text("1 of 3")
    screen.press("Enter", "Enter")
    expect(status).to_have_text("3 of 3")
    screen.press("Enter", "Shift+Enter")
    expect(status).to_have_text("3 of 3")
    expect(page.locator(".found--current")).to_have_text("one")
    bar.get_by_role("button", name="Whole words").click()
    expect(status).to_have_text("1 of 2")
    bar.get_by_role("button", name="Match case").click()
    expect(status).to_have_text("1 of 1")
    bar.get_by_role("button", name="Regular expression").click()
    bar.get_by_role("textbox", name="Find in the text").fill("t?wo|(")
    expect(status).to_have_text("Press Enter to search.")
    screen.press("Enter")
    expect(status).to_have_text("This is no regular expression. Mend it, or turn it off. Not found")
    bar.get_by_role("textbox", name="Find").fill("[tT]wo")
    screen.press("Enter")
    expect(status).to_have_text("1 of 1")
    expect_usable(page)
    screen.press("Escape")
    expect(bar).to_have_count(0)
    expect(screen.text).to_be_focused()


def test_replace_all_is_one_step_back_and_is_seen_by_the_other(people: People) -> None:
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives")
    document = make_document(ada.user, ben=(ben.user, Role.EDITOR))
    hers, his = ada.open(document), ben.open(document)
    hers.text.focus()
    hers.write("red **red** and Redder")
    hers.press("Enter")
    hers.write("red")
    page = find_bar(hers, "Control+h")
    bar = page.get_by_role("search", name="Find and replace")
    bar.get_by_role("textbox", name="Find").fill("red")
    bar.get_by_role("textbox", name="Replace with").fill("blue")
    bar.get_by_role("button", name="Replace", exact=True).click()
    his.expect_text("blue red and Redderred")
    bar.get_by_role("button", name="Replace all").click()
    his.expect_blocks("p(blue strong(blue) and bluedder) p(blue)".replace("bluedder", "blueder"))
    page.get_by_role("button", name="Undo", exact=True).last.click()
    his.expect_blocks("p(blue strong(red) and Redder) p(red)")


def test_found_text_in_closed_details_is_opened(people: People) -> None:
    ada = people.come()
    screen = ada.open(make_document(ada.user))
    screen.text.focus()
    screen.write("/details")
    screen.press("Enter")
    screen.write("Summary")
    screen.press("ArrowDown")
    screen.write("hidden word")
    toggle = screen.page.get_by_role("button", name="Details: Summary")
    toggle.click()
    expect(toggle).to_have_attribute("aria-expanded", "false")
    find_bar(screen)
    screen.write("hidden")
    expect(toggle).to_have_attribute("aria-expanded", "true")
    expect(screen.page.locator(".found--current")).to_be_in_viewport()


def test_a_reader_finds_but_does_not_replace(people: People) -> None:
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives")
    document = make_document(ada.user, ben=(ben.user, Role.VIEWER))
    long_text(ada, document, chapters=1)
    his = ben.open(document)
    page = find_bar(his)
    his.write("written")
    expect(page.get_by_role("search", name="Find and replace").get_by_role("status")).to_have_text("1 of 24")
    expect(page.get_by_role("textbox", name="Replace with")).to_be_hidden()
    assert stored_text(document).count("written") == 24


def test_following_somebody_keeps_their_caret_in_sight(people: People) -> None:
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives")
    document = make_document(ada.user, ben=(ben.user, Role.EDITOR))
    hers = long_text(ada, document)
    his = ben.open(document)
    hers.press("Control+End")
    his.page.get_by_role("button", name="1 other person here").click()
    his.page.get_by_role("button", name="Ada Moss Follow").click()
    expect(his.caret_of("Ada Moss")).to_be_in_viewport()
    expect(his.page.get_by_text("You follow Ada Moss")).to_be_visible()
    hers.press("Control+Home")
    expect(his.page.get_by_role("heading", name="Chapter 1")).to_be_in_viewport()
    expect_usable(his.page)
    his.page.mouse.move(600, 400)
    his.page.mouse.wheel(0, 50)
    expect(his.page.get_by_text("You follow Ada Moss")).to_have_count(0)
    hers.press("Control+End")
    expect(his.caret_of("Ada Moss")).not_to_be_in_viewport()


def test_a_caret_s_name_fades_and_comes_back_when_it_moves(people: People) -> None:
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives", reduced_motion="no-preference")
    document = make_document(ada.user, ben=(ben.user, Role.EDITOR))
    hers, his = ada.open(document), ben.open(document)
    hers.text.focus()
    hers.write("text")
    flag = his.caret_of("Ada Moss")
    expect(flag).to_have_css("opacity", "1")
    expect(flag).to_have_css("opacity", "0")
    hers.press("ArrowLeft")
    expect(flag).to_have_css("opacity", "1")


def test_the_page_s_own_view_is_kept(people: People) -> None:
    ada = people.come()
    document = make_document(ada.user)
    page = ada.open(document).page
    narrow = page.locator(".paper").bounding_box()
    page.get_by_role("button", name="More").click()
    page.get_by_role("switch", name="Full width").click()
    page.get_by_role("button", name="More").click()
    page.get_by_role("switch", name="Sans-serif text").click()
    for _ in range(2):
        wide = page.locator(".paper").bounding_box()
        assert narrow is not None
        assert wide is not None
        assert wide["width"] > narrow["width"] + 300
        assert "Inter" in page.locator("#text").evaluate("(text) => getComputedStyle(text).fontFamily")
        page.reload()
        expect(page.locator("html")).to_have_attribute("data-width", "full")


def test_print_shows_the_text_alone(people: People) -> None:
    ada = people.come()
    screen = long_text(ada, make_document(ada.user), chapters=1)
    screen.press("Control+Alt+o")
    page = screen.page
    expect(page.get_by_role("complementary", name="Outline")).to_be_visible()
    page.emulate_media(media="print")
    for locator in (page.locator(".bar"), page.locator(".side-panel"), page.locator(".block-handle")):
        expect(locator.first).to_be_hidden()
    expect(page.get_by_role("heading", name="Chapter 1")).to_be_visible()


def test_the_aids_fit_a_phone(people: People) -> None:
    ada = people.come(viewport=PHONE)
    screen = long_text(ada, make_document(ada.user), chapters=2)
    page = screen.page
    page.get_by_role("button", name="Outline").click()
    panel = page.get_by_role("complementary", name="Outline")
    expect_usable_in_any_light(page)
    panel.get_by_role("link", name="Chapter 2").click()
    screen.press("Control+f")
    expect(page.get_by_role("search", name="Find and replace")).to_be_visible()
    expect_usable_in_any_light(page)
    assert outline(page) == ["Chapter 1", "Chapter 2"]
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
