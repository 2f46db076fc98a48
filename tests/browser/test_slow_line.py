"""What somebody does while an answer, or a part of the page, is still on its way."""

from collections.abc import Callable
from functools import partial

from playwright.sync_api import Page, Route, expect

from editor.documents.models import Document, Role
from tests.browser.faults import UNREACHABLE, Faults
from tests.browser.people import People
from tests.people import make_document


class Held:
    """Answers to these requests wait until they are let go, one after the other."""

    def __init__(self, page: Page, address: str) -> None:
        self._page = page
        self._address = address
        self._routes: list[Route] = []
        self._is_over = False
        page.route(address, self._hold)

    def _hold(self, route: Route) -> None:
        if self._is_over:
            route.continue_()
        else:
            self._routes.append(route)

    def wait_for(self, ask: Callable[[], object]) -> None:
        with self._page.expect_request(self._address):
            ask()

    def let_go(self) -> None:
        while self._routes:
            self._routes.pop(0).continue_()

    def end(self) -> None:
        self._is_over = True
        self.let_go()


def test_a_dialog_that_was_asked_for_twice_keeps_what_is_typed_in_it(people: People) -> None:
    ada = people.come("Ada Moss")
    screen = ada.open(make_document(ada.user, "Accounts"))
    page = screen.page
    held = Held(page, "**/members")
    page.get_by_role("button", name="Share", exact=True).focus()
    held.wait_for(lambda: screen.press("Enter", "Enter"))
    with page.expect_request("**/members"):
        held.let_go()
    field = page.get_by_label("Add people and teams")
    field.press_sequentially("car")
    with page.expect_response("**/members"):
        held.end()
    with page.expect_request("**/offered?**"):
        field.press_sequentially("la")
    expect(field).to_have_value("carla")


def test_what_is_typed_stays_when_the_answer_to_something_else_takes_the_place_of_its_field(people: People) -> None:
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives")
    screen = ada.open(make_document(ada.user, "Accounts", ben=(ben.user, Role.VIEWER)))
    page = screen.page
    page.get_by_role("button", name="Share", exact=True).click()
    field, role = page.get_by_label("Add people and teams"), page.get_by_label("What Ben Ives may do")
    expect(field).to_be_focused()
    address = f"**/members/{ben.user.pk}"
    held = Held(page, address)
    held.wait_for(lambda: role.select_option(label="Can edit"))
    field.focus()
    screen.write("car")
    with page.expect_request("**/offered?who=car"), page.expect_response(address):
        held.end()
    expect(field).to_be_focused()
    expect(field).to_have_value("car")
    screen.write("la")
    expect(field).to_have_value("carla")
    expect(role).to_have_value(str(Role.EDITOR.value))


def test_enter_moves_a_document_only_to_a_place_that_was_asked_for(people: People) -> None:
    ada = people.come("Ada Moss")
    document, target = make_document(ada.user, "Ledger"), make_document(ada.user, "Orchard")
    make_document(ada.user, "Barn")
    screen = ada.open(document)
    page = screen.page
    page.get_by_role("button", name="More", exact=True).click()
    page.get_by_role("button", name="Move…").click()
    expect(page.get_by_label("Where to")).to_be_focused()
    expect(page.get_by_role("option", name="Barn")).to_be_visible()
    held = Held(page, "**/place?**")
    held.wait_for(lambda: screen.write("Orch"))
    screen.press("Enter")
    held.end()
    expect(page.get_by_role("status").filter(has_text="Moved to Orchard.")).to_be_visible()
    assert Document.objects.get(pk=document.pk).parent_id == target.pk


def test_what_is_typed_before_search_or_the_sheet_are_there_stands_in_them(people: People) -> None:
    ada = people.come("Ada Moss")
    screen = ada.open(make_document(ada.user, "Accounts"))
    page = screen.page
    screen.write_at_end("Wheat")
    for part, key, name in (
        ("search-palette", "Control+k", "Search"),
        ("shortcut-sheet", "Control+/", "Search shortcuts"),
    ):
        held = Held(page, f"**/assets/{part}-*.js")
        held.wait_for(partial(screen.press, key))
        screen.write("bolx")
        screen.press("Backspace")
        screen.write("d")
        held.end()
        field = page.get_by_label(name, exact=True).and_(page.locator("input"))
        expect(field).to_be_focused()
        expect(field).to_have_value("bold")
        screen.press("Escape")
        expect(field).to_be_hidden()
        expect(screen.text).to_be_focused()
    screen.expect_text("Wheat")


def test_escape_gives_up_a_search_that_is_not_there_yet(people: People) -> None:
    ada = people.come("Ada Moss")
    screen = ada.open(make_document(ada.user, "Accounts"))
    screen.write_at_end("Wheat")
    held = Held(screen.page, "**/assets/search-palette-*.js")
    held.wait_for(partial(screen.press, "Control+k"))
    screen.write("bold")
    screen.press("Escape")
    screen.write(" and rye")
    screen.expect_text("Wheat and rye")
    with screen.page.expect_response("**/assets/search-palette-*.js"):
        held.end()
    screen.press("Control+k")  # it would close a search that is open
    expect(screen.page.get_by_label("Search", exact=True).and_(screen.page.locator("input"))).to_have_value("")


def test_a_click_counts_once_where_the_program_that_asks_came_at_the_second_try(people: People, faults: Faults) -> None:
    faults.expect(*UNREACHABLE, "Failed to fetch dynamically imported module")
    ada = people.come("Ada Moss")
    ada.context.route("**/assets/requests-*.js", lambda route: route.abort(), times=1)
    page = ada.visit()
    expect(page.locator(".offer[data-shown]")).to_contain_text("A part of this page could not be loaded.")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/choose" in request.url else None)
    for _ in range(2):
        page.get_by_role("button", name="From a template…").click()
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
    assert len(asked) == 2


def test_a_form_that_got_no_answer_is_sent_again_by_the_same_key(people: People, faults: Faults) -> None:
    faults.expect(*UNREACHABLE, "htmx:")
    ada = people.come("Ada Moss")
    make_document(ada.user, "Ledger")
    page = ada.visit()
    page.get_by_role("button", name="More for Ledger").click()
    page.get_by_role("button", name="Rename…").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Title").fill("Accounts")
    page.route("**/title", lambda route: route.abort(), times=1)
    send = dialog.get_by_role("button", name="Rename")
    send.press("Enter")
    expect(dialog.get_by_text("No answer from the server.")).to_be_visible()
    expect(send).to_be_focused()
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.get_by_role("link", name="Accounts", exact=True)).to_be_visible()
