"""Blocks: typed, by their controls, and the same for everybody."""

import pytest
from playwright.sync_api import Page, expect

from editor.documents.models import Document, Role
from editor.log.reading import read_log
from project.local.stack import Stack
from tests.browser.people import PHONE, People
from tests.browser.screen import DocumentScreen
from tests.browser.shape import expect_shape, shape_of
from tests.browser.usable import expect_usable
from tests.people import make_document

EVERYTHING = [
    "h1(One)",
    "h2(Two)",
    "h3(Three)",
    "h4[center](Four)",
    "p[right](Right)",
    "p[justify](Even)",
    "blockquote(p(Quoted))",
    "ul(li(p(Bullet)ul(li(p(Nested)))))",
    "ol[3](li(p(Third))li(p(Fourth)))",
    "ul(li[true](p(Done))li[false](p(Open)))",
    "callout[info](p(Note))",
    "callout[warning](p(Mind)p(the step))",
    "details(summary(Summary)p(Hidden))",
    "code-block(code[python](pick()))",
    "hr",
    "p(A linebrand another)",
    "p(Claimfootnote-reference(button[1]))",
    "footnote(p(Source))",
]


def write_everything(screen: DocumentScreen) -> None:
    write, press = screen.write, screen.press
    for heading in ("# One", "## Two", "### Three", "#### Four"):
        write(heading)
        if heading == "#### Four":
            press("Control+Shift+E")
        press("Enter")
    press("Control+Shift+R")
    write("Right")
    press("Enter", "Control+Shift+J")
    write("Even")
    press("Enter", "Control+Shift+L")
    write("> Quoted")
    press("Enter", "Enter")
    write("- Bullet")
    press("Enter", "Tab")
    write("Nested")
    press("Enter", "Enter", "Enter")
    write("3. Third")
    press("Enter")
    write("Fourth")
    press("Enter", "Enter")
    write("[x] Done")
    press("Enter")
    write("Open")
    press("Enter", "Enter")
    write_boxes(screen)


def write_boxes(screen: DocumentScreen) -> None:
    """What stands in a frame of its own, code, and what leads to a footnote."""
    write, press = screen.write, screen.press
    write("!!! Note")
    press("Enter", "Enter")
    write("> [!WARNING] Mind")
    press("Enter")
    write("the step")
    press("Enter", "Enter")
    write("+++ Summary")
    press("Enter")
    write("Hidden")
    press("Enter", "Enter")
    write("```py pick()")
    press("ArrowDown")
    write("---A line")
    press("Shift+Enter")
    write("and another")
    press("Enter")
    write("Claim[^1]Source")


def updates_sent(page: Page) -> list[bytes]:
    """Those that the page sends from its next connection on."""
    sent: list[bytes] = []

    def note(frame: str | bytes) -> None:
        if isinstance(frame, bytes) and frame[:2] == b"\x00\x02":
            sent.append(frame)

    page.on("websocket", lambda socket: socket.on("framesent", note))
    return sent


def log_of(document: Document) -> list[bytes]:
    state = read_log(document.pk)
    assert state is not None
    return state.updates


def test_every_block_is_the_same_after_a_reload_and_on_the_other_replica(people: People, stack: Stack) -> None:
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives")
    document = make_document(ada.user, ben=(ben.user, Role.EDITOR))
    here, there = (replica.url for replica in stack.replicas)
    screen = ada.open(document, here)
    screen.text.click()
    write_everything(screen)
    expected = " ".join(EVERYTHING)
    expect_shape(screen, expected)
    screen.expect_saved()
    expect_shape(ben.open(document, there), expected)
    screen.page.reload()
    screen.expect_ready()
    expect_shape(screen, expected)


def test_everything_can_be_used_by_everybody(people: People) -> None:
    ada = people.come()
    document, screen = ada.new_text()
    write_everything(screen)
    screen.expect_saved()
    for scheme in ("light", "dark"):
        screen.page.emulate_media(color_scheme=scheme)
        expect_usable(screen.page)
    screen.text.get_by_role("button", name="Note: change kind").click()
    expect(screen.page.get_by_role("menu", name="Kind of callout")).to_be_visible()
    expect_usable(screen.page)
    screen.press("Escape")
    screen.text.get_by_role("button", name="Language: Python").click()
    expect(screen.page.get_by_role("listbox", name="Languages")).to_be_visible()
    expect_usable(screen.page)
    phone = people.come(user=ada.user, viewport=PHONE, has_touch=True).open(document)
    expect_usable(phone.page)


