"""The tree in the side panel: by mouse, by keys, by two people at once, and on a phone."""

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.db import connections, transaction
from playwright.sync_api import Locator, Page, expect

from editor.accounts.models import User
from editor.documents.actions import change_access
from editor.documents.models import Document, Role
from editor.documents.tree import hold_tree
from editor.library.models import Favourite
from editor.spaces.models import Space, SpaceMember
from tests.browser.faults import Faults
from tests.browser.people import PHONE, People
from tests.browser.usable import expect_usable
from tests.library.libraries import make_space, make_titled


def item(page: Page, name: str) -> Locator:
    """In its own place, not among the favourites."""
    return page.locator('[role="treeitem"][id^="t-"]').and_(page.get_by_role("treeitem", name=name, exact=True))


def row(page: Page, name: str) -> Locator:
    return item(page, name).locator(":scope > .tree-row")


def drag(page: Page, name: str, target: str, part: float = 0.5) -> None:
    """Onto a row of the tree, or with `part` near 0 or 1 to the gap before or behind it."""
    box = row(page, target).bounding_box()
    assert box is not None
    row(page, name).drag_to(row(page, target), target_position={"x": 80, "y": box["height"] * part})


def expect_in(page: Page, name: str, *names: str) -> None:
    shown = item(page, name).locator(":scope > [role=group] > [role=treeitem] > .tree-row .tree-name")
    expect(shown).to_have_text(list(names))


def shut_out(space: Space, user: User) -> None:
    """In a thread of its own: Playwright's has an event loop, which telling the replicas doesn't go with."""

    def remove() -> None:
        with transaction.atomic():
            hold_tree()
            SpaceMember.objects.filter(space=space, user=user).delete()
            change_access([space.pk])
        connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(remove).result()


def test_on_a_phone_a_document_becomes_a_favourite_in_its_menu(people: People) -> None:
    ada = people.come("Ada Moss", viewport=PHONE, has_touch=True)
    document, screen = ada.new_text()
    page = screen.page
    starred = Favourite.objects.filter(user=ada.user, document=document)
    for is_starred in (True, False):
        page.get_by_role("button", name="More", exact=True).click()
        favourite = page.get_by_role("switch", name="Favourite")
        expect(favourite).to_be_checked(checked=not is_starred)
        with page.expect_response("**/favourite?item=1"):
            favourite.click()
        assert starred.exists() is is_starred
    page.set_viewport_size({"width": 1280, "height": 800})
    page.get_by_role("button", name="Favourite").click()
    expect(page.get_by_role("button", name="Favourite")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="More", exact=True).click()
    expect(page.get_by_role("switch", name="Favourite")).to_be_hidden()


def test_documents_are_dragged_into_documents_between_them_and_into_a_space(people: People) -> None:
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives")
    make_space("Design", ada=(ada.user, Role.OWNER), ben=(ben.user, Role.EDITOR))
    for title in ("Plan", "Notes", "Logo"):
        make_titled(ada.user, title)
    page, his = ada.visit(), ben.visit()
    page.wait_for_load_state("networkidle")
    drag(page, "Notes", "Plan")
    expect(page.get_by_text("Moved to Plan.")).to_be_visible()
    expect_in(page, "Plan", "Notes")
    page.get_by_role("button", name="Undo").click()
    expect_in(page, "Private", "Plan", "Notes", "Logo")
    drag(page, "Logo", "Plan", 0.1)
    expect_in(page, "Private", "Logo", "Plan", "Notes")
    expect(item(his, "Design")).to_be_visible()
    drag(page, "Logo", "Design")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("Moving it here shares it with the people of Design: Ben Ives.")
    dialog.get_by_role("button", name="Move it").click()
    expect(page.get_by_text("Moved to Design.")).to_be_visible()
    expect(dialog).to_be_hidden()
    expect_in(page, "Private", "Plan", "Notes")
    item(his, "Design").focus()
    his.keyboard.press("ArrowRight")
    expect_in(his, "Design", "Logo")


def ask_to_move(page: Page, title: str, where: str) -> Locator:
    """By keys; the dialog, with one place to choose."""
    item(page, title).focus()
    page.keyboard.press("Shift+F10")
    expect(page.get_by_role("button", name="New document under it")).to_be_focused()
    page.keyboard.press("m")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name=f"Move “{title}”")
    expect(dialog.get_by_label("Where to")).to_be_focused()
    page.keyboard.type(where)
    expect(dialog.get_by_role("option")).to_have_count(1)
    return dialog


