"""The administration works under the same content security policy as everything else, and with all that it is for."""

import re

from playwright.sync_api import Page, expect

from editor.accounts.models import User
from editor.documents.models import Document, Role
from editor.realtime.models import LiveSession
from tests.browser.people import PHONE, People
from tests.browser.usable import expect_usable
from tests.people import make_document, make_user
from tests.waiting import wait_until


def choose(page: Page, action: str, document: Document | User) -> None:
    """One of the list's actions, for the row of this document or person."""
    page.locator(f'input.action-select[value="{document.pk}"]').check()
    page.get_by_label("Action:").select_option(label=action)
    page.get_by_role("button", name="Run").or_(page.get_by_role("button", name="Go")).click()


def test_every_page_has_a_strict_policy(people: People) -> None:
    ada = people.come()
    for path in ("/", "/accounts/login/", f"/documents/{make_document(ada.user).pk}/", "/nothing"):
        policy = ada.context.request.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_an_administrator_looks_after_documents_and_people(people: People) -> None:
    boss, heir = make_user("Boss", is_staff=True, is_superuser=True), make_user("Heir")
    ada = people.come("Ada")
    document = make_document(ada.user, heir=(heir, Role.VIEWER))
    screen = ada.open(document)
    screen.write("Ledger of the year")
    screen.expect_saved()
    _until_projected(document)
    page = people.come(user=boss).visit("/admin/")
    expect(page.get_by_role("region", name="How the site is doing")).to_be_visible()
    expect_usable(page)
    # Found by its owner, with its sizes and who has it open.
    page.goto("/admin/editor/document/")
    page.get_by_role("textbox", name="Search").fill(ada.user.email)
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Ledger of the year").click()
    expect(page.get_by_text(re.compile(r"Text .*, log .*, snapshots .*, files"))).to_be_visible()
    _expect_live(page, document, ada.user.email)
    # Signed out: the open page says so, and asks to sign in again.
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("1 browser was signed out")).to_be_visible()
    expect(screen.text).to_have_attribute("contenteditable", "false")
    # Locked, given to somebody else, to the trash and back.
    page.goto("/admin/editor/document/?q=" + str(document.pk))
    choose(page, "Lock: nobody edits", document)
    expect(page.get_by_role("cell", name="locked")).to_be_visible()
    choose(page, "Change the owner …", document)
    page.get_by_label("Address of the new owner").fill(heir.email)
    page.get_by_role("button", name="Change the owner").click()
    expect(page.get_by_text("Heir owns 1 document now")).to_be_visible()
    choose(page, "Move to the trash", document)
    expect(page.get_by_role("cell", name="in the trash, locked")).to_be_visible()
    choose(page, "Restore from the trash", document)
    expect(page.get_by_role("cell", name="locked", exact=True)).to_be_visible()
    page.goto(f"/admin/editor/document/{document.pk}/log/")
    expect(page.get_by_role("cell", name="Ada").first).to_be_visible()
    page.goto(f"/admin/editor/auditevent/?document={document.pk}")
    expect(page.get_by_role("cell", name="document.owner_changed")).to_be_visible()


def _expect_live(page: Page, document: Document, email: str) -> None:
    """The replica writes it within a second or two."""
    wait_until(LiveSession.objects.filter(document=document).exists, "the row of who is connected")
    page.goto(f"/admin/editor/livesession/?document={document.pk}")
    expect(page.get_by_text(email)).to_be_visible()


def _until_projected(document: Document) -> None:
    wait_until(lambda: bool(Document.objects.get(pk=document.pk).title), "the title")


def test_deactivating_somebody_closes_what_they_have_open(people: People) -> None:
    boss = make_user("Boss", is_staff=True, is_superuser=True)
    ada = people.come("Ada")
    document = make_document(ada.user)
    screen = ada.open(document)
    screen.write("Only hers")
    screen.expect_saved()
    _until_projected(document)
    page = people.come(user=boss, viewport=PHONE, color_scheme="dark").visit(f"/admin/editor/user/?q={ada.user.email}")
    choose(page, "Deactivate …: ends their sessions and open documents", ada.user)
    expect(page.get_by_text("Only hers")).to_be_visible()
    expect_usable(page)
    page.get_by_role("button", name="Deactivate").click()
    expect(page.get_by_text("Deactivated: 1")).to_be_visible()
    expect(screen.text).to_have_attribute("contenteditable", "false")
