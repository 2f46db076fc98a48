"""Files on their way into a document: dropped, pasted, chosen; cancelled, refused, tried again; kept in the store."""

import re
from pathlib import Path

from playwright.sync_api import Dialog, expect

from editor.documents.models import Role
from editor.media import storage
from editor.media.models import MediaFile, State
from project.local.stack import Stack
from tests.browser.faults import UNREACHABLE, Faults
from tests.browser.files import PDF, HeldStore, drop, open_with_text, paste, picture, pictures, store_address, uploads
from tests.browser.people import People
from tests.browser.usable import expect_usable
from tests.people import make_document


def test_a_dropped_picture_shows_progress_and_then_itself_to_everybody(
    people: People, stack: Stack, faults: Faults
) -> None:
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives")
    document = make_document(ada.user, "Orchard", ben=(ben.user, Role.VIEWER))
    hers = ada.open(document, stack.replicas[0].url)
    hers.write_at_end("First line.")
    his = ben.open(document, stack.replicas[1].url)
    content = picture()
    with hers.page.expect_response(re.compile(r"/confirm$")):
        drop(hers, hers.text.locator("p").first, ("pears.png", "image/png", content))
        expect(uploads(hers.page).get_by_role("progressbar", name="Upload of pears.png")).to_be_visible()
    expect(pictures(hers.page)).to_have_count(1)
    expect(uploads(hers.page)).to_have_count(0)
    hers.expect_saved()
    expect(pictures(his.page)).to_have_count(1)
    assert pictures(his.page).evaluate("(image) => [image.naturalWidth, image.width > 0]") == [640, True]
    file = MediaFile.objects.get(uses__document=document)
    assert file.state == State.READY
    stored = storage.describe(file.original_key)
    assert stored is not None
    address = f"/documents/{document.pk}/files/{file.pk}"
    assert ben.context.request.get(address).status == 200
    faults.expect("403")
    stranger = people.visitor()
    assert stranger.request.get(address).status == 403


def test_a_file_becomes_a_card_and_is_downloaded_as_it_was(people: People) -> None:
    ada = people.come()
    document, screen = open_with_text(ada)
    drop(screen, screen.text.locator("p").first, ("Harvest 2026.pdf", "application/pdf", PDF))
    card = screen.page.locator(".attachment")
    expect(card).to_contain_text("Harvest 2026.pdf")
    expect(card).to_contain_text("PDF · 102 kB")
    screen.expect_saved()
    his = people.come(user=ada.user).open(document)
    with his.page.expect_download() as downloading:
        his.page.get_by_role("button", name="Download Harvest 2026.pdf").click()
    assert Path(downloading.value.path()).read_bytes() == PDF
    assert downloading.value.suggested_filename == "Harvest 2026.pdf"


def test_an_upload_is_cancelled_and_leaves_nothing(people: People, stack: Stack, faults: Faults) -> None:
    faults.expect("Failed to load resource")
    document, screen = open_with_text(people.come())
    HeldStore(screen.page, stack)
    with screen.page.expect_request(store_address(stack)):
        drop(screen, screen.text.locator("p").first, ("pears.png", "image/png", picture()))
    with screen.page.expect_response(lambda response: response.request.method == "DELETE") as given_up:
        screen.page.get_by_role("button", name="Cancel pears.png").click()
    assert given_up.value.status == 204
    expect(uploads(screen.page)).to_have_count(0)
    assert not MediaFile.objects.filter(uses__document=document).exists()
    screen.expect_text("First line.")


def test_a_failed_upload_says_so_and_is_tried_again(people: People, stack: Stack, faults: Faults) -> None:
    faults.expect("Failed to load resource", "net::ERR")
    _, screen = open_with_text(people.come())
    screen.page.route(store_address(stack), lambda route: route.abort(), times=1)
    drop(screen, screen.text.locator("p").first, ("pears.png", "image/png", picture()))
    expect(uploads(screen.page)).to_contain_text("get through. Try again.")
    expect_usable(screen.page)
    screen.page.get_by_role("button", name="Retry pears.png").click()
    expect(pictures(screen.page)).to_have_count(1)
    screen.press("Control+Z")
    expect(pictures(screen.page)).to_have_count(0)


def test_what_is_too_large_is_never_sent(people: People) -> None:
    _, screen = open_with_text(people.come())
    asked: list[str] = []
    screen.page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    screen.text.evaluate(
        """(target) => {
          const clipboardData = new DataTransfer();
          clipboardData.items.add(new File([new Uint8Array(50_000_001)], "film.mp4", { type: "video/mp4" }));
          target.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }"""
    )
    expect(uploads(screen.page)).to_contain_text("“film.mp4” is larger than 50 MB")
    expect(screen.page.get_by_role("button", name="Retry film.mp4")).to_be_hidden()
    screen.page.get_by_role("button", name="Remove film.mp4").click()
    expect(uploads(screen.page)).to_have_count(0)
    assert not [url for url in asked if "/files" in url]


