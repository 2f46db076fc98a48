"""Pages that everybody can use: what axe checks, and no sideways scrolling on a phone."""

from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from editor.documents.models import Document
from tests.browser.faults import UNREACHABLE, Faults
from tests.browser.people import DESKTOP, PHONE, People
from tests.browser.usable import expect_usable_in_any_light
from tests.people import make_document

LOOKS: dict[str, dict[str, Any]] = {
    "desktop": {"viewport": DESKTOP},
    "phone": {"viewport": PHONE, "has_touch": True},
}
TEXT = ["# Harvest", "Apples ", "first.", "- pears", "[] pick them"]


@pytest.fixture(params=LOOKS, ids=str)
def look(request: pytest.FixtureRequest) -> dict[str, Any]:
    return LOOKS[request.param]


def test_the_pages_before_signing_in(people: People, look: dict[str, Any]) -> None:
    page = people.visitor(**look).new_page()
    for path in ("login/", "signup/", "password/reset/", "password/reset/done/"):
        page.goto(f"/accounts/{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        expect_usable_in_any_light(page)


def test_the_lists_and_an_address_where_nothing_is(people: People, faults: Faults, look: dict[str, Any]) -> None:
    faults.expect("404")
    ada = people.come("Ada Moss", **look)
    page = ada.visit()
    expect_usable_in_any_light(page)
    page.goto("/trash")
    expect_usable_in_any_light(page)
    trashed = make_document(ada.user, "Old ledger")
    Document.objects.filter(pk=trashed.pk).update(trashed_at=timezone.now(), trashed_by=ada.user)
    make_document(ada.user, "A title that goes on and on, longer than any phone is wide, to see where it is cut " * 3)
    make_document(ada.user)
    for path in ("/trash", "/", "/?show=shared", "/nothing", f"/documents/{trashed.pk}/"):
        page.goto(path)
        expect(page.get_by_role("main")).to_be_visible()
        expect_usable_in_any_light(page)
    page.goto("/")
    page.get_by_role("button", name="More for Untitled").click()
    expect(page.get_by_role("link", name="Open")).to_be_visible()
    expect_usable_in_any_light(page)


def test_the_document_with_its_bars_menus_and_dialog(people: People, look: dict[str, Any]) -> None:
    ada = people.come("Ada Moss", **look)
    screen = ada.open(make_document(ada.user))
    screen.write("Harvest plan for the orchard behind the house")
    screen.press("Enter")
    for line in TEXT:
        screen.write(line)
        screen.press("Enter")
    screen.write("``` a line of code that is much too long for a phone, and must not push the page to the side")
    expect_usable_in_any_light(screen.page)
    screen.press("Control+Home", "Shift+End")
    expect(screen.page.get_by_role("toolbar")).to_be_visible()
    expect_usable_in_any_light(screen.page)
    screen.press("End", "Enter", "/")
    expect(screen.page.get_by_role("listbox", name="Blocks")).to_be_visible()
    expect_usable_in_any_light(screen.page)
    screen.press("Escape")
    screen.page.get_by_role("button", name="More", exact=True).click()
    expect(screen.page.get_by_role("button", name="Keyboard shortcuts")).to_be_visible()
    expect_usable_in_any_light(screen.page)
    screen.press("Escape")
    screen.page.get_by_role("button", name="Share", exact=True).click()
    expect(screen.page.get_by_role("dialog")).to_be_visible()
    expect_usable_in_any_light(screen.page)


def test_the_save_state_is_announced_when_it_is_wrong_and_when_it_is_well_again(people: People, faults: Faults) -> None:
    faults.expect(*UNREACHABLE)
    ada = people.come()
    screen = ada.open(make_document(ada.user))
    spoken = screen.page.locator("#save-announcement")
    expect(spoken).to_have_attribute("role", "status")
    ada.context.set_offline(True)
    screen.write_at_end("x")
    expect(spoken).to_have_text("Offline — 1 edit waiting")
    ada.context.set_offline(False)
    expect(spoken).to_have_text("Saved")
