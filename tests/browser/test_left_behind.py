"""Text that the server never took, where its document is no longer open."""

from playwright.sync_api import expect

from editor.documents.models import Membership
from tests.browser.faults import UNREACHABLE, Faults
from tests.browser.people import People
from tests.browser.test_rights import ada_and_ben


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
