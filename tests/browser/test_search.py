"""Finding a document from anywhere."""

from pathlib import Path

from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from editor.documents.models import Document, Role
from tests.browser.faults import UNREACHABLE, Faults
from tests.browser.people import PHONE, People
from tests.browser.usable import expect_usable
from tests.people import make_document
from tests.waiting import wait_until

SHOTS = Path("test-results") / "search"


def palette(page: Page) -> Locator:
    return page.get_by_role("dialog", name="Search documents")


def options(page: Page) -> Locator:
    return palette(page).get_by_role("option")


def ask(page: Page, typed: str) -> None:
    page.keyboard.press("Control+k")
    expect(palette(page).get_by_role("combobox", name="Search")).to_be_focused()
    page.keyboard.type(typed)


def test_a_word_typed_a_moment_ago_is_found_by_keyboard_and_not_any_more_without_a_right(people: People) -> None:
    ada, ben = people.come("Ada"), people.come("Ben")
    document = make_document(ada.user, ben=(ben.user, Role.EDITOR))
    make_document(ben.user, "Wheat")
    hers = ada.open(document)
    hers.title.fill("Plan der Übergabe")
    hers.write_at_end("The winter sycamore 東京都の地図 is late")
    hers.expect_saved()
    wait_until(lambda: "sycamore" in Document.objects.get(pk=document.pk).text, "what is searched follows")
    page = ben.visit("/")
    ask(page, "sycamo")
    expect(options(page)).to_have_count(2)
    expect(options(page).first).to_have_attribute("aria-selected", "true")
    expect(options(page).first.locator("mark")).to_have_text("sycamo")
    page.keyboard.press("Control+a")
    page.keyboard.type("京都 uberg")
    expect(options(page).first.locator("mark").first).to_have_text("Überg")
    with page.context.expect_page() as beside:
        page.keyboard.press("Control+Enter")
    beside.value.close()
    page.keyboard.press("ArrowDown")
    expect(options(page).last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Search")).to_be_visible()
    page.locator(".hits").get_by_role("link", name="Plan der Übergabe").click()
    expect(page.get_by_role("textbox", name="Title")).to_have_value("Plan der Übergabe")
    page.goto("/search?q=sycamore")
    expect(page.locator(".hits mark")).to_have_text("sycamore")
    document.memberships.filter(user=ben.user).delete()
    page.reload()
    expect(page.get_by_text("Nothing found")).to_be_visible()


def test_the_search_opens_over_a_document_but_on_selected_text_the_key_makes_a_link(
    people: People, faults: Faults
) -> None:
    faults.expect(*UNREACHABLE)
    ada = people.come("Ada")
    document = make_document(ada.user, "Harvest")
    screen = ada.open(document)
    screen.write_at_end("wheat")
    screen.press("Shift+Home", "Control+k")
    expect(screen.page.get_by_role("dialog", name="Link")).to_be_visible()
    screen.press("Escape", "End")
    ask(screen.page, "harv")
    expect(options(screen.page).first).to_contain_text("Harvest")
    screen.press("Escape")
    expect(palette(screen.page)).to_be_hidden()
    screen.write(" and rye")
    screen.expect_text("wheat and rye")
    screen.page.route("**/search/palette*", lambda route: route.abort())
    ask(screen.page, "x")
    expect(palette(screen.page).get_by_text("No answer from the server.").first).to_be_visible()
    screen.press("Escape")
    screen.page.context.set_offline(True)
    ask(screen.page, "wheat")
    expect(palette(screen.page).get_by_text("Search needs the network.").first).to_be_visible()


def test_everybody_can_search(people: People) -> None:
    text = "The wheat of the year, and what became of it in the barns. " * 6
    user = people.come("Ada").user
    for title in ("Harvest plan", "Minutes of a long meeting about the harvest and all that came after it"):
        document = make_document(user, title)
        Document.objects.filter(pk=document.pk).update(text=text, edited_at=timezone.now())
    for name, look in (("desktop", {"color_scheme": "light"}), ("phone", {"viewport": PHONE, "color_scheme": "dark"})):
        page = people.come(user=user, **look).visit("/search?q=harvest")
        page.get_by_text("Filters").click()
        expect(page.locator(".hits > li")).to_have_count(2)
        expect_usable(page)
        page.screenshot(path=SHOTS / f"page-{name}.png")
        page.locator("a[data-search]:visible").first.click()
        expect(palette(page).get_by_text("Edited last", exact=True)).to_be_visible()
        page.keyboard.type("wheat")
        expect(options(page)).to_have_count(3)
        expect_usable(page)
        page.screenshot(path=SHOTS / f"palette-{name}.png")
