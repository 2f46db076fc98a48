"""A team and a space of its own, from making them to being taken out of them."""

from playwright.sync_api import Page, expect

from project.local.stack import Stack
from tests.browser.faults import Faults
from tests.browser.people import PHONE, People, Person
from tests.browser.screen import DocumentScreen
from tests.browser.usable import expect_usable


def make_team(page: Page, name: str, person: Person) -> None:
    """Makes a team, and adds a person by their address."""
    page.goto("/teams/")
    page.get_by_role("main").get_by_role("button", name="New team").click()
    page.get_by_role("dialog").get_by_label("Name").fill(name)
    page.get_by_role("dialog").get_by_role("button", name="Create team").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    page.get_by_label("Add by name or e-mail address").fill(person.user.email)
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"{person.name} was added.")).to_be_visible()


def make_space(page: Page, name: str) -> None:
    page.goto("/spaces/")
    page.get_by_role("main").get_by_role("button", name="New space").first.click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill(name)
    dialog.get_by_label("Leaf").check()
    dialog.get_by_label("Green").check()
    dialog.get_by_role("button", name="Create space").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def test_a_team_in_a_space_writes_there_until_one_is_taken_out(people: People, stack: Stack) -> None:
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives")
    page = ada.visit("/teams/")
    name = f"Design {ada.user.pk.hex[-6:]}"
    make_team(page, name, ben)
    team = page.url
    make_space(page, "Handbook")
    page.get_by_role("button", name="Members").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Add a team or a person").press_sequentially(name.lower())
    dialog.get_by_role("button", name=name).click()
    expect(dialog.get_by_role("status")).to_contain_text("was added.")
    expect(dialog.locator(":focus")).to_have_count(1)
    expect_usable(page)
    page.keyboard.press("Escape")

    his = ben.visit("/spaces/", stack.replicas[1].url)
    his.get_by_role("main").get_by_role("link", name="Handbook").click()
    his.get_by_role("main").get_by_role("button", name="New document").first.click()
    screen = DocumentScreen(his)
    screen.expect_ready()
    screen.title.click()
    screen.write("Welcome")
    screen.expect_saved()
    page.reload()
    expect(page.get_by_role("main").get_by_role("link", name="Welcome")).to_be_visible()

    page.goto(team)
    with page.expect_response("**/members/*"):
        page.get_by_role("button", name="Remove Ben Ives").click()
    screen.expect_read_only()
    expect(page.get_by_text("Ben Ives", exact=True)).to_have_count(0)


def test_on_a_phone_in_the_dark_a_space_is_shared_left_and_deleted(people: People, faults: Faults) -> None:
    faults.expect("422")
    ada = people.come("Ada Moss", viewport=PHONE, color_scheme="dark")
    page = ada.visit("/spaces/")
    make_space(page, "Garden")
    page.get_by_role("main").get_by_role("button", name="New document").first.click()
    DocumentScreen(page).expect_ready()
    page.goto("/spaces/")
    page.get_by_role("main").get_by_role("link", name="Garden").click()
    page.get_by_role("button", name="Members").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("What everybody signed in may do").select_option(label="Can view")
    expect(dialog.get_by_text("The space is open")).to_be_visible()
    dialog.get_by_role("button", name="Leave").click()
    expect(dialog.get_by_role("alert")).to_contain_text("A space needs an owner")
    expect_usable(page)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="More for this space").click()
    page.get_by_role("button", name="Delete space…").click()
    expect(dialog.get_by_text("1 document goes to the trash")).to_be_visible()
    dialog.get_by_role("button", name="Delete space").click()
    expect(page.get_by_text("1 document is in the trash.")).to_be_visible()
