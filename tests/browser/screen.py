"""A document's page, as somebody in front of it uses it."""

import re

from playwright.sync_api import Locator, Page, expect

from editor.content.plain_text import text_of, title_of
from editor.documents.models import Document
from editor.log.reading import read_log
from editor.log.replay import replay

SAVE_SECONDS = 10
WAITING = re.compile(r"^Not saved — \d+ edits? waiting$")


# The text's elements as "h1(Plan) ul(li[false](p(pick)))", without what is drawn for this reader alone.
_BLOCKS = """(root) => {
  const hidden = ".ProseMirror-widget, .block-control, .caret, .ProseMirror-separator, br, label, input";
  const shown = (node) => node.nodeType === Node.TEXT_NODE ? node.data : element(node);
  const inside = (node) => [...node.childNodes]
    .filter((child) => !(child instanceof Element && child.matches(hidden))).map(shown).join("");
  const element = (node) => {
    if (["span", "div"].includes(node.localName)) return inside(node);
    const checked = node.dataset.checked === undefined ? "" : `[${node.dataset.checked}]`;
    return `${node.localName}${checked}(${inside(node)})`;
  };
  return [...root.children].filter((child) => !child.matches(hidden)).map(element).join(" ");
}"""


class DocumentScreen:
    def __init__(self, page: Page) -> None:
        self.page = page
        self.title = page.get_by_role("textbox", name="Title")
        self.text = page.get_by_role("textbox", name="Document", exact=True)
        self.save_state = page.locator("#save-state")

    @property
    def carets(self) -> Locator:
        """Other people's; the name stands in the flag's `data-name`."""
        return self.page.locator(".caret-flag")

    def caret_of(self, name: str) -> Locator:
        return self.page.locator(f'.caret-flag[data-name="{name}"]')

    def expect_ready(self) -> None:
        expect(self.page.locator("#body")).not_to_have_attribute("data-loading", "")
        expect(self.save_state).to_have_text(re.compile("^(Saved|View only)$"))

    def write(self, text: str) -> None:
        """Types where the caret is."""
        self.page.keyboard.type(text)

    def write_at_end(self, text: str) -> None:
        self.text.focus()
        expect(self.text).to_be_focused()  # a dialog that is still open keeps the focus, and the letters
        self.page.keyboard.press("Control+End")
        self.page.keyboard.type(text)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def paste(self, text: str) -> None:
        """What Ctrl+V does with `text` in the clipboard."""
        self.text.focus()
        self.text.evaluate(
            """(target, text) => {
              const clipboardData = new DataTransfer();
              clipboardData.setData("text/plain", text);
              target.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
            }""",
            text,
        )

    def expect_saved(self, seconds: float = SAVE_SECONDS) -> None:
        expect(self.save_state).to_have_text("Saved", timeout=seconds * 1_000)

    def expect_waiting(self, seconds: float = SAVE_SECONDS) -> None:
        expect(self.save_state).to_have_text(WAITING, timeout=seconds * 1_000)

    def expect_text(self, text: str, seconds: float = SAVE_SECONDS) -> None:
        """The body has exactly this text, its paragraphs one after the other."""
        expect(self.text).to_have_text(text, timeout=seconds * 1_000)

    def expect_characters(self, count: int) -> None:
        """For much text: it is only counted."""
        self.page.wait_for_function(
            "(count) => document.querySelector('#text')?.textContent.length === count", arg=count
        )

    def expect_blocks(self, blocks: str) -> None:
        expect(self.text).to_be_visible()
        self.page.wait_for_function(f"(blocks) => ({_BLOCKS})(document.querySelector('#text')) === blocks", arg=blocks)

    def expect_writable(self, seconds: float = SAVE_SECONDS) -> None:
        expect(self.text).to_have_attribute("aria-readonly", "false", timeout=seconds * 1_000)
        expect(self.text).to_have_attribute("contenteditable", "true")

    def expect_read_only(self, seconds: float = SAVE_SECONDS) -> None:
        expect(self.text).to_have_attribute("aria-readonly", "true", timeout=seconds * 1_000)
        expect(self.text).to_have_attribute("contenteditable", "false")


def write_by_turns(screens: list[DocumentScreen], texts: list[str]) -> None:
    """Each types their text where their caret is, a letter after the other's."""
    for letters in zip(*texts, strict=True):
        for screen, letter in zip(screens, letters, strict=True):
            screen.write(letter)


def expect_equal(document: Document, screens: list[DocumentScreen], seconds: float = SAVE_SECONDS) -> None:
    """All are saved and show what the database has."""
    for screen in screens:
        screen.expect_saved(seconds)
    text = stored_text(document).replace("\n", "")
    for screen in screens:
        screen.expect_text(text)


def stored_title(document: Document) -> str:
    """As the log has it, and nothing but the log."""
    return title_of(replay(_updates(document)))


def stored_text(document: Document) -> str:
    return text_of(replay(_updates(document)))


def _updates(document: Document) -> list[bytes]:
    state = read_log(document.pk)
    assert state is not None
    return state.updates
