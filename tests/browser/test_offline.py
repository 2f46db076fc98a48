"""Writing goes on without the network, and without the tab it was written in."""

from playwright.sync_api import Dialog, WebSocketRoute, expect

from editor.documents.models import Role
from tests.browser.faults import UNREACHABLE, Faults
from tests.browser.people import People
from tests.browser.screen import DocumentScreen, expect_equal, stored_text
from tests.people import make_document


def test_what_is_written_offline_is_merged_when_the_network_is_back(people: People, faults: Faults) -> None:
    faults.expect(*UNREACHABLE)
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives")
    document = make_document(ada.user, ben=(ben.user, Role.EDITOR))
    mine, theirs = ada.open(document), ben.open(document)
    mine.write_at_end("Start. ")
    theirs.expect_text("Start.")
    mine.expect_saved()
    ada.context.set_offline(True)
    mine.write_at_end("Offline.")
    expect(mine.save_state).to_have_text("Offline — 8 edits waiting")
    theirs.write_at_end("Online. ")
    theirs.expect_saved()
    theirs.expect_text("Start. Online.")
    ada.context.set_offline(False)
    expect_equal(document, [mine, theirs])
    assert sorted(stored_text(document).split()) in (["Offline.", "Online.", "Start."], ["Offline.Online.", "Start."])


def test_leaving_with_edits_that_were_not_sent_warns(people: People, faults: Faults) -> None:
    faults.expect(*UNREACHABLE)
    ada = people.come()
    screen = ada.open(make_document(ada.user))
    kinds: list[str] = []

    def stay(dialog: Dialog) -> None:
        kinds.append(dialog.type)
        dialog.dismiss()

    screen.page.on("dialog", stay)
    ada.context.set_offline(True)
    screen.write_at_end("Unsent")
    screen.page.evaluate("location.assign('/')")
    expect(screen.save_state).to_have_text("Offline — 6 edits waiting")
    assert kinds == ["beforeunload"]
    ada.context.set_offline(False)
    screen.expect_saved()
    screen.page.goto("/")
    assert kinds == ["beforeunload"]


def test_edits_survive_closing_the_tab_and_the_true_number_waits(people: People, faults: Faults) -> None:
    faults.expect(*UNREACHABLE)
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives")
    document = make_document(ada.user, ben=(ben.user, Role.EDITOR))
    screen = ada.open(document)
    screen.write_at_end("Kept.")
    screen.expect_saved()
    ada.context.set_offline(True)
    screen.write_at_end(" Unsent.")
    expect(screen.save_state).to_have_text("Offline — 8 edits waiting")
    screen.page.close()
    theirs = ben.open(document)
    theirs.expect_text("Kept.")
    is_cut = True

    def connect(socket: WebSocketRoute) -> None:
        if is_cut:
            socket.close()
        else:
            socket.connect_to_server()

    ada.context.route_web_socket("**/ws/**", connect)
    ada.context.set_offline(False)
    screen = DocumentScreen(ada.visit(f"/documents/{document.pk}/"))
    screen.expect_text("Kept. Unsent.")
    expect(screen.save_state).to_have_text("Not saved — 8 edits waiting")
    theirs.write_at_end(" And Ben's.")
    theirs.expect_saved()
    assert "Unsent." not in stored_text(document)
    is_cut = False
    expect_equal(document, [screen, theirs], seconds=30)
    assert "Unsent." in stored_text(document)


def test_the_list_names_the_document_whose_edits_still_wait_and_sends_them(people: People, faults: Faults) -> None:
    faults.expect(*UNREACHABLE)
    ada = people.come()
    document = make_document(ada.user)
    screen = ada.open(document)
    screen.write("Harvest")
    screen.expect_saved()
    ada.context.set_offline(True)
    screen.write_at_end("Unsent.")
    expect(screen.save_state).to_have_text("Offline — 7 edits waiting")
    screen.page.close()
    # The document can't be reached at first.
    ada.context.route(f"**/documents/{document.pk}/", lambda route: route.abort())
    ada.context.set_offline(False)
    page = ada.context.new_page()
    with page.expect_event("requestfailed", lambda request: request.url.endswith(f"/documents/{document.pk}/")):
        page.goto("/")
    waiting = page.get_by_role("region", name="Your text in this browser")
    expect(waiting).to_contain_text("7 edits in “Harvest” wait in this browser.")
    expect(waiting.get_by_role("link")).to_have_attribute("href", f"/documents/{document.pk}/")
    ada.context.unroute(f"**/documents/{document.pk}/")
    page.reload()
    expect(page.get_by_text("7 edits in “Harvest” are saved now.")).to_be_visible(timeout=20_000)
    expect(waiting).to_be_hidden()
    assert stored_text(document) == "Unsent."


def test_two_tabs_of_one_browser_that_wrote_offline_end_with_the_same_text(people: People, faults: Faults) -> None:
    faults.expect(*UNREACHABLE)
    ada = people.come()
    document = make_document(ada.user)
    first, second = ada.open(document), ada.open(document)
    first.write_at_end("Start.")
    second.expect_text("Start.")
    first.expect_saved()
    ada.context.set_offline(True)
    first.write_at_end("One.")
    second.write_at_end("Two.")
    for screen in (first, second):
        expect(screen.save_state).to_have_text("Offline — 4 edits waiting")
    ada.context.set_offline(False)
    expect_equal(document, [first, second])
    assert stored_text(document) in ("Start.One.Two.", "Start.Two.One.")