def test_a_task_ticked_here_is_ticked_on_the_other_replica(people: People, stack: Stack) -> None:
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives")
    document = make_document(ada.user, ben=(ben.user, Role.EDITOR))
    hers, his = (person.open(document, replica.url) for person, replica in zip((ada, ben), stack.replicas, strict=True))
    hers.text.click()
    hers.write("[] pick them")
    his.text.get_by_role("checkbox", name="Task done: pick them").check()
    expect(hers.text.get_by_role("checkbox")).to_be_checked()
    hers.press("Control+Enter")
    expect(his.text.get_by_role("checkbox")).not_to_be_checked()
    his.text.get_by_role("checkbox").focus()
    his.press("Space")
    expect(hers.text.get_by_role("checkbox")).to_be_checked()


def test_tab_stays_in_a_list_and_leaves_other_text(people: People) -> None:
    _, screen = people.come().new_text()
    screen.write("- one")
    screen.press("Tab", "Tab")
    screen.write("!")
    expect_shape(screen, "ul(li(p(one!)))")
    screen.press("Enter", "Tab", "Tab", "Shift+Tab")
    screen.write("two")
    expect_shape(screen, "ul(li(p(one!))li(p(two)))")


def test_a_viewer_opens_details_and_sends_nothing(people: People) -> None:
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives")
    document = make_document(ada.user, ben=(ben.user, Role.VIEWER))
    screen = ada.open(document)
    screen.text.click()
    write_everything(screen)
    screen.expect_saved()
    before = log_of(document)
    page = ben.context.new_page()
    sent = updates_sent(page)
    page.goto(ben.visit(f"/documents/{document.pk}/").url)
    his = DocumentScreen(page)
    his.expect_ready()
    hidden = his.text.get_by_text("Hidden")
    expect(hidden).not_to_be_visible()
    toggle = his.text.get_by_role("button", name="Details: Summary")
    toggle.click()
    expect(hidden).to_be_visible()
    expect(toggle).to_have_attribute("aria-expanded", "true")
    his.press("Enter")
    expect(hidden).not_to_be_visible()
    expect(his.text.get_by_role("checkbox").first).to_be_disabled()
    expect(his.text.get_by_role("button", name="Note: change kind")).to_be_disabled()
    expect(his.text.get_by_role("button", name="Language: Python")).to_be_disabled()
    his.text.get_by_role("button", name="Footnote 1", exact=True).click()
    expect(his.text.get_by_role("button", name="Footnote 1: back to the text")).to_be_focused()
    expect_usable(page)
    screen.write("!")
    expect(his.text.get_by_text("Source!")).to_be_visible()
    assert sent == []
    assert len(log_of(document)) == len(before) + 1


def test_undo_takes_back_ones_own_block_and_no_other(people: People) -> None:
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives")
    document = make_document(ada.user, ben=(ben.user, Role.EDITOR))
    hers, his = ada.open(document), ben.open(document)
    hers.text.click()
    hers.write("one")
    hers.press("Enter")
    hers.write("two")
    hers.expect_saved()
    expect_shape(his, "p(one) p(two)")
    his.text.click()
    his.press("Control+Home", "Control+Alt+2")
    expect_shape(hers, "h2(one) p(two)")
    hers.press("Control+Shift+9")
    expect_shape(his, "h2(one) ul(li[false](p(two)))")
    his.press("Control+Z")
    for screen in (hers, his):
        expect_shape(screen, "p(one) ul(li[false](p(two)))")
    hers.press("Control+Z")
    for screen in (hers, his):
        expect_shape(screen, "p(one) p(two)")
    assert shape_of(hers) == shape_of(his)


@pytest.mark.parametrize(
    ("typed", "block"),
    [("``` one", "pre(code(one))"), ("> one", "blockquote(p(one))"), ("- one", "ul(li(p(one)))")],
)
def test_a_line_can_be_written_above_the_first_block_and_below_the_last(people: People, typed: str, block: str) -> None:
    ada = people.come()
    screen = ada.open(make_document(ada.user))
    screen.text.click()
    screen.write(typed)
    screen.press("ArrowUp")
    expect(screen.title).to_be_focused()
    screen.press("Enter")
    screen.write("above")
    screen.expect_blocks(f"p(above) {block}")
    box = screen.text.bounding_box()
    assert box is not None
    screen.page.mouse.click(box["x"] + 40, box["y"] + box["height"] + 20)
    screen.write("below")
    screen.expect_blocks(f"p(above) {block} p(below)")
    screen.title.click()
    screen.press("End", "Enter")
    screen.write("the first ")
    screen.expect_blocks(f"p(the first above) {block} p(below)")
    screen.expect_saved()
