"""Much text at once: over the socket, by upload, and more than the server takes."""

from playwright.sync_api import Request, expect

from editor.documents.models import Role
from tests.browser.conftest import MAX_UPLOAD_BYTES
from tests.browser.faults import Faults
from tests.browser.people import People
from tests.browser.screen import stored_text
from tests.people import make_document

LINE = "All that is written here was pasted in one go, line by line, to see what comes of it. "


def lines(size: int) -> list[str]:
    return [f"{number} {LINE * 10}".strip() for number in range(size // len(LINE * 10))]


def test_a_long_paste_is_saved_and_on_the_other_screen(people: People) -> None:
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives")
    document = make_document(ada.user, ben=(ben.user, Role.EDITOR))
    hers, his = ada.open(document), ben.open(document)
    pasted = lines(20_000)
    hers.paste("\n\n".join(pasted))
    hers.expect_saved()
    his.expect_characters(sum(map(len, pasted)))
    assert stored_text(document).split("\n") == pasted


def test_a_megabyte_goes_by_upload_and_is_saved_and_on_the_other_screen(people: People) -> None:
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives")
    document = make_document(ada.user, ben=(ben.user, Role.EDITOR))
    hers, his = ada.open(document), ben.open(document)
    uploads: list[str] = []

    def note(request: Request) -> None:
        if request.method == "POST":
            uploads.append(request.url)

    hers.page.on("request", note)
    pasted = lines(1_200_000)
    hers.paste("\n\n".join(pasted))
    hers.expect_saved(seconds=30)
    assert [url.partition("?")[0].endswith(f"/documents/{document.pk}/updates") for url in uploads] == [True]
    his.expect_characters(sum(map(len, pasted)))
    his.write_at_end("End.")
    his.expect_saved()
    assert stored_text(document).split("\n") == [*pasted[:-1], pasted[-1] + "End."]


def test_a_paste_that_is_refused_is_set_aside_and_writing_goes_on(people: People, faults: Faults) -> None:
    faults.expect("Failed to load resource")
    ada = people.come()
    document = make_document(ada.user)
    screen = ada.open(document)
    screen.write_at_end("Before.")
    screen.expect_saved()
    screen.press("Enter")
    screen.expect_saved()
    screen.paste("\n\n".join(lines(MAX_UPLOAD_BYTES + 100_000)))
    notice = screen.page.get_by_role("alert")
    expect(notice).to_contain_text("could not be saved: that is more than the server takes", timeout=30_000)
    screen.expect_characters(len("Before."))
    notice.get_by_role("button", name="Show my text").click()
    dialog = screen.page.get_by_role("dialog", name="Unsaved text")
    expect(dialog.locator("pre")).to_contain_text(LINE)
    dialog.get_by_role("button", name="Discard").click()
    screen.expect_writable()
    screen.write_at_end("After.")
    screen.expect_saved()
    screen.page.reload()
    screen.expect_ready()
    screen.expect_text("Before.After.")
