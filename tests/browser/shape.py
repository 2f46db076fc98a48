"""What a document looks like to its reader, with what tells one kind of a block or mark from another."""

from playwright.sync_api import TimeoutError as TooLong
from playwright.sync_api import expect

from tests.browser.screen import DocumentScreen

# "callout[warning](p(Mind the step))": elements that only lay something out are left out, as are controls.
_SHAPE = """() => {
  const hidden = ".ProseMirror-widget, .block-control, .caret, .ProseMirror-separator, .ProseMirror-trailingBreak, " +
    "label, input, img";
  const told = ["checked", "callout", "align", "color", "number"];
  const names = ["callout", "details", "footnote", "footnote-reference", "code-block"];
  const shown = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    if (node.nodeType !== Node.ELEMENT_NODE || node.matches(hidden)) return "";
    const own = told.filter((name) => name in node.dataset).map((name) => node.dataset[name]);
    if (node.localName === "ol" && node.start !== 1) own.push(node.start);
    if (node.localName === "code" && node.className) own.push(node.className.replace("language-", ""));
    if (node.localName === "a") own.push(node.getAttribute("href"));
    const name = names.find((one) => node.classList.contains(one));
    const inside = [...node.childNodes].map(shown).join("");
    const isLayout = !name && !own.length && ["div", "span", "pre"].includes(node.localName);
    if (isLayout) return inside;
    return `${name ?? node.localName}${own.length ? `[${own}]` : ""}${inside || name ? `(${inside})` : ""}`;
  };
  return [...document.querySelector("#text").childNodes].map(shown).filter((one) => one).join(" ");
}"""


def shape_of(screen: DocumentScreen) -> str:
    shape: str = screen.page.evaluate(_SHAPE)
    return shape


def expect_shape(screen: DocumentScreen, shape: str) -> None:
    expect(screen.text).to_be_visible()
    try:
        screen.page.wait_for_function(f"(shape) => ({_SHAPE})() === shape", arg=shape, timeout=10_000)
    except TooLong:
        raise AssertionError(f"Shown:    {shape_of(screen)}\nExpected: {shape}") from None