def test_a_page_that_calls_itself_a_picture_is_refused_in_plain_words(people: People, faults: Faults) -> None:
    faults.expect("415")
    _, screen = open_with_text(people.come())
    page = b"<!doctype html><html><body><script>alert(1)</script></body></html>"
    drop(screen, screen.text.locator("p").first, ("pears.png", "image/png", page))
    expect(uploads(screen.page)).to_contain_text("This file isn't what its name says")
    expect(screen.page.get_by_role("button", name="Retry pears.png")).to_be_hidden()


def test_a_picture_is_pasted_from_the_clipboard(people: People) -> None:
    ada = people.come()
    ada.context.grant_permissions(["clipboard-read", "clipboard-write"])
    _, screen = open_with_text(ada)
    screen.page.evaluate(
        """async () => {
          const canvas = document.createElement("canvas");
          canvas.width = 320;
          canvas.height = 200;
          canvas.getContext("2d").fillRect(10, 10, 100, 100);
          const picture = await new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
          await navigator.clipboard.write([new ClipboardItem({ "image/png": picture })]);
        }"""
    )
    screen.press("Control+V")
    expect(pictures(screen.page)).to_have_count(1)
    assert pictures(screen.page).evaluate("(image) => image.naturalWidth") == 320


def test_text_that_comes_with_a_picture_of_itself_is_pasted_as_text(people: People) -> None:
    _, screen = open_with_text(people.come())
    screen.press("Control+A")
    paste(screen, ("image.png", "image/png", picture()), html="<p>Twelve pears</p>")
    screen.expect_text("Twelve pears")
    expect(uploads(screen.page)).to_have_count(0)


def test_several_files_keep_their_order_and_their_place_while_the_other_writes(people: People, stack: Stack) -> None:
    ada = people.come()
    document, hers = open_with_text(ada)
    hers.press("Enter")
    hers.write("Last line.")
    hers.expect_saved()
    his = people.come(user=ada.user).open(document)
    store = HeldStore(hers.page, stack)
    names = ["one.txt", "two.txt", "three.txt", "four.txt"]
    drop(hers, hers.text.locator("p").first, *[(name, "text/plain", name.encode()) for name in names])
    expect(uploads(hers.page)).to_have_count(4)
    expect(uploads(hers.page).nth(3)).to_contain_text("Waiting for its turn")
    his.text.locator("p").first.click()
    his.press("Home")
    his.write("Their words. ")
    his.press("Enter")
    expect(hers.page.locator("#text > p")).to_have_count(3)
    store.open()
    expect(uploads(hers.page)).to_have_count(0)
    expect(his.page.locator(".attachment-name")).to_have_text(names)
    order = "(text) => [...text.children].map((block) => block.textContent.trim().slice(0, 5).trim()).join('|')"
    assert his.text.evaluate(order) == "Their|First|one.t|two.t|three|four.|Last"


def test_an_upload_ends_when_the_document_can_only_be_viewed(people: People, stack: Stack, faults: Faults) -> None:
    faults.expect("Failed to load resource")
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives")
    document = make_document(ada.user, "Orchard", ben=(ben.user, Role.EDITOR))
    hers, his = ada.open(document), ben.open(document)
    his.write_at_end("First line.")
    his.expect_saved()
    HeldStore(his.page, stack)
    drop(his, his.text.locator("p").first, ("pears.png", "image/png", picture()))
    expect(uploads(his.page)).to_contain_text("%")
    hers.page.get_by_role("button", name="Share", exact=True).click()
    expect(hers.page.get_by_role("dialog")).to_be_visible()
    with hers.page.expect_response("**/members/*"):
        hers.page.get_by_label("What Ben Ives may do").select_option(label=str(Role.VIEWER.label))
    his.expect_read_only()
    expect(his.page.get_by_text("so the upload was cancelled")).to_be_visible()
    expect(uploads(his.page)).to_have_count(0)


def test_an_upload_waits_for_the_connection(people: People, faults: Faults) -> None:
    faults.expect(*UNREACHABLE)
    ada = people.come()
    _, screen = open_with_text(ada)
    ada.context.set_offline(True)
    drop(screen, screen.text.locator("p").first, ("pears.png", "image/png", picture()))
    expect(uploads(screen.page)).to_contain_text("offline. The upload goes on when")
    ada.context.set_offline(False)
    expect(pictures(screen.page)).to_have_count(1)


def test_leaving_the_page_during_an_upload_warns(people: People, stack: Stack) -> None:
    _, screen = open_with_text(people.come())
    HeldStore(screen.page, stack)
    drop(screen, screen.text.locator("p").first, ("pears.png", "image/png", picture()))
    expect(uploads(screen.page)).to_contain_text("%")
    screen.text.click()
    warned: list[str] = []

    def leave(dialog: Dialog) -> None:
        warned.append(dialog.type)
        dialog.accept()

    screen.page.once("dialog", leave)
    screen.page.goto("about:blank")
    assert warned == ["beforeunload"]
