"""Sharing, in browsers: by name and address, by link with a password, by request, locked, and for everybody to read."""

import re
from concurrent.futures import ThreadPoolExecutor

from playwright.sync_api import Locator, Route, expect

from editor.documents.members import remove_member
from editor.documents.models import Role
from editor.sharing.models import DocumentInvitation, Reach
from editor.sharing.secrets import invitation_secret
from editor.teams.models import Team, TeamMember
from project.local.stack import Stack
from tests.browser.faults import Faults
from tests.browser.people import DESKTOP, PHONE, People
from tests.browser.screen import DocumentScreen, stored_text
from tests.browser.usable import expect_usable
from tests.people import PASSWORD, make_document, owner_access


def share(screen: DocumentScreen) -> Locator:
    screen.page.get_by_role("button", name="Share", exact=True).click()
    dialog = screen.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    return dialog


SETTLED = """(dialog) => ({
  promise: new Promise((resolve) => {
    const look = ({ target, detail }) => {
      if (!dialog.contains(target) || detail?.requestConfig?.verb !== "post") return;
      document.body.removeEventListener("htmx:afterSettle", look);
      resolve(null);
    };
    document.body.addEventListener("htmx:afterSettle", look);
  }),
})"""


def set_reach(dialog: Locator, label: str) -> None:
    choose(dialog, "Who may open it by the link", label)


def set_link_role(dialog: Locator, label: str) -> None:
    choose(dialog, "What the link allows", label)


def choose(dialog: Locator, what: str, label: str) -> None:
    """Returns when the server has done it and the dialog that it answered can be used; it is drawn anew at other times
    too.
    """
    settled = dialog.evaluate_handle(SETTLED)
    dialog.get_by_label(what).select_option(label=label)
    settled.evaluate("({ promise }) => promise")


def address_in(dialog: Locator) -> str:
    return (dialog.get_by_role("button", name="Copy link").get_attribute("data-copy") or "").partition("/s/")[2]


def accept_invitation(people: People, address: str, name: str) -> DocumentScreen:
    """As somebody who has no account yet."""
    page = people.visitor().new_page()
    page.goto(f"/invitations/{invitation_secret(DocumentInvitation.objects.get(email=address))}")
    page.get_by_role("button", name="Create an account").click()
    expect(page.get_by_label("E-mail")).to_have_value(address)
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    screen = DocumentScreen(page)
    screen.expect_ready()
    return screen


def test_people_teams_and_addresses_are_added_and_a_mail_brings_somebody_in_who_had_no_account(
    people: People, faults: Faults
) -> None:
    faults.expect("422")
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives")
    make_document(ada.user, "Known", ben=(ben.user, Role.VIEWER))
    team = Team.objects.create(name=f"Design {ada.user.pk.hex[-6:]}")
    TeamMember.objects.create(team=team, user=ben.user)
    document = make_document(ada.user, "Accounts")
    screen = ada.open(document)
    dialog = share(screen)
    who = dialog.get_by_label("Add people and teams")
    who.press_sequentially("ben")
    expect(dialog.get_by_role("button", name="Ben Ives")).to_be_visible()
    who.press("ArrowDown")
    screen.page.keyboard.press("Enter")
    expect(dialog.get_by_text("Ben Ives was added.")).to_be_visible()
    who.press_sequentially(team.name)
    dialog.get_by_role("button", name=team.name).click()
    expect(dialog.get_by_text(f"{team.name} was added.")).to_be_visible()
    who.fill("somebody")
    who.press("Enter")
    expect(dialog.get_by_role("alert")).to_contain_text("Choose somebody from the list")
    address = f"cho.{ada.user.pk.hex[-6:]}@example.org"
    who.fill(address)
    who.press("Enter")
    expect(dialog.get_by_text(f"An invitation is on its way to {address}.")).to_be_visible()
    expect_usable(screen.page)

    theirs = accept_invitation(people, address, "Cho Lin")
    theirs.write_at_end("Here.")
    theirs.expect_saved()
    screen.expect_text("Here.")
    expect(dialog.get_by_text("Cho Lin", exact=True)).to_be_visible()


def test_a_guest_comes_by_the_link_with_its_password_and_is_out_when_it_is_off(
    people: People, stack: Stack, faults: Faults
) -> None:
    faults.expect("422", "404")
    ada = people.come("Ada Moss")
    document = make_document(ada.user, "Accounts")
    hers = ada.open(document, stack.replicas[0].url)
    dialog = share(hers)
    set_reach(dialog, "Anyone with the link")
    dialog.get_by_text("Password, end, search engines").click()
    dialog.get_by_label("Ask for a password").check()
    dialog.get_by_label("Password", exact=True).fill("one for the guests")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_text("It asks for a password.")).to_be_visible()
    set_link_role(dialog, "Can edit")
    expect(dialog.get_by_label("What the link allows")).to_have_value("30")
    page = people.visitor(viewport=PHONE, color_scheme="dark").new_page()
    page.goto(f"{stack.replicas[1].url}/s/{address_in(dialog)}")
    page.get_by_label("Password").fill("a guess")
    page.get_by_role("button", name="Open the document").click()
    expect(page.get_by_role("alert")).to_contain_text("the password")
    page.get_by_label("Password").fill("one for the guests")
    page.get_by_role("button", name="Open the document").click()
    guest = DocumentScreen(page)
    guest.expect_ready()
    expect(page.get_by_text("You are a guest and can")).to_be_visible()
    guest.write_at_end("From a guest.")
    guest.expect_saved()
    hers.expect_text("From a guest.")
    expect_usable(page)
    set_link_role(dialog, "Can view")
    guest.expect_read_only()
    set_reach(dialog, "Only people with access")
    expect(page.get_by_role("alert")).to_contain_text("no longer shared with you")
    page.reload()
    expect(page).to_have_url(re.compile("/accounts/login/"))
    assert stored_text(document) == "From a guest."


