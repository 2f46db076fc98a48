"""Text that the server never took, where its document is no longer open."""

from concurrent.futures import ThreadPoolExecutor

from playwright.sync_api import expect

from editor.documents.models import Membership, Role
from editor.sharing.links import Wish, set_link
from editor.sharing.models import Reach
from editor.sharing.secrets import link_secret
from project.local.stack import Stack
from tests.browser.faults import UNREACHABLE, Faults
from tests.browser.people import People
from tests.browser.screen import DocumentScreen, stored_text
from tests.browser.test_rights import ada_and_ben
from tests.people import PASSWORD, make_document, make_user, owner_access


def test_text_of_a_removed_person_is_on_the_list_and_where_the_document_was(people: People, faults: Faults) -> None:
    faults.expect(*UNREACHABLE)
    document, _, ben = ada_and_ben(people)
    his = ben.open(document)
    ben.context.set_offline(True)
    his.write_at_end("Too late.")
    Membership.objects.filter(document=document, user=ben.user).delete()
    ben.context.set_offline(False)
    expect(his.page.get_by_role("alert")).to_contain_text("is no longer shared with you")
    notice = his.page.get_by_role("region", name="Your text in this browser")
    for path in (f"/documents/{document.pk}/", "/"):
        his.page.goto(path)
        expect(notice).to_contain_text("Some of your text was not accepted in 1 document.")
    notice.get_by_role("button", name="Show my text").click()
    dialog = his.page.get_by_role("dialog", name="Unsaved text")
    expect(dialog.locator("pre")).to_have_text("Too late.")
    dialog.get_by_role("button", name="Discard").click()
    expect(notice).to_be_hidden()
    his.page.get_by_role("button", name="Undo").click()
    expect(notice).to_be_visible()


def test_what_a_guest_could_not_send_is_there_after_signing_in_and_can_be_added(
    people: People, stack: Stack, faults: Faults
) -> None:
    faults.expect(*UNREACHABLE)
    ada, ben = make_user("Ada"), make_user("Ben", password=PASSWORD)
    document = make_document(ada)
    with ThreadPoolExecutor(1) as thread:
        wish = Wish(Reach.ANYONE, Role.EDITOR)
        link = thread.submit(lambda: set_link(owner_access(document, ada), wish, ada)).result(20)
    context = people.visitor()
    page = context.new_page()
    page.goto(f"{stack.replicas[0].url}/s/{link_secret(link)}")
    guest = DocumentScreen(page)
    guest.expect_ready()
    context.set_offline(True)
    guest.write_at_end("A guest wrote this.")
    expect(guest.save_state).to_contain_text("waiting")
    page.goto("about:blank")
    context.set_offline(False)
    page.goto(f"{stack.replicas[0].url}/accounts/login/?next=/documents/{document.pk}/")
    page.get_by_label("E-mail").fill(ben.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_text("What you wrote here as a guest was not saved.")).to_be_visible()
    page.get_by_role("button", name="Show my text").click()
    dialog = page.get_by_role("dialog", name="Unsaved text")
    expect(dialog.locator("pre")).to_have_text("A guest wrote this.")
    expect(dialog.get_by_text("you wrote it as a guest")).to_be_visible()
    assert stored_text(document) == ""
    screen = DocumentScreen(page)
    screen.expect_ready()
    dialog.get_by_role("button", name="Add to the document").click()
    expect(page.get_by_text("Added where you wrote it.")).to_be_visible()
    expect(dialog).to_be_hidden()
    screen.expect_text("A guest wrote this.")
    screen.expect_saved()
    assert stored_text(document) == "A guest wrote this."
    page.reload()
    screen.expect_ready()
    screen.expect_text("A guest wrote this.")
    expect(page.get_by_role("button", name="Show my text")).to_be_hidden()
