"""People, documents and emoji in the text, and the lists that they are chosen from."""

from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from editor.accounts.models import User
from editor.documents.models import Document, Role
from tests.browser.faults import Faults
from tests.browser.people import DESKTOP, PHONE, People
from tests.browser.screen import DocumentScreen, expect_equal
from tests.browser.usable import expect_usable, expect_usable_in_any_light
from tests.people import make_document, make_user

SHOTS = Path("test-results") / "references"


def test_a_person_is_mentioned_by_keyboard_and_seen_by_the_other(people: People) -> None:
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives")
    people.come("Bella Stranger")
    document = make_document(ada.user, ben=(ben.user, Role.EDITOR))
    hers, his = ada.open(document), ben.open(document)
    hers.write_at_end("Ask @")
    options = hers.page.get_by_role("listbox", name="People").get_by_role("option")
    expect(options).to_have_count(2)
    hers.write("b")
    expect(options).to_have_count(1)
    expect(options).to_contain_text("Ben Ives")
    hers.press("Enter")
    hers.write("today")
    for screen in (hers, his):
        screen.expect_text("Ask @Ben Ives today")
        expect(screen.text.locator(".mention")).to_have_text("@Ben Ives")
    expect_equal(document, [hers])


def test_a_mention_shows_the_name_that_the_person_has_now(people: People) -> None:
    ada, ben = people.come("Ada"), people.come("Ben Ives")
    document = make_document(ada.user, ben=(ben.user, Role.EDITOR))
    screen = ada.open(document)
    screen.write_at_end("@ben")
    screen.press("Enter")
    expect(screen.text.locator(".mention")).to_have_text("@Ben Ives")
    screen.expect_saved()
    ben.user.name = "Benedict Ives"
    ben.user.save()
    expect(ada.open(document).text.locator(".mention")).to_have_text("@Benedict Ives")


def test_nobody_of_that_name(people: People) -> None:
    ada, mark = people.come("Ada"), make_user("Mark")
    screen = ada.open(make_document(ada.user, mark=(mark, Role.VIEWER)))
    screen.write_at_end("@mar")
    expect(screen.page.get_by_role("option")).to_contain_text("Mark")
    screen.write("zoe")
    expect(screen.page.get_by_text("Nobody of that name can open this document.")).to_be_visible()
    expect_usable(screen.page)
    screen.press("Escape")
    expect(screen.page.locator(".choice-menu")).to_have_count(0)
    screen.write(" x")
    screen.expect_text("@marzoe x")


def test_somebody_who_has_no_access_yet_is_mentioned_and_the_way_to_share_is_offered(people: People) -> None:
    ada, zoe = people.come("Ada"), make_user("Zoe Quinn")
    make_document(ada.user, zoe=(zoe, Role.VIEWER))
    screen = ada.open(make_document(ada.user))
    screen.write_at_end("@quinn")
    expect(screen.page.get_by_role("option")).to_contain_text("No access yet")
    screen.press("Enter")
    expect(screen.text.locator(".mention")).to_have_text("@Zoe Quinn")
    toast = screen.page.locator(".toast", has_text="Zoe Quinn can")
    expect_usable(screen.page)
    toast.get_by_role("button", name="Share").click()
    expect(screen.page.get_by_role("dialog", name="Share")).to_be_visible()


def link_to(screen: DocumentScreen, typed: str, title: str) -> None:
    screen.write_at_end(f"[[{typed}")
    listed = screen.page.get_by_role("listbox", name="Documents").get_by_role("option", name=title)
    expect(listed).to_have_attribute("aria-selected", "true")
    screen.press("Enter")
    expect(screen.text.get_by_role("link", name=title)).to_be_visible()


def test_a_link_to_a_document_follows_its_title(people: People) -> None:
    ada, ben = people.come("Ada"), people.come("Ben")
    other = make_document(ada.user, "Minutes of May")
    document = make_document(ada.user, ben=(ben.user, Role.VIEWER))
    screen = ada.open(document)
    link_to(screen, "minutes of", "Minutes of May")
    screen.expect_saved()
    Document.objects.filter(pk=other.pk).update(title="Minutes of June")
    come_back(screen)
    expect(screen.text.get_by_role("link")).to_have_text("Minutes of June")
    # Ben may not open it: he sees what the document says, and no link.
    his = ben.open(document)
    expect(his.text.locator(".document-link")).to_have_text("Minutes of May")
    expect(his.text.get_by_role("link")).to_have_count(0)
    other.memberships.create(user=ben.user, role=Role.VIEWER)
    come_back(his)
    expect(his.text.get_by_role("link")).to_have_text("Minutes of June")
    Document.objects.filter(pk=other.pk).update(trashed_at=timezone.now())
    come_back(screen)
    expect(screen.text.get_by_role("link")).to_have_count(0)