CHOOSE_WHEN_DRAWN = """(dialog, reach) => ({
  promise: new Promise((resolve) => {
    new MutationObserver((_, observer) => {
      const select = dialog.querySelector("#link-reach");
      if (select === null) return;
      observer.disconnect();
      select.value = reach;
      select.dispatchEvent(new Event("change", { bubbles: true }));
      resolve(null);
    }).observe(dialog, { childList: true });
  }),
})"""


def test_a_choice_counts_as_soon_as_the_dialog_is_drawn_anew(people: People) -> None:
    ada = people.come("Ada Moss")
    dialog = share(ada.open(make_document(ada.user, "Accounts")))
    set_reach(dialog, "Anyone signed in")
    chosen = dialog.evaluate_handle(CHOOSE_WHEN_DRAWN, str(Reach.ANYONE.value))
    set_link_role(dialog, "Can edit")
    chosen.evaluate("({ promise }) => promise")
    expect(dialog.get_by_text("Whoever has the link can open it")).to_be_visible()


def test_what_is_chosen_while_an_answer_is_on_its_way_counts_when_it_is_there(people: People) -> None:
    ada = people.come("Ada Moss")
    screen = ada.open(make_document(ada.user, "Accounts"))
    dialog = share(screen)
    set_reach(dialog, "Anyone signed in")
    held: list[Route] = []
    screen.page.route("**/link", lambda route: route.continue_() if held else held.append(route))
    role, reach = dialog.get_by_label("What the link allows"), dialog.get_by_label("Who may open it by the link")
    with screen.page.expect_request("**/link"):
        role.select_option(label="Can edit")
    reach.select_option(label="Anyone with the link")
    held[0].continue_()
    expect(dialog.get_by_text("Whoever has the link can open it")).to_be_visible()
    expect(role).to_have_value(str(Role.EDITOR.value))


def test_a_lock_is_seen_at_once_by_whom_it_was_and_lifted_and_who_is_out_loses_the_dialog(
    people: People, stack: Stack
) -> None:
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives")
    document = make_document(ada.user, "Accounts", ben=(ben.user, Role.OWNER))
    hers, his = (person.open(document, replica.url) for person, replica in zip((ada, ben), stack.replicas, strict=True))
    dialog = share(hers)
    dialog.get_by_role("button", name="Lock", exact=True).click()
    his.expect_read_only()
    expect(his.page.get_by_text("Locked by Ada Moss.")).to_be_visible()
    dialog.get_by_role("button", name="Unlock").click()
    his.expect_writable()
    expect(his.page.get_by_text("Locked by Ada Moss.")).to_be_hidden()
    his_dialog = share(his)
    with ThreadPoolExecutor(1) as thread:
        thread.submit(remove_member, owner_access(document, ada.user), ben.user.pk, ada.user).result(20)
    expect(his.page.get_by_role("alert")).to_contain_text("no longer shared with you")
    expect(his_dialog).to_be_hidden()


def test_who_may_not_open_a_document_asks_and_gets_it_by_one_click(people: People, faults: Faults) -> None:
    faults.expect("404")
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives")
    document = make_document(ada.user, "Accounts")
    hers = ada.open(document)
    page = ben.visit(f"/documents/{document.pk}/")
    page.get_by_label("Ask for access").fill("I am on the team.")
    page.get_by_role("button", name="Ask for access").click()
    expect(page.get_by_text("If this document exists, its owners have been asked.")).to_be_visible()
    expect(hers.page.get_by_text("Ben Ives asks for access.")).to_be_visible()
    hers.page.get_by_role("button", name="Answer").click()
    expect(hers.page.get_by_role("dialog")).to_contain_text("I am on the team.")
    hers.page.get_by_role("button", name="Allow Ben Ives").click()
    expect(hers.page.get_by_text("Ben Ives has access now.")).to_be_visible()
    page.reload()
    DocumentScreen(page).expect_ready()


def test_a_public_page_can_be_read_by_everybody_without_a_program(people: People, faults: Faults) -> None:
    faults.expect("404")
    ada = people.come("Ada Moss")
    document = make_document(ada.user)
    screen = ada.open(document)
    screen.title.fill("The accounts")
    screen.write_at_end("What we spent.")
    screen.expect_saved()
    dialog = share(screen)
    set_reach(dialog, "Anyone with the link")
    dialog.get_by_text("Password, end, search engines").click()
    dialog.get_by_label("Let search engines find it").check()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog.get_by_role("link", name="Public page")).to_be_visible()
    page = people.visitor(viewport=DESKTOP, java_script_enabled=False).new_page()
    page.goto(f"/published/{document.pk}/")
    expect(page.get_by_role("main")).to_contain_text("What we spent.")
    assert page.locator("script").count() == 0
    set_reach(dialog, "Only people with access")
    expect(dialog.get_by_role("link", name="Public page")).to_be_hidden()
    answer = page.goto(f"/published/{document.pk}/")
    assert answer is not None
    assert answer.status == 404
