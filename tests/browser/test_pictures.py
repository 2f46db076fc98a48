"""Pictures that are there: seen by all, changed by who may, by pointer and by keyboard; copied, refused."""

import re
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from editor.documents.models import Membership, Role
from editor.media.models import MediaFile
from tests.browser.faults import Faults
from tests.browser.files import PDF, drop, open_with_picture, open_with_text, paste, picture, pictures, uploads
from tests.browser.people import PHONE, People
from tests.browser.usable import expect_usable
from tests.people import make_document


def bar(page: Page) -> Locator:
    return page.get_by_role("toolbar", name="Picture")


def width_of(page: Page) -> str:
    width: str = page.locator(".image-frame").evaluate("(frame) => frame.style.width")
    return width


def test_size_place_alternative_text_and_caption_are_seen_by_the_other_and_undone(people: People) -> None:
    ada = people.come()
    document, hers = open_with_picture(ada)
    his = people.come(user=ada.user).open(document)
    pictures(hers.page).click()
    edge = hers.page.locator('.resize[data-side="right"]')
    box = edge.bounding_box()
    assert box
    hers.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    hers.page.mouse.down()
    for step in range(1, 7):
        hers.page.mouse.move(box["x"] - 50 * step, box["y"] + box["height"] / 2)
    hers.page.mouse.up()
    width = width_of(hers.page)
    assert 30 < int(width.removesuffix("%")) < 70
    expect(his.page.locator(".image-frame")).to_have_css("width", re.compile(r"^\d"))
    his.page.wait_for_function("(width) => document.querySelector('.image-frame').style.width === width", arg=width)
    hers.press("Control+Z")
    his.page.wait_for_function("() => document.querySelector('.image-frame').style.width === 'auto'")
    hers.press("Control+Shift+Z")
    his.page.wait_for_function("(width) => document.querySelector('.image-frame').style.width === width", arg=width)
    pictures(hers.page).click()
    bar(hers.page).get_by_role("button", name="Align centre").click()
    expect(his.page.locator(".image")).to_have_attribute("data-align", "center")
    bar(hers.page).get_by_role("button", name="No alt text").click()
    dialog = hers.page.get_by_role("dialog", name="Alternative text")
    dialog.get_by_label("What does the picture show?").fill("Baskets of pears")
    dialog.get_by_role("button", name="Save").click()
    expect(his.page.get_by_role("img", name="Baskets of pears")).to_be_visible()
    expect(bar(hers.page).get_by_role("button", name="Alt text", exact=False)).to_have_text("Alt text")
    hers.page.locator("figcaption").click()
    hers.write("Ripe ones")
    hers.press("Enter")
    hers.write("And on.")
    expect(his.page.locator("figcaption")).to_have_text("Ripe ones")
    expect(his.page.locator("#text > p").last).to_have_text("And on.")


def test_a_picture_copied_into_another_document_stays_when_the_first_is_gone(people: People, faults: Faults) -> None:
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives")
    ada.context.grant_permissions(["clipboard-read", "clipboard-write"])
    first, screen = open_with_picture(ada)
    screen.text.focus()
    screen.press("Control+A", "Control+C")
    # The other may see it before the server knows that this document has it.
    faults.expect("404")
    second = make_document(ada.user, "Copy", ben=(ben.user, Role.VIEWER))
    copy, his = ada.open(second), ben.open(second)
    copy.text.focus()
    with copy.page.expect_response(re.compile("/adopt$")) as adopted:
        copy.press("Control+V")
    assert adopted.value.status == 200
    expect(pictures(copy.page)).to_have_count(1)
    expect(pictures(his.page)).to_have_count(1)
    copy.expect_saved()
    screen.page.close()
    first.delete()
    expect(pictures(ben.open(second).page)).to_have_count(1)


def test_a_picture_that_one_may_not_have_says_so(people: People, faults: Faults) -> None:
    faults.expect("404")
    _, screen = open_with_text(people.come())
    figure = '<figure data-file="11111111-1111-4111-8111-111111111111"><img alt=""></figure>'
    paste(screen, html=figure)
    card = screen.page.locator(".picture-failed")
    expect(card).to_contain_text("be shown.")
    expect(card).to_contain_text("not for you")
    expect_usable(screen.page)
    with screen.page.expect_response(re.compile("/files/")):
        card.get_by_role("button", name="Try again").click()
    expect(card).to_be_visible()


def test_a_viewer_sees_and_enlarges_but_changes_nothing(people: People) -> None:
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives")
    document, hers = open_with_picture(ada)
    drop(hers, hers.text.locator("p").first, ("a.pdf", "application/pdf", PDF), below=False)
    expect(hers.page.locator(".attachment")).to_be_visible()
    hers.expect_saved()
    Membership.objects.create(document=document, user=ben.user, role=Role.VIEWER)
    his = ben.open(document)
    expect(pictures(his.page)).to_have_count(1)
    his.page.get_by_role("button", name="Enlarge the picture").focus()
    his.press("Enter")
    dialog = his.page.get_by_role("dialog", name="Picture")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("status")).to_be_hidden()
    expect_usable(his.page)
    his.press("Escape")
    expect(dialog).to_be_hidden()
    expect(his.page.get_by_role("button", name="Enlarge the picture")).to_be_focused()
    drop(his, his.text.locator("p").first, ("more.png", "image/png", picture(seed=2)))
    expect(uploads(his.page)).to_have_count(0)
    pictures(his.page).click()
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    expect(bar(his.page)).to_be_hidden()
    expect(his.page.get_by_role("slider")).to_have_count(0)
    assert MediaFile.objects.filter(uses__document=document).count() == 2


@pytest.mark.parametrize("options", [{}, {"viewport": PHONE, "has_touch": True}], ids=["desktop", "phone"])
def test_everything_by_keyboard(people: People, options: dict[str, Any]) -> None:
    _, screen = open_with_text(people.come(**options))
    page = screen.page
    screen.press("Enter")
    screen.write("/image")
    expect(page.get_by_role("option", name="Image")).to_have_attribute("aria-selected", "true")
    with page.expect_file_chooser() as choosing:
        screen.press("Enter")
    choosing.value.set_files({"name": "pears.png", "mimeType": "image/png", "buffer": picture()})
    expect(pictures(page)).to_have_count(1)
    screen.press("Control+End", "ArrowUp")
    expect(bar(page)).to_be_visible()
    expect_usable(page)
    screen.press("Tab")
    expect(page.get_by_role("slider", name="Width of the picture").first).to_be_focused()
    screen.press("Home", "ArrowUp", "ArrowUp")
    expect(page.get_by_role("slider").first).to_have_attribute("aria-valuetext", "15 percent")
    assert width_of(page) == "15%"
    screen.press("Escape", "Alt+F10", "ArrowRight", "Enter")
    expect(page.locator(".image")).to_have_attribute("data-align", "center")
    screen.press("ArrowRight", "ArrowRight", "Enter")
    expect(page.get_by_role("dialog", name="Alternative text")).to_be_visible()
    expect_usable(page)
    screen.write("Pears")
    screen.press("Enter")
    expect(page.get_by_role("img", name="Pears")).to_be_visible()
    expect(bar(page).get_by_role("button", name="Alt text: change")).to_be_focused()
    screen.press("Escape", "Enter")
    screen.write("A caption")
    expect(page.locator("figcaption")).to_have_text("A caption")
    screen.press("Home", "Backspace")
    expect(bar(page)).to_be_visible()
    screen.press("Delete")
    expect(pictures(page)).to_have_count(0)