def come_back(screen: DocumentScreen) -> None:
    """To the tab, from another one."""
    screen.page.evaluate("() => document.dispatchEvent(new Event('visibilitychange'))")


def test_a_link_to_a_document_opens_by_click_and_by_enter(people: People) -> None:
    ada = people.come("Ada")
    other = make_document(ada.user, "Minutes")
    document = make_document(ada.user)
    screen = ada.open(document)
    link_to(screen, "min", "Minutes")
    screen.expect_saved()
    with ada.context.expect_page() as opened:
        screen.text.get_by_role("link", name="Minutes").click(modifiers=["Control"])
    assert opened.value.url.endswith(f"/documents/{other.pk}/")
    screen.page.bring_to_front()
    screen.text.focus()
    screen.press("Control+End", "ArrowLeft", "ArrowLeft")
    expect(screen.text.locator(".document-link.ProseMirror-selectednode")).to_be_visible()
    screen.press("Enter")
    screen.page.wait_for_url(f"**/documents/{other.pk}/")
    screen.page.go_back()
    screen.expect_ready()
    screen.text.get_by_role("link", name="Minutes").click()
    screen.page.wait_for_url(f"**/documents/{other.pk}/")


def test_the_slash_menu_leads_to_people_documents_and_emoji(people: People) -> None:
    ada = people.come("Ada")
    make_document(ada.user, "Minutes")
    screen = ada.open(make_document(ada.user))
    for action, listbox in (("mention", "People"), ("link to document", "Documents"), ("emoji", "Emoji")):
        screen.write_at_end(f"/{action}")
        expect(screen.page.locator("#slash-menu")).to_be_visible()
        screen.press("Enter")
        expect(screen.page.get_by_role("listbox", name=listbox).get_by_role("option").first).to_be_visible()
        screen.press("Escape", "Control+A", "Delete")
        expect(screen.page.get_by_role("listbox")).to_have_count(0)


def test_emoji_by_name(people: People) -> None:
    ada = people.come("Ada")
    document = make_document(ada.user)
    screen = ada.open(document)
    screen.write_at_end("Well :smil")
    options = screen.page.get_by_role("listbox", name="Emoji").get_by_role("option")
    expect(options.first).to_contain_text(":smile:")
    screen.press("Enter")
    screen.write(" done :tada:")
    screen.write(" at 10:30: no :nosuchthing: and :)")
    screen.expect_text("Well 😄 done 🎉 at 10:30: no :nosuchthing: and :)")
    expect_equal(document, [screen])


def test_in_code_signs_are_only_signs(people: People) -> None:
    ada = people.come("Ada")
    screen = ada.open(make_document(ada.user))
    screen.write_at_end("``` ")
    screen.write("@a [[b :smile: ")
    expect(screen.page.locator(".choice-menu")).to_have_count(0)
    expect(screen.text.locator("pre code")).to_have_text("@a [[b :smile: ")


def test_without_an_answer_writing_goes_on(people: People, faults: Faults) -> None:
    faults.expect("Failed to load resource")
    ada = people.come("Ada")
    screen = ada.open(make_document(ada.user))
    screen.page.route("**/people?**", lambda route: route.fulfill(status=429, body="{}"))
    screen.write_at_end("@ada")
    screen.write(" and on")
    screen.expect_text("@ada and on")
    screen.expect_saved()


@pytest.mark.parametrize(("name", "size"), [("desktop", DESKTOP), ("phone", PHONE)])
def test_the_lists_are_usable(people: People, name: str, size: dict[str, int]) -> None:
    ada, ben = people.come("Ada Moss", viewport=size), people.come("Benedict Ives")
    document = make_document(ada.user, ben=(ben.user, Role.EDITOR))
    _some_documents(ada.user)
    screen = ada.open(document)
    for typed, listbox in (("Ask @b", "People"), ("[[m", "Documents"), (":smi", "Emoji")):
        screen.write_at_end(typed)
        shown = screen.page.get_by_role("listbox", name=listbox)
        expect(shown.get_by_role("option").first).to_be_visible()
        expect_usable_in_any_light(screen.page)
        if size == PHONE:
            heights = shown.get_by_role("option").evaluate_all("(all) => all.map((one) => one.offsetHeight)")
            assert min(heights) >= 44
        screen.page.screenshot(path=SHOTS / f"{listbox}-{name}.png")
        screen.press("Enter")
        expect(shown).to_have_count(0)
    expect_usable_in_any_light(screen.page)
    screen.page.screenshot(path=SHOTS / f"text-{name}.png")


def _some_documents(user: User) -> list[Document]:
    titles = ["Minutes of May", "Menu for the summer party, with everything that anybody has asked for so far", "Map"]
    return [make_document(user, title) for title in titles]
