"""Pictures and files, as somebody brings them to a document."""

import re
from base64 import b64encode
from io import BytesIO
from random import Random

from PIL import Image
from playwright.sync_api import Locator, Page, Route, expect

from editor.documents.models import Document
from project.local.stack import Stack
from tests.browser.people import Person
from tests.browser.screen import DocumentScreen
from tests.people import make_document

PDF = b"%PDF-1.4\n" + bytes(range(256)) * 400

_TRANSFER = """(files) => {
  const transfer = new DataTransfer();
  for (const [name, type, data] of files) {
    const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
    transfer.items.add(new File([bytes], name, { type }));
  }
  return transfer;
}"""


def picture(width: int = 640, height: int = 400, *, seed: int = 1) -> bytes:
    """A PNG that looks like something, and that no two seeds have in common."""
    random = Random(seed)
    image = Image.new("RGB", (width, height), (240, 232, 216))
    for _ in range(12):
        size = random.randrange(height // 8, height // 3)
        color = (random.randrange(60, 220), random.randrange(60, 220), random.randrange(60, 220))
        left, top = random.randrange(width - size), random.randrange(height - size)
        image.paste(color, (left, top, left + size, top + size))
    output = BytesIO()
    image.save(output, "PNG")
    return output.getvalue()


def drop(screen: DocumentScreen, target: Locator, *files: tuple[str, str, bytes], below: bool = True) -> None:
    """Drags files over `target` and drops them at its lower or upper edge. Each is a name, a type, the bytes."""
    transfer = screen.page.evaluate_handle(
        _TRANSFER, [[name, kind, b64encode(content).decode()] for name, kind, content in files]
    )
    box = target.bounding_box()
    assert box
    at = {"clientX": box["x"] + box["width"] / 2, "clientY": box["y"] + (box["height"] - 3 if below else 3)}
    for name in ("dragenter", "dragover", "drop"):
        target.dispatch_event(name, {"dataTransfer": transfer, **at})


def paste(screen: DocumentScreen, *files: tuple[str, str, bytes], html: str = "") -> None:
    """What Ctrl+V does with these in the clipboard."""
    transfer = screen.page.evaluate_handle(
        _TRANSFER, [[name, kind, b64encode(content).decode()] for name, kind, content in files]
    )
    screen.text.focus()
    screen.text.evaluate(
        """(target, [clipboardData, html]) => {
          if (html !== "") clipboardData.setData("text/html", html);
          target.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }""",
        [transfer, html],
    )


def pictures(page: Page) -> Locator:
    """Those of the text that are shown."""
    return page.locator('.image .picture[data-state="shown"] img')


def uploads(page: Page) -> Locator:
    """What is on its way."""
    return page.locator("#text .upload")


def open_with_text(person: Person, text: str = "First line.") -> tuple[Document, DocumentScreen]:
    document = make_document(person.user, "Orchard")
    screen = person.open(document)
    screen.write_at_end(text)
    screen.expect_saved()
    return document, screen


def open_with_picture(person: Person) -> tuple[Document, DocumentScreen]:
    document, screen = open_with_text(person)
    drop(screen, screen.text.locator("p").first, ("pears.png", "image/png", picture()))
    expect(pictures(screen.page)).to_have_count(1)
    screen.expect_saved()
    return document, screen


def store_address(stack: Stack) -> re.Pattern[str]:
    return re.compile("^" + re.escape(stack.s3.url))


class HeldStore:
    """A store that takes nothing before it is opened; what came last is then taken first."""

    def __init__(self, page: Page, stack: Stack) -> None:
        self._held: list[Route] = []
        self._open = False
        page.route(store_address(stack), self._take)

    def open(self) -> None:
        self._open = True
        while self._held:
            self._held.pop().continue_()

    def _take(self, route: Route) -> None:
        if self._open or route.request.method != "POST":
            route.continue_()
        else:
            self._held.append(route)
