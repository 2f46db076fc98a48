"""Whether a page can be used by everybody, as far as a program can tell."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# The slash menu is scrolled with the arrow keys while the focus stays in the text, as in a combobox.
EXCEPTION = ("scrollable-region-focusable", 'id="slash-menu"')
EVERYTHING: dict[str, Any] = {"resultTypes": ["violations"]}
COLOURS: dict[str, Any] = {**EVERYTHING, "runOnly": ["color-contrast", "link-in-text-block"]}


def expect_usable(page: Page) -> None:
    """axe finds nothing serious or critical, and the page is no wider than the window."""
    _expect_no_fault(page, EVERYTHING)
    over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert over <= 0, f"{page.url} is {over} px too wide"


def expect_usable_in_any_light(page: Page) -> None:
    """What dark changes is only the colours."""
    page.emulate_media(color_scheme="dark")
    _expect_no_fault(page, COLOURS)
    page.emulate_media(color_scheme="light")
    expect_usable(page)


def _expect_no_fault(page: Page, options: dict[str, Any]) -> None:
    found = Axe().run(page, options=options).response["violations"]
    faults = [
        f"{fault['id']}: {node['html']} {node.get('failureSummary', '')}"
        for fault in found
        if fault["impact"] in {"serious", "critical"}
        for node in fault["nodes"]
        if not (fault["id"] == EXCEPTION[0] and EXCEPTION[1] in node["html"])
    ]
    assert not faults, f"{page.url}\n" + "\n".join(faults)