def test_the_tree_is_walked_ordered_and_used_by_keys_alone(people: People) -> None:
    ada = people.come("Ada Moss")
    plan = make_titled(ada.user, "Plan")
    make_titled(ada.user, "Budget", parent=plan)
    for title in ("Notes", "Logo"):
        make_titled(ada.user, title)
    page = ada.visit()
    page.wait_for_load_state("networkidle")
    item(page, "Private").focus()
    page.keyboard.press("ArrowDown")
    expect(item(page, "Plan")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(item(page, "Budget")).to_be_visible()
    page.keyboard.press("ArrowRight")
    expect(item(page, "Budget")).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("l")
    expect(item(page, "Logo")).to_be_focused()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.keyboard.press("Alt+Shift+ArrowUp")
    expect_in(page, "Private", "Plan", "Logo", "Notes")
    expect(item(page, "Logo")).to_be_focused()
    page.reload()
    expect_in(page, "Private", "Plan", "Logo", "Notes")
    expect(item(page, "Budget")).to_be_visible()
    page.wait_for_load_state("networkidle")
    dialog = ask_to_move(page, "Logo", "Bud")
    expect_usable(page)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    ask_to_move(page, "Logo", "Bud")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Moved to Budget.")).to_be_visible()
    expect_in(page, "Private", "Plan", "Notes")


def test_the_open_document_shows_where_it_is_and_who_is_shut_out_loses_it_at_once(
    people: People, faults: Faults
) -> None:
    faults.expect("Failed to load resource")
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives")
    design = make_space("Design", ada=(ada.user, Role.OWNER), ben=(ben.user, Role.EDITOR))
    brand = make_titled(ada.user, "Brand", space=design)
    logo = make_titled(ada.user, "Logo", space=design)
    his = ben.open(logo)
    his.page.get_by_role("button", name="Side panel").click()
    expect(item(his.page, "Logo")).to_have_attribute("aria-current", "page")
    his.page.get_by_role("button", name="Favourite").click()
    expect(his.page.get_by_role("treeitem", name="Favourites")).to_contain_text("Logo")
    page = ada.visit()
    page.wait_for_load_state("networkidle")
    item(page, "Design").focus()
    page.keyboard.press("ArrowRight")
    expect_in(page, "Design", "Brand", "Logo")
    drag(page, "Logo", "Brand")
    expect(his.page.get_by_role("navigation", name="Where this document is")).to_contain_text("Brand")
    his.page.reload()
    his.expect_ready()
    expect(item(his.page, "Logo")).to_be_visible()
    shut_out(design, ben.user)
    his.expect_read_only()
    his.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(item(his.page, "Design")).to_be_hidden()
    expect(his.page.get_by_role("treeitem", name="Favourites")).to_be_hidden()
    assert Document.objects.get(pk=logo.pk).parent_id == brand.pk


def test_on_a_phone_the_panel_is_a_drawer(people: People) -> None:
    look: dict[str, Any] = {"viewport": PHONE, "has_touch": True, "color_scheme": "dark"}
    ada, ben = people.come("Ada Moss", **look), people.come("Ben Ives")
    plan = make_titled(ada.user, "A plan whose title is longer than any drawer is wide, to see where it is cut")
    make_titled(ada.user, "Budget", parent=plan)
    minutes = make_titled(ben.user, "Minutes")
    minutes.memberships.create(user=ada.user, role=Role.VIEWER)
    Favourite.objects.create(user=ada.user, document=plan)
    screen = ada.open(plan)
    page = screen.page
    panel = page.get_by_role("navigation", name="Side panel")
    expect(panel).to_be_hidden()
    page.get_by_role("button", name="Side panel").click()
    expect(page.get_by_role("button", name="Close the side panel")).to_be_focused()
    expect(item(page, "Minutes")).to_be_visible()
    expect_usable(page)
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(page.get_by_role("button", name="Side panel")).to_be_focused()
    page.get_by_role("button", name="Side panel").click()
    item(page, "Minutes").click()
    expect(page).to_have_url(re.compile(str(minutes.pk)))
