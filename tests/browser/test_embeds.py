"""Videos by link: nothing is asked of a provider before somebody presses Play."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

from playwright.sync_api import Page, Route, expect
from pycrdt import Doc, XmlElement

from editor.documents.models import Membership, Role
from editor.documents.ports import realtime
from editor.log.models import Source
from tests.browser.people import PHONE, People
from tests.browser.screen import DocumentScreen
from tests.browser.usable import expect_usable
from tests.people import make_document

ADDRESS = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
PLAYER = "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?autoplay=1"
PAGE = "<!doctype html><title>Player</title><p>Playing</p>"


def without_providers(page: Page) -> list[str]:
    """Answers for everybody outside; the list fills with what was asked of them."""
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=200, content_type="text/html", body=PAGE)

    page.route(lambda url: "127.0.0.1" not in url, answer)
    return asked


def add_video(screen: DocumentScreen, address: str) -> None:
    screen.write("/video")
    screen.press("Enter")
    dialog = screen.page.get_by_role("dialog", name="Video")
    dialog.get_by_label("Address").fill(address)
    dialog.get_by_role("button", name="Add video").click()


def test_a_video_plays_only_after_a_click_and_only_from_its_player(people: People) -> None:
    ada = people.come()
    document, screen = ada.new_text()
    asked = without_providers(screen.page)
    add_video(screen, ADDRESS)
    card = screen.text.locator(".embed")
    expect(card.get_by_role("link")).to_have_attribute("href", ADDRESS)
    screen.expect_saved()

    ben = people.come("Ben")
    Membership.objects.create(document=document, user=ben.user, role=Role.VIEWER)
    reader = ben.open(document)
    asked_there = without_providers(reader.page)
    reader.page.reload()
    reader.expect_ready()
    expect_usable(reader.page)
    play = reader.text.get_by_role("button", name="Play the video from YouTube")
    expect(play).to_be_visible()
    assert asked == asked_there == []

    play.click()
    frame = reader.text.locator("iframe")
    expect(frame).to_have_attribute("src", PLAYER)
    expect(frame).to_have_attribute("referrerpolicy", "strict-origin-when-cross-origin")
    expect(frame).to_have_attribute("loading", "lazy")
    sandbox = frame.get_attribute("sandbox") or ""
    assert "allow-top-navigation" not in sandbox
    assert "allow-forms" not in sandbox
    expect(frame.content_frame.get_by_text("Playing")).to_be_visible()
    assert asked_there == [PLAYER]
    assert asked == []


def test_an_address_that_may_not_be_shown_is_refused_in_plain_words(people: People) -> None:
    _, screen = people.come().new_text()
    add_video(screen, "https://example.org/film")
    dialog = screen.page.get_by_role("dialog", name="Video")
    expect(dialog.get_by_role("alert")).to_contain_text("YouTube, Vimeo, Dailymotion or Loom")
    expect_usable(screen.page)
    screen.press("Escape")
    expect(dialog).to_have_count(0)
    screen.write("on")
    screen.expect_text("on")


def test_a_video_that_an_old_document_has_from_elsewhere_is_its_address_only(people: People) -> None:
    ada = people.come()
    document = make_document(ada.user)

    def edit(doc: Doc[Any]) -> None:
        doc["default"].children.append(XmlElement("embed", {"url": "https://evil.example/video"}))

    # In a thread of its own: Playwright's event loop runs in this one.
    with ThreadPoolExecutor() as pool:
        pool.submit(realtime().write, document.pk, edit, ada.user.pk, Source.SYSTEM).result()
    screen = ada.open(document)
    asked = without_providers(screen.page)
    card = screen.text.locator(".embed")
    expect(card).to_contain_text("This video can")
    expect(card.get_by_role("button")).to_have_count(0)
    expect(card.get_by_role("link")).to_have_count(0)
    assert asked == []


def test_the_card_by_keyboard_on_a_phone_and_in_the_dark(people: People) -> None:
    _, screen = people.come(viewport=PHONE, has_touch=True, color_scheme="dark").new_text()
    without_providers(screen.page)
    add_video(screen, ADDRESS)
    play = screen.text.get_by_role("button", name="Play the video from YouTube")
    box = play.bounding_box()
    assert box is not None
    assert box["height"] >= 44
    expect_usable(screen.page)
    play.focus()
    screen.press("Enter")
    expect(screen.text.locator("iframe")).to_have_attribute("src", PLAYER)
    expect_usable(screen.page)
