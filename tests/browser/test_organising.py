"""Copies and templates, the end of the trash, the look of a document, and who links to it."""

import re
from concurrent.futures import ThreadPoolExecutor

from django.db import connection
from playwright.sync_api import FilePayload, Page, expect

from editor.accounts.models import User
from editor.documents import actions, trashing
from editor.documents.access import access_document
from editor.documents.actions import Place
from editor.documents.models import Document, DocumentLink, Role
from tests.browser.people import PHONE, People
from tests.browser.usable import expect_usable
from tests.media.uploads import picture
from tests.people import make_document


def open_menu(page: Page) -> None:
    page.get_by_role("button", name="More", exact=True).click()


def put_in_trash(document: Document, user: User) -> None:
    trashing.trash(access_document(user, document.pk), user)
    connection.close()


def test_a_document_is_duplicated_and_becomes_a_template_to_start_from(people: People) -> None:
    ada = people.come("Ada")
    document = make_document(ada.user)
    below = actions.create_document(ada.user, Place(parent_id=document.pk))
    screen = ada.open(document)
    screen.write("Minutes")
    screen.press("Enter")
    screen.write("Who was there")
    screen.expect_saved()
    page = screen.page
    open_menu(page)
    page.get_by_role("button", name="Duplicate…").click()
    page.get_by_role("checkbox", name="With the document below it").check()
    page.get_by_role("dialog").get_by_role("button", name="Duplicate").click()
    expect(page.get_by_role("textbox", name="Title")).to_have_value("Copy of Minutes")
    expect(page.get_by_role("textbox", name="Document", exact=True)).to_have_text("Who was there")
    assert Document.objects.filter(parent__title="Copy of Minutes").exclude(pk=below.pk).count() == 1
    open_menu(page)
    page.get_by_role("button", name="Make a template…").click()
    page.get_by_role("dialog").get_by_role("button", name="Make a template").click()
    expect(page.get_by_role("heading", name="Templates")).to_be_visible()
    expect(page.get_by_role("link", name="Copy of Minutes")).to_be_visible()
    expect_usable(page)
    page.goto("/")
    page.get_by_role("button", name="From a template…").click()
    search = page.get_by_role("searchbox", name="Find a template")
    search.fill("nothing like it")
    expect(page.get_by_text("No template has")).to_be_visible()
    search.fill("minutes")
    choice = page.get_by_role("dialog").get_by_role("button", name=re.compile("Copy of Minutes"))
    expect(choice).to_be_visible()
    choice.click()
    expect(page.get_by_role("textbox", name="Document", exact=True)).to_have_text("Who was there")
    assert Document.objects.filter(title="Copy of Minutes", is_template=False, created_by=ada.user).count() == 2


def test_what_is_in_the_trash_is_restored_or_deleted_for_good(people: People) -> None:
    ada = people.come("Ada", viewport=PHONE, color_scheme="dark")
    kept, gone = make_document(ada.user, "Kept"), make_document(ada.user, "Gone")
    actions.create_document(ada.user, Place(parent_id=gone.pk))
    screen = people.come(user=ada.user).open(gone)
    with ThreadPoolExecutor() as pool:
        for document in (kept, gone):
            pool.submit(put_in_trash, document, ada.user).result()
    page = ada.visit("/trash")
    expect(page.get_by_text("one document below it")).to_be_visible()
    expect(page.get_by_text("Deleted for good on")).to_have_count(2)
    page.get_by_role("button", name="Restore Kept").click()
    expect(page.get_by_role("textbox", name="Title")).to_be_visible()
    page.goto(f"/documents/{gone.pk}/")
    page.get_by_role("button", name="Delete for good…").click()
    dialog = page.get_by_role("dialog", name="Delete “Gone” for good?")
    expect(dialog.get_by_text("2 documents go")).to_be_visible()
    expect_usable(page)
    dialog.get_by_role("button", name="Delete for good").click()
    expect(page.get_by_text("“Gone” is deleted for good.")).to_be_visible()
    expect(page.get_by_text("The trash is empty")).to_be_visible()
    expect(screen.page.locator("#notices")).to_contain_text(re.compile("."))
    assert not Document.objects.filter(pk=gone.pk, removed_at=None).exists()


def test_an_icon_and_a_cover_are_seen_by_everybody_at_once(people: People) -> None:
    ada, ben = people.come("Ada"), people.come("Ben", viewport=PHONE, color_scheme="dark")
    document = make_document(ada.user, "Garden", ben=(ben.user, Role.VIEWER))
    here, there = ada.open(document).page, ben.open(document).page
    here.locator(".look").hover()
    here.get_by_role("button", name="Add icon").click()
    here.get_by_role("searchbox", name="Or an emoji").fill("seedl")
    expect(here.get_by_role("button", name="seedling")).to_be_visible()
    here.get_by_role("button", name="seedling").click()
    expect(there.locator(".look-icon")).to_have_text("🌱")
    content: FilePayload = {"name": "a.png", "mimeType": "image/png", "buffer": picture(1200, 500)}
    with here.expect_file_chooser() as chosen:
        here.get_by_role("button", name="Add cover").click()
    chosen.value.set_files(content)
    for page in (here, there):
        expect(page.locator(".cover > img")).to_be_visible()
        page.wait_for_function("() => document.querySelector('.cover > img')?.naturalWidth > 0")
    here.get_by_role("slider", name="Shown part").focus()
    here.keyboard.press("End")
    expect(there.locator(".cover")).to_have_attribute("data-position", "100")
    expect(here.locator(".cover")).to_have_attribute("data-position", "100")
    here.keyboard.press("ArrowLeft")
    expect(there.locator(".cover")).to_have_attribute("data-position", "90")
    expect(there.get_by_role("button", name="Remove cover")).to_have_count(0)
    here.get_by_role("button", name="Remove cover").click()
    expect(there.locator(".cover")).to_have_count(0)
    here.goto("/")
    expect(here.get_by_role("listitem").filter(has_text="Garden").get_by_text("🌱")).to_be_visible()


def test_a_document_says_where_it_is_mentioned(people: People) -> None:
    ada = people.come("Ada")
    plan, notes = make_document(ada.user, "Plan"), make_document(ada.user, "Notes")
    screen = ada.open(plan)
    DocumentLink.objects.create(source=notes, target=plan)
    screen.page.reload()
    section = screen.page.get_by_role("group").filter(has_text="Mentioned in one document")
    expect(section.get_by_role("link", name="Notes")).to_be_visible()
    section.get_by_role("link", name="Notes").click()
    expect(screen.page).to_have_url(re.compile(str(notes.pk)))
