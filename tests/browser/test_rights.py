"""Rights change while the document is open: seen at once, on every replica, and nothing written is lost."""

from playwright.sync_api import expect

from editor.documents.models import Document, Membership, Role
from project.local.stack import Stack
from tests.browser.faults import UNREACHABLE, Faults
from tests.browser.people import People, Person
from tests.browser.screen import DocumentScreen, stored_text
from tests.browser.usable import expect_usable
from tests.people import make_document


def share_dialog(screen: DocumentScreen) -> None:
    screen.page.get_by_role("button", name="Share", exact=True).click()
    expect(screen.page.get_by_role("dialog")).to_be_visible()


def give_role(screen: DocumentScreen, name: str, role: Role) -> None:
    """Returns when the server has done it."""
    with screen.page.expect_response("**/members/*"):
        screen.page.get_by_label(f"What {name} may do").select_option(label=str(role.label))


def ada_and_ben(people: People, role: Role = Role.EDITOR) -> tuple[Document, Person, Person]:
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives")
    return make_document(ada.user, "Accounts", ben=(ben.user, role)), ada, ben


def test_a_downgrade_and_an_upgrade_reach_the_other_replica_at_once(people: People, stack: Stack) -> None:
    document, ada, ben = ada_and_ben(people)
    hers, his = (person.open(document, replica.url) for person, replica in zip((ada, ben), stack.replicas, strict=True))
    his.write_at_end("Written.")
    his.expect_saved()
    share_dialog(hers)
    give_role(hers, "Ben Ives", Role.VIEWER)
    his.expect_read_only()
    expect(his.page.get_by_text("You may view this document, but no longer edit it.")).to_be_visible()
    expect(his.save_state).to_have_text("View only")
    his.text.click()
    his.write("forbidden")
    his.expect_text("Written.")
    give_role(hers, "Ben Ives", Role.EDITOR)
    his.expect_writable()
    his.write_at_end(" Again.")
    his.expect_saved()
    hers.expect_text("Written. Again.")
    assert stored_text(document) == "Written. Again."


def test_who_is_removed_is_told_so_and_finds_nothing_any_more(people: People, stack: Stack, faults: Faults) -> None:
    faults.expect("Failed to load resource")
    document, ada, ben = ada_and_ben(people)
    hers, his = (person.open(document, replica.url) for person, replica in zip((ada, ben), stack.replicas, strict=True))
    share_dialog(hers)
    hers.page.get_by_role("button", name="Remove Ben Ives").click()
    his.expect_read_only()
    expect(hers.page.get_by_role("dialog").locator(":focus")).to_have_count(1)
    notice = his.page.get_by_role("alert")
    expect(notice).to_contain_text("is no longer shared with you")
    expect(his.save_state).to_have_text("Closed")
    for path in ("", "members"):
        assert ben.context.request.get(f"/documents/{document.pk}/{path}").status == 404
    his.page.reload()
    expect(his.page.get_by_role("heading", name="Nothing here")).to_be_visible()
    notice = ben.visit().get_by_text("A blank page is waiting")
    expect(notice).to_be_visible()


def test_moving_a_document_to_the_trash_closes_it_for_the_other_and_restoring_opens_it(
    people: People, stack: Stack, faults: Faults
) -> None:
    faults.expect("404")
    document, ada, ben = ada_and_ben(people)
    hers, his = (person.open(document, replica.url) for person, replica in zip((ada, ben), stack.replicas, strict=True))
    his.write_at_end("Kept.")
    his.expect_saved()
    hers.page.get_by_role("button", name="More").click()
    hers.page.get_by_role("button", name="Move to trash").click()
    expect(his.page.get_by_role("alert")).to_contain_text("here any more")
    his.expect_read_only()
    hers.page.get_by_role("button", name="Undo").click()
    expect(hers.page.get_by_role("region", name="Documents").get_by_role("listitem")).to_have_count(1)
    his.page.reload()
    his.expect_ready()
    his.write_at_end(" And on.")
    his.expect_saved()
    assert stored_text(document) == "Kept. And on."


def test_what_a_person_wrote_offline_before_a_downgrade_can_be_copied_and_discarded(
    people: People, faults: Faults
) -> None:
    faults.expect(*UNREACHABLE)
    document, _, ben = ada_and_ben(people)
    ben.context.grant_permissions(["clipboard-read", "clipboard-write"])
    his = ben.open(document)
    his.write_at_end("Saved.")
    his.expect_saved()
    ben.context.set_offline(True)
    his.write_at_end(" Too late.")
    Membership.objects.filter(document=document, user=ben.user).update(role=Role.VIEWER)
    ben.context.set_offline(False)
    notice = his.page.get_by_role("alert")
    expect(notice).to_contain_text("could not be saved")
    his.expect_text("Saved.")
    his.expect_read_only()
    expect_usable(his.page)
    notice.get_by_role("button", name="Show my text").click()
    dialog = his.page.get_by_role("dialog", name="Unsaved text")
    expect(dialog.locator("pre")).to_have_text("Too late.")
    expect_usable(his.page)
    dialog.get_by_role("button", name="Copy").click()
    expect(his.page.get_by_text("Copied.")).to_be_visible()
    assert his.page.evaluate("navigator.clipboard.readText()") == "Too late."
    Membership.objects.filter(document=document, user=ben.user).update(role=Role.EDITOR)
    his.page.reload()
    his.expect_ready()
    his.page.get_by_role("button", name="More").click()
    his.page.get_by_role("button", name="Unsaved text").click()
    dialog.get_by_role("button", name="Discard").click()
    expect(dialog).to_be_hidden()
    his.write_at_end(" And on.")
    his.expect_saved()
    assert stored_text(document) == "Saved. And on."


def test_what_a_person_wrote_offline_before_being_removed_can_be_read_even_after_a_reload(
    people: People, faults: Faults
) -> None:
    faults.expect(*UNREACHABLE)
    document, _, ben = ada_and_ben(people)
    his = ben.open(document)
    ben.context.set_offline(True)
    his.write_at_end("Too late.")
    Membership.objects.filter(document=document, user=ben.user).delete()
    ben.context.set_offline(False)
    expect(his.page.get_by_role("alert")).to_contain_text("is no longer shared with you")
    show = his.page.get_by_role("button", name="Show my text")
    show.click()
    dialog = his.page.get_by_role("dialog", name="Unsaved text")
    expect(dialog.locator("pre")).to_have_text("Too late.")
    his.page.reload()
    expect(his.page.get_by_role("heading", name="Nothing here")).to_be_visible()
    show.click()
    expect(dialog.locator("pre")).to_have_text("Too late.")
    dialog.get_by_role("button", name="Discard").click()
    expect(dialog).to_be_hidden()
    expect(show).to_be_hidden()
    assert stored_text(document) == ""
