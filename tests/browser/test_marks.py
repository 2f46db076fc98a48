"""Marks: typed, by their keys, and the same for everybody."""

from playwright.sync_api import expect

from editor.documents.models import Role
from project.local.stack import Stack
from tests.browser.people import People
from tests.browser.shape import expect_shape
from tests.browser.usable import expect_usable
from tests.people import make_document

BY_TYPING = {
    "**one**": "strong(one)",
    "*one*": "em(one)",
    "++one++": "u(one)",
    "~~one~~": "s(one)",
    "`one`": "code(one)",
    "x~2~": "xsub(2)",
    "x^2^": "xsup(2)",
    "==one==": "mark[yellow](one)",
    "[one](https://example.org)": "a[https://example.org](one)",
}
BY_KEYS = {
    "Control+B": "strong",
    "Control+I": "em",
    "Control+U": "u",
    "Control+Shift+S": "s",
    "Control+E": "code",
    "Control+,": "sub",
    "Control+.": "sup",
    "Control+Shift+H": "mark[yellow]",
}
COLORS = ["gray", "red", "orange", "yellow", "green", "blue", "purple", "pink"]


def test_every_mark_typed_or_by_its_keys_is_the_same_after_a_reload_and_on_the_other_replica(
    people: People, stack: Stack
) -> None:
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives")
    document = make_document(ada.user, ben=(ben.user, Role.EDITOR))
    here, there = (replica.url for replica in stack.replicas)
    screen = ada.open(document, here)
    screen.text.click()
    made = []
    for typed, mark in BY_TYPING.items():
        screen.write(f"{typed} done")
        screen.press("Enter")
        made.append(f"p({mark} done)")
    for keys, mark in BY_KEYS.items():
        screen.press(keys)
        screen.write("one")
        screen.press(keys)
        screen.write(" done")
        screen.press("Enter")
        made.append(f"p({mark}(one) done)")
    expected = " ".join([*made, "p"])
    expect_shape(screen, expected)
    screen.expect_saved()
    expect_shape(ben.open(document, there), expected)
    screen.page.reload()
    screen.expect_ready()
    expect_shape(screen, expected)


def test_every_colour_can_be_read_in_light_and_in_dark(people: People) -> None:
    ada = people.come()
    document = make_document(ada.user)
    screen = ada.open(document)
    screen.text.click()
    screen.write("one")
    screen.press("Shift+Home")
    bar = screen.page.get_by_role("toolbar", name="Format the selection")
    for color in COLORS:
        bar.get_by_role("button", name="Colour").click()
        palette = screen.page.get_by_role("menu", name="Colour")
        palette.get_by_role("group", name="Highlight").get_by_role("menuitemradio", name=color.title()).click()
        bar.get_by_role("button", name="Colour").click()
        palette.get_by_role("group", name="Text colour").get_by_role("menuitemradio", name=color.title()).click()
        expect(screen.text.locator(f'mark[data-color="{color}"]')).to_have_text("one")
        expect(screen.text.locator(f'.text-color[data-color="{color}"]')).to_have_text("one")
        for scheme in ("light", "dark"):
            screen.page.emulate_media(color_scheme=scheme)
            expect_usable(screen.page)
    screen.press("Control+\\")
    expect_shape(screen, "p(one)")


def test_what_one_formats_the_other_does_not_undo(people: People) -> None:
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives")
    document = make_document(ada.user, ben=(ben.user, Role.EDITOR))
    hers, his = ada.open(document), ben.open(document)
    hers.text.click()
    hers.write("one two")
    hers.expect_saved()
    expect_shape(his, "p(one two)")
    his.text.click()
    his.press("Control+Home", "Control+Shift+ArrowRight", "Control+B")
    expect_shape(hers, "p(strong(one) two)")
    hers.press("Control+End", "Control+Shift+ArrowLeft", "Control+I")
    expect_shape(his, "p(strong(one) em(two))")
    his.press("Control+Z")
    for screen in (hers, his):
        expect_shape(screen, "p(one em(two))")
    hers.press("Control+Z")
    for screen in (hers, his):
        expect_shape(screen, "p(one two)")
