"""Pictures and files: dropped, pasted, chosen; seen by the others; kept in the store."""

import re

from playwright.sync_api import expect

from editor.documents.models import Document, Role
from editor.media import storage
from editor.media.models import MediaFile, State
from project.local.stack import Stack
from tests.browser.faults import Faults
from tests.browser.files import drop, picture, pictures, uploads
from tests.browser.people import People, Person
from tests.browser.screen import DocumentScreen
from tests.people import make_document


def open_with_text(person: Person, text: str = "First line.") -> tuple[Document, DocumentScreen]:
    document = make_document(person.user, "Orchard")
    screen = person.open(document)
    screen.write_at_end(text)
    screen.expect_saved()
    return document, screen


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
