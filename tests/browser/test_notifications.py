"""The bell: what others do with one's documents, on every page and replica within seconds."""

from pathlib import Path

from django.db import transaction
from playwright.sync_api import expect

from editor.documents.models import Document, Role
from editor.notifications.models import Attention, Mail, MailChoice, Notification
from project.local.stack import Stack
from tests.browser.people import PHONE, People
from tests.browser.usable import expect_usable
from tests.people import make_document

SHOTS = Path("test-results") / "notifications"


def test_a_mention_rings_at_once_and_is_quiet_when_it_was_read(people: People, stack: Stack) -> None:
    first, second = stack.replicas
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives")
    document = make_document(ada.user, ben=(ben.user, Role.EDITOR))
    his, other_tab = ben.visit("/", second.url), ben.visit("/notifications/", first.url)
    bell = his.locator("#bell")
    expect(bell).to_have_accessible_name("Notifications")
    hers = ada.open(document, first.url)
    hers.title.press_sequentially("Plan")
    hers.write_at_end("Ask @ben")
    hers.press("Enter")
    hers.expect_saved()
    expect(bell).to_have_accessible_name("Notifications 1 unread")
    expect(other_tab.get_by_role("link", name="Ada Moss mentioned you in Plan")).to_be_visible()
    bell.press("Enter")
    panel = his.get_by_role("dialog", name="Notifications")
    expect(panel.get_by_role("heading", name="Today")).to_be_visible()
    expect_usable(his)
    his.screenshot(path=SHOTS / "panel.png")
    panel.get_by_role("link", name="Ada Moss mentioned you in Plan").click()
    expect(his).to_have_url(f"{second.url}/documents/{document.pk}/")
    expect(his.locator("#bell")).to_have_accessible_name("Notifications")
    expect(other_tab.locator("#bell")).to_have_accessible_name("Notifications")
    expect(other_tab.get_by_text("Unread")).to_have_count(0)


def test_all_are_read_with_one_button_on_a_phone_in_the_dark(people: People) -> None:
    ada, ben = people.come("Ada Moss"), people.come("Ben Ives", viewport=PHONE, color_scheme="dark")
    documents = [make_document(ada.user, title, ben=(ben.user, Role.VIEWER)) for title in ("Minutes of May", "Budget")]
    page = ben.visit("/")
    page.locator("#bell").click()
    expect(page.get_by_text("Nothing yet")).to_be_visible()
    with transaction.atomic():
        Notification.objects.bulk_create(
            Notification(
                recipient=ben.user, kind="shared", actor=ada.user, document=document, text="For Friday, please."
            )
            for document in documents
        )
    page.goto(page.url)
    page.locator("#bell").click()
    panel = page.get_by_role("dialog", name="Notifications")
    expect(panel.get_by_text("Unread")).to_have_count(2)
    expect_usable(page)
    page.screenshot(path=SHOTS / "phone-dark.png")
    panel.get_by_role("button", name="Mark all as read").click()
    expect(panel.get_by_text("Unread")).to_have_count(0)
    expect(page.locator("#bell")).to_have_accessible_name("Notifications")


def test_what_comes_by_mail_is_chosen_by_kind_and_by_document(people: People) -> None:
    ada = people.come("Ada Moss")
    document = make_document(ada.user, "Plan")
    screen = ada.open(document)
    screen.page.get_by_role("button", name="More", exact=True).click()
    screen.page.get_by_role("menuitem", name="Notifications…").or_(
        screen.page.get_by_role("button", name="Notifications…")
    ).click()
    dialog = screen.page.get_by_role("dialog", name="Notifications of this document")
    dialog.get_by_role("radio", name="Watch").check()
    screen.page.screenshot(path=SHOTS / "attention.png")
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_have_count(0)
    assert level_of(document) == Attention.Level.WATCH
    page = ada.visit("/settings/notifications/")
    page.get_by_label("Somebody mentions you").select_option("Never")
    page.screenshot(path=SHOTS / "settings.png")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(page.get_by_label("Somebody mentions you")).to_have_value(str(Mail.OFF.value))
    assert MailChoice.objects.get(user=ada.user, kind="mention").mail == Mail.OFF
    with page.expect_response("**/attention"):
        page.get_by_label("Notifications of Plan").select_option("Mute")
    assert level_of(document) == Attention.Level.MUTE


def level_of(document: Document) -> int:
    return Attention.objects.get(document=document).level
