"""Getting in without an identity provider: sign up, sign in, sign out, a forgotten password."""

import re
from uuid import uuid4

from playwright.sync_api import Page, expect

from editor.accounts.models import User
from project.local.stack import Stack
from tests.browser.people import People
from tests.browser.screen import stored_text
from tests.people import PASSWORD, make_document, make_user


def sign_in(page: Page, email: str, password: str) -> None:
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Your account").click()
    page.get_by_role("button", name="Sign out").click()


def test_a_new_person_signs_up_signs_out_and_signs_in_again(people: People) -> None:
    page = people.visitor().new_page()
    email = f"{uuid4().hex[:8]}@example.org"
    page.goto("/")
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    page.get_by_role("link", name="Create an account").click()
    page.get_by_label("Name").fill("Cleo Vane")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()
    expect(page.get_by_role("heading", name="Documents")).to_be_visible()
    sign_out(page)
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    sign_in(page, email, PASSWORD)
    expect(page.get_by_role("heading", name="Documents")).to_be_visible()
    expect(page.get_by_role("button", name="Your account, Cleo Vane")).to_be_visible()


def test_signing_in_leads_to_the_page_that_was_asked_for(people: People) -> None:
    user = make_user("Dora", password=PASSWORD)
    page = people.visitor().new_page()
    page.goto("/trash")
    sign_in(page, user.email, PASSWORD)
    expect(page.get_by_role("heading", name="Trash")).to_be_visible()


def test_a_wrong_password_is_answered_in_plain_words(people: People) -> None:
    user: User = make_user("Dora", password=PASSWORD)
    page = people.visitor().new_page()
    page.goto("/accounts/login/")
    sign_in(page, user.email, "another phrase")
    expect(page.get_by_text("That address and password don't go together.")).to_be_visible()


def test_somebody_who_forgot_the_password_gets_a_link_and_chooses_a_new_one(people: People, stack: Stack) -> None:
    user = make_user("Dora", password=PASSWORD)
    page = people.visitor().new_page()
    page.goto("/accounts/login/")
    page.get_by_role("link", name="Forgot your password?").click()
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_role("button", name="Send the link").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    page.goto(mailed_link(stack))
    page.get_by_label("New password").fill("another unusual phrase")
    page.get_by_label("The same again").fill("another unusual phrase")
    page.get_by_role("button", name="Save the new password").click()
    page.goto("/accounts/login/")
    expect(page.get_by_role("heading", name="Documents")).to_be_visible()


def test_signing_out_elsewhere_closes_the_open_document_and_signing_in_goes_on_with_it(people: People) -> None:
    user = make_user("Dora", password=PASSWORD)
    dora = people.come(user=user)
    document = make_document(user)
    screen = dora.open(document)
    screen.write_at_end("Before.")
    screen.expect_saved()
    sign_out(dora.visit())
    notice = screen.page.get_by_role("alert")
    expect(notice).to_contain_text("You are signed out.")
    screen.expect_read_only()
    notice.get_by_role("button", name="Sign in again").click()
    sign_in(screen.page, user.email, PASSWORD)
    screen.expect_ready()
    screen.write_at_end(" After.")
    screen.expect_saved()
    assert stored_text(document) == "Before. After."


def mailed_link(stack: Stack) -> str:
    """The path of the last one; without a mail server the replicas write their mails into their logs."""
    logs = "".join(replica.log.read_text() for replica in stack.replicas if replica.log)
    links: list[str] = re.findall(r"/accounts/password/reset/key/[\w-]+/", logs)
    return links[-1]
