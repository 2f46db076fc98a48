"""Much text at once: over the socket, by upload, and more than the server takes."""

import asyncio
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.conf import settings
from playwright.sync_api import Request, expect

from benchmarks.book import write_book
from benchmarks.large_document import type_letter
from benchmarks.page_costs import task_seconds
from editor.documents.models import Document, Role
from editor.realtime.server_writes import ServerWrites
from project.local.stack import Stack
from tests.browser.conftest import MAX_UPLOAD_BYTES
from tests.browser.faults import Faults
from tests.browser.people import People, Person
from tests.browser.screen import DocumentScreen, expect_equal, stored_text
from tests.people import client_of, make_document
from tests.sockets import Door, SocketClient, clients

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
    expect(dialog).to_be_hidden()
    screen.write_at_end("After.")
    screen.expect_saved()
    screen.page.reload()
    screen.expect_ready()
    screen.expect_text("Before.After.")


def test_five_hundred_pages_open_and_are_written_in_while_others_write(people: People, stack: Stack) -> None:
    ada, ben, cyd = people.come("Ada Moss"), people.come("Ben Ives"), people.come("Cyd Hale")
    document = make_document(ada.user, ben=(ben.user, Role.EDITOR), cyd=(cyd.user, Role.EDITOR))
    fill(document, ada, pages=500)
    hers, his = ada.open(document), ben.open(document)
    with writing(cyd, document, [replica.port for replica in stack.replicas]):
        hers.text.locator("p").last.click()
        hers.press("Control+End")
        hers.write(" She ends it.")
        his.text.locator("h2").first.click()
        his.press("End")
        his.write(", he adds")
    expect_equal(document, [hers, his], seconds=30)
    text = stored_text(document)
    assert text.endswith(" She ends it.")
    assert ", he adds" in text.split("\n")[0]


def test_a_whole_book_becomes_headings_and_code_and_bold_and_text_again(people: People) -> None:
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives")
    document = make_document(ada.user, ben=(ben.user, Role.EDITOR))
    fill(document, ada, pages=300)
    hers, his = ada.open(document), ben.open(document)
    text, kinds = stored_text(document), kinds_of(hers)
    hers.text.locator("p").first.click()
    hers.press("Control+a")
    heading = busy_while(hers, "Control+Alt+1")
    assert set(kinds_of(hers)) == {"H1"}
    expect_kinds(his, ["H1"] * len(kinds))
    undoing = busy_while(hers, "Control+z")
    expect_kinds(his, kinds)
    # Both give the browser the same to do; what takes the square of the blocks would be far above.
    assert heading < 4 * undoing
    hers.press("Control+a")
    busy_while(hers, "Control+Alt+c")
    expect_kinds(his, ["DIV"] * len(kinds))
    assert stored_text(document) == text
    busy_while(hers, "Control+z")
    expect_kinds(his, kinds)
    hers.press("Control+a")
    busy_while(hers, "Control+b")
    expect_kinds(his, [f"{kind}*" for kind in kinds])
    busy_while(hers, "Control+z")
    expect_kinds(his, kinds)
    assert kinds_of(hers) == kinds
    assert stored_text(document) == text


def fill(document: Document, author: Person, pages: int) -> None:
    def write(doc: Any) -> None:
        write_book(doc, pages)

    # Not beside the event loop that drives the browsers.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(ServerWrites().write, document.pk, write, author.user.pk, 1).result()


KINDS = """() => [...document.querySelectorAll("#text > :not(.caret)")].map((block) =>
  block.tagName + (block.querySelector("strong")?.textContent === block.textContent ? "*" : ""))"""


def kinds_of(screen: DocumentScreen) -> list[str]:
    """What each block is; with a star where all of it is bold."""
    found: list[str] = screen.page.evaluate(KINDS)
    return found


def expect_kinds(screen: DocumentScreen, kinds: list[str]) -> None:
    screen.page.wait_for_function(
        f"(kinds) => JSON.stringify(({KINDS})()) === kinds", arg=json.dumps(kinds, separators=(",", ":"))
    )


def busy_while(screen: DocumentScreen, keys: str) -> float:
    """Presses the keys, and returns for how many seconds the page's main thread worked until all was saved."""
    metrics = screen.page.context.new_cdp_session(screen.page)
    metrics.send("Performance.enable")
    before = task_seconds(metrics)
    screen.press(keys)
    screen.expect_saved(seconds=30)
    took = task_seconds(metrics) - before
    metrics.detach()
    return took


def has_text(writer: SocketClient) -> bool:
    return writer.is_connected and len(writer.doc["default"].children) > 0


@contextmanager
def writing(person: Person, document: Document, ports: list[int], count: int = 4) -> Iterator[None]:
    """So many sockets of this person's, in a thread of their own; at the end all that they wrote is stored."""
    session = client_of(person.user).cookies[settings.SESSION_COOKIE_NAME].value
    stop = threading.Event()

    async def write() -> None:
        writers = [
            SocketClient(ports, document.pk, Door.cookie(session, f"http://127.0.0.1:{ports[0]}")) for _ in range(count)
        ]
        async with clients(*writers):
            for writer in writers:
                await writer.until(partial(has_text, writer), "the text")
            turn = 0
            while turn == 0 or not stop.is_set():
                for number, writer in enumerate(writers):
                    await writer.write(f"{number}-{turn}", partial(type_letter, place=number + 2))
                    await asyncio.sleep(0.05)
                turn += 1
            for writer in writers:
                await writer.until(partial(is_stored, writer), "all is stored")

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(asyncio.run, write())
        try:
            yield
        finally:
            stop.set()
        done.result()


def is_stored(writer: SocketClient) -> bool:
    return not writer.waiting
