"""Stored scripts, tried in Chromium: whatever somebody writes, names or uploads runs nowhere."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar
from urllib.parse import quote, urlsplit

from django.db import connection
from playwright.sync_api import BrowserContext, Dialog, Page, expect
from websockets.sync.client import connect

from editor.accounts.models import User
from editor.accounts.tokens import issue_token
from editor.collab.encoding import write_var_bytes
from editor.documents.models import Document, Role
from editor.library.models import Favourite
from editor.media.models import MediaFile
from editor.notifications.notify import notify
from editor.sharing.links import Wish, set_link
from editor.sharing.models import Reach
from editor.spaces.actions import create_space
from editor.teams.actions import create_team
from project.local.stack import Stack
from tests.browser.hostile import MARKUP, NAME, hostile_html, hostile_markdown, hostile_update
from tests.browser.people import People
from tests.browser.screen import DocumentScreen
from tests.media.uploads import make_file
from tests.people import make_document, owner_access

ATTEMPTS = 200
T = TypeVar("T")

# What could run later, by a click or a look: event handlers, addresses with a program, foreign frames and sheets.
_ACTIVE = """() => {
  const found = [];
  const isProgram = (value) => /^[\\s\\u0000-\\u001f]*(javascript|vbscript|data:text)/i.test(value);
  for (const one of document.querySelectorAll("*")) {
    for (const { name, value } of one.attributes) {
      const leads = ["href", "xlink:href", "src", "action", "formaction", "data", "poster"].includes(name);
      if (/^on/i.test(name) || name === "srcdoc" || (leads && isProgram(value))) found.push(`${one.localName} ${name}`);
    }
    if (["iframe", "object", "base"].includes(one.localName)) found.push(one.localName);
    if (one.localName === "script" && one.src === "" && one.type !== "application/json") found.push("script");
  }
  if ("harmed" in window) found.push("it ran");
  return found;
}"""


class Watch:
    """What browsers did that only a script or a style of the attacker's would make them do."""

    def __init__(self) -> None:
        self.dialogs: list[str] = []
        self.foreign: list[str] = []

    def over(self, context: BrowserContext) -> None:
        context.on("dialog", self._on_dialog)
        context.on("request", lambda request: self._on_request(request.url))

    def _on_dialog(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _on_request(self, url: str) -> None:
        if urlsplit(url).scheme not in {"data", "blob"} and urlsplit(url).hostname != "127.0.0.1":
            self.foreign.append(url)

    def expect_harmless(self, page: Page) -> None:
        assert page.evaluate(_ACTIVE) == [], page.url
        assert (self.dialogs, self.foreign) == ([], []), page.url


def send_raw(stack: Stack, document: Document, user: User, update: bytes) -> None:
    """The update on a socket of a program's own; returns when it is committed."""
    url = f"ws://127.0.0.1:{stack.replicas[0].port}/ws/documents/{document.pk}?acks=1"
    headers = {"Authorization": f"Bearer {issue_token(user, 'test')}"}

    def send() -> None:
        with connect(url, additional_headers=headers, max_size=None, proxy=None) as socket:
            socket.send(b"\x00\x02" + write_var_bytes(update))
            for frame in socket:
                assert frame[0] != 102, frame
                if frame[0] == 100:
                    return

    elsewhere(send)


def elsewhere(work: Callable[[], T]) -> T:
    """In a thread of its own: an event loop runs in this one."""

    def do() -> T:
        try:
            return work()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(do).result(20)


def make_scene(ada: User, ben: User) -> dict[str, Any]:
    """Everything that has a name of somebody's, with one that tries to run."""
    User.objects.filter(pk=ada.pk).update(name=NAME)
    ada.refresh_from_db()
    document = make_document(ada, ben=(ben, Role.VIEWER))
    space, team = create_space(ada, NAME), create_team(ada, NAME, MARKUP[0])
    space.members.create(user=ben, role=Role.VIEWER)
    team.members.create(user=ben)
    file = make_file(document, ada)
    MediaFile.objects.filter(pk=file.pk).update(name=NAME)
    Favourite.objects.create(user=ben, document=document)
    notify("shared", [ben], actor=ada, document=document, subject=NAME, text=MARKUP[0])
    wish = Wish(reach=Reach.ANYONE, role=Role.VIEWER, is_indexed=True)
    set_link(owner_access(document, ada), wish, ada)
    return {"document": document, "space": space, "team": team, "file": file}


def look_at(watch: Watch, page: Page, paths: list[str]) -> None:
    for path in paths:
        page.goto(path)
        expect(page.locator("body")).to_contain_text("evil.example")
        watch.expect_harmless(page)


def test_nothing_that_somebody_stores_runs_anywhere(stack: Stack, people: People) -> None:
    ada, ben = people.come(), people.come("Ben")
    clerk = people.come("Clerk", user=User.objects.create_superuser("clerk.hostile@example.org"))
    watch = Watch()
    for person in (ada, ben, clerk):
        watch.over(person.context)
    scene = elsewhere(lambda: make_scene(ada.user, ben.user))
    document = scene["document"]
    update, attempts = hostile_update(scene["file"].pk)
    assert attempts >= ATTEMPTS
    send_raw(stack, document, ada.user, update)

    # Whoever writes, and whoever reads.
    screens = [ada.open(document), ben.open(document)]
    for screen in screens:
        expect(screen.text).to_contain_text("evil.example")
        watch.expect_harmless(screen.page)
    # In the lists.
    Document.objects.filter(pk=document.pk, title="").update(title=MARKUP[1], text=MARKUP[0])
    query = quote("evil")
    page = ben.visit("/spaces/")
    lists = ["/", "/?show=favourites", f"/search?q={query}", "/notifications/", f"/spaces/{scene['space'].pk}/"]
    look_at(watch, page, [*lists, "/teams/", f"/teams/{scene['team'].pk}/", f"/published/{document.pk}/"])
    # In dialogs and menus.
    page.goto("/")
    page.keyboard.press("Control+K")
    page.keyboard.type("evil")
    expect(page.locator("[role=option]").first).to_be_visible()
    watch.expect_harmless(page)
    screens[0].page.get_by_role("button", name="Share", exact=True).click()
    expect(screens[0].page.get_by_role("dialog")).to_contain_text("evil.example")
    watch.expect_harmless(screens[0].page)
    # In the administration.
    user = f"user/?q={quote(ada.user.email)}"  # the list has pages
    admin = [f"document/{document.pk}/change/", "document/", user, "space/", "team/", "mediafile/", "auditevent/"]
    look_at(watch, clerk.visit("/admin/"), [f"/admin/editor/{path}" for path in admin])


def test_nothing_that_somebody_pastes_runs(people: People) -> None:
    ada, ben = people.come(), people.come("Ben")
    watch = Watch()
    for person in (ada, ben):
        watch.over(person.context)
    document = make_document(ada.user, ben=(ben.user, Role.EDITOR))
    hers, his = ada.open(document), ben.open(document)
    for number, formats in enumerate(({"text/html": hostile_html()}, {"text/plain": hostile_markdown()})):
        _paste(hers, formats)
        expect(hers.text).to_contain_text("link")  # what reads it may still be on its way
        hers.press("Control+End", "Enter")
        hers.write(f"pasted {number}")
        expect(his.text).to_contain_text(f"pasted {number}")
        for screen in (hers, his):
            watch.expect_harmless(screen.page)
    hers.expect_saved()


def _paste(screen: DocumentScreen, formats: dict[str, str]) -> None:
    screen.text.focus()
    screen.text.evaluate(
        """(target, formats) => {
          const clipboardData = new DataTransfer();
          for (const [type, text] of Object.entries(formats)) clipboardData.setData(type, text);
          target.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }""",
        formats,
    )
