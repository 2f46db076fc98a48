"""Two people write in one document at the same time."""

import pytest
from playwright.sync_api import expect

from editor.accounts.colors import presence_color
from editor.accounts.models import User
from editor.documents.models import Document, Role
from project.local.stack import Stack
from tests.browser.people import People
from tests.browser.screen import DocumentScreen, expect_equal, stored_text, stored_title, write_by_turns
from tests.people import make_document


def ada_and_ben(people: People, at: tuple[str | None, str | None]) -> tuple[Document, DocumentScreen, DocumentScreen]:
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives")
    document = make_document(ada.user, ben=(ben.user, Role.EDITOR))
    return document, ada.open(document, at[0]), ben.open(document, at[1])


@pytest.mark.parametrize("where", ["behind the load balancer", "on two replicas"])
def test_two_people_see_each_other_and_end_with_the_same_text(people: People, stack: Stack, where: str) -> None:
    first_url, second_url = [replica.url for replica in stack.replicas] if where == "on two replicas" else (None, None)
    document, ada, ben = ada_and_ben(people, (first_url, second_url))
    expect(ada.page.get_by_role("button", name="1 other person here")).to_be_visible()
    ada.write_at_end("Hello Ben.")
    ben.expect_text("Hello Ben.", seconds=1)
    expect(ben.caret_of("Ada Moss")).to_have_count(1)
    ben.write_at_end(" Hello Ada.")
    ada.expect_text("Hello Ben. Hello Ada.", seconds=1)
    expect(ada.caret_of("Ben Ives")).to_have_count(1)
    for screen, other in ((ada, "Ben Ives"), (ben, "Ada Moss")):
        color = presence_color(User.objects.get(name=other, memberships__document=document).pk)
        expect(screen.caret_of(other)).to_have_css("background-color", rgb(color))
    ada.press("Control+Home")
    write_by_turns([ada, ben], ["abcdefghijklmnop", "0123456789abcdef"])
    expect_equal(document, [ada, ben])
    assert len(stored_text(document)) == len("Hello Ben. Hello Ada.") + 32


def test_both_write_in_the_title(people: People) -> None:
    document, ada, ben = ada_and_ben(people, (None, None))
    ada.title.focus()
    ben.title.focus()
    write_by_turns([ada, ben], ["Autumn", "Spring"])
    for screen in (ada, ben):
        screen.expect_saved()
    title = stored_title(document)
    assert sorted(title) == sorted("AutumnSpring")
    for screen in (ada, ben):
        expect(screen.title).to_have_value(title)


def test_the_people_here_are_named_and_leave_the_list_when_they_go(people: People) -> None:
    _, ada, ben = ada_and_ben(people, (None, None))
    here = ada.page.get_by_role("button", name="1 other person here")
    here.click()
    expect(ada.page.locator("#people-list").get_by_text("Ben Ives")).to_be_visible()
    ben.page.close()
    expect(here).to_be_hidden()


def test_undo_takes_back_only_ones_own_edits_in_text_and_title(people: People) -> None:
    document, ada, ben = ada_and_ben(people, (None, None))
    # Each at once: half a second between two letters, which a busy machine may take, would make two steps of them.
    ada.title.fill("Ada's title")
    ada.text.focus()
    ada.page.keyboard.insert_text("Ada wrote this.")
    ben.expect_text("Ada wrote this.")
    ben.write_at_end(" Ben wrote that.")
    ada.expect_text("Ada wrote this. Ben wrote that.")
    ada.press("Control+Z")
    ada.expect_text("Ben wrote that.")
    expect(ada.title).to_have_value("Ada's title")
    ada.press("Control+Z")
    expect(ada.title).to_have_value("")
    ada.press("Control+Shift+Z", "Control+Shift+Z")
    expect(ben.title).to_have_value("Ada's title")
    expect_equal(document, [ada, ben])
    assert stored_text(document) == "Ada wrote this. Ben wrote that."


def rgb(color: str) -> str:
    """ "#0a141e" as a browser names it."""
    red, green, blue = bytes.fromhex(color.removeprefix("#"))
    return f"rgb({red}, {green}, {blue})"
