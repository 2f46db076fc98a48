"""Accounts, as people use them: passkeys, codes, sessions, single sign-on, the end of one."""

import re
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from playwright.sync_api import BrowserContext, Page, expect

from editor.accounts.models import User
from editor.documents.models import Membership, Role
from project.local.stack import Stack
from tests.accounts.provider import CLIENT_ID, describe, running_provider
from tests.browser.faults import Faults
from tests.browser.people import PHONE, People, Person
from tests.browser.usable import expect_usable
from tests.people import PASSWORD, make_document, make_user

pytestmark = pytest.mark.browser


def make_person(name: str) -> User:
    """With a password."""
    user = make_user(name)
    user.set_password(PASSWORD)
    user.save()
    return user


def sign_in(page: Page, user: User) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(user.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def prove(page: Page) -> None:
    """Gives the password again, where it is asked for."""
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()


def expect_signed_in(page: Page) -> None:
    expect(page.get_by_role("button", name=re.compile("^Your account"))).to_be_visible()


def with_authenticator(context: BrowserContext) -> Page:
    """A page in a browser whose device keeps passkeys and asks for a finger, which is always the right one."""
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    about = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
    abilities = {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": {**about, **abilities}})
    return page


def test_a_passkey_signs_in_without_a_password(stack: Stack, people: People) -> None:
    assert stack.caddy is not None
    ada = make_person("Ada")
    # Passkeys belong to a name; an address such as 127.0.0.1 has none.
    context = people.visitor(base_url=stack.caddy.url.replace("127.0.0.1", "localhost"))
    page = with_authenticator(context)
    sign_in(page, ada)
    page.goto("/settings/sign-in/")
    page.get_by_role("link", name="Add a passkey").click()
    prove(page)
    page.get_by_label("Name").fill("My laptop")
    page.get_by_role("button", name="Add passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.get_by_role("link", name="Done").click()
    expect(page.get_by_text("My laptop")).to_be_visible()
    expect_usable(page)
    page.get_by_role("button", name=re.compile("^Your account")).click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect_signed_in(page)
    # With a password it takes the passkey as well.
    page.get_by_role("button", name=re.compile("^Your account")).click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    sign_in(page, ada)
    page.get_by_role("button", name="Use your passkey").click()
    expect_signed_in(page)


def test_a_code_from_the_app_and_when_the_phone_is_lost_a_recovery_code(people: People) -> None:
    ada = make_person("Ada")
    page = people.come(user=ada, viewport=PHONE, color_scheme="dark").visit("/settings/sign-in/")
    page.get_by_role("link", name="Set up the app").click()
    prove(page)
    secret = page.get_by_label("Secret").input_value()
    expect_usable(page)
    page.get_by_label("The code that the app shows").fill(code_for(secret))
    page.get_by_role("button", name="Start asking for codes").click()
    codes = page.get_by_role("list", name="Codes that were not used").get_by_role("listitem").all_inner_texts()
    assert len(codes) == 10
    other = people.visitor().new_page()
    sign_in(other, ada)
    other.get_by_label("Code").fill("000000")
    other.get_by_role("button", name="Sign in", exact=True).click()
    expect(other.get_by_role("alert").first).to_contain_text("That code isn't right")
    other.get_by_label("Code").fill(codes[0])
    other.get_by_role("button", name="Sign in", exact=True).click()
    expect_signed_in(other)
    assert len(Authenticator.objects.get(user=ada, type="recovery_codes").wrap().get_unused_codes()) == 9


def code_for(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1])))


def test_signing_out_the_others_closes_what_is_open_there(people: People) -> None:
    ada = make_user("Ada")
    document = make_document(ada, "Plan")
    away = people.come(user=ada).open(document)
    away.text.click()
    away.write("Not for everybody")
    away.expect_saved()
    page = people.come(user=ada).visit("/settings/sessions/")
    expect(page.get_by_text("This browser")).to_be_visible()
    page.get_by_role("button", name="Sign out everywhere else").click()
    expect(page.get_by_text("You are signed in nowhere else.")).to_be_visible()
    away.expect_read_only(seconds=3)
    away.page.reload()
    expect(away.page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    with running_provider() as url:
        yield url


def test_single_sign_on_leads_to_the_provider_and_back_to_the_document(
    stack: Stack, people: People, provider: str, faults: Faults
) -> None:
    faults.expect("cdn.jsdelivr.net", "/favicon.ico")  # what the provider's own page asks for

    ada = make_user("Ada")
    document = make_document(ada, "Plan")
    describe(provider, "ada", email=ada.email, email_verified=True, name="Ada")
    about = {"OIDC_ISSUER": provider, "OIDC_CLIENT_ID": CLIENT_ID, "OIDC_CLIENT_SECRET": "secret", "OIDC_NAME": "Abbey"}
    [replica] = stack.start_replicas(1, environment={"SIGN_UP": "closed", **about})
    try:
        page = people.visitor(base_url=replica.url).new_page()
        page.goto(f"/documents/{document.pk}/")
        page.get_by_role("button", name="Sign in with Abbey").click()
        page.wait_for_url(f"{provider}/**")
        page.locator("input[name=sub]").first.fill("ada")
        page.get_by_role("button", name=re.compile("Authorize", re.IGNORECASE)).first.click()
        expect(page.get_by_role("textbox", name="Title")).to_be_visible()
        assert page.url.endswith(f"/documents/{document.pk}/")
        page.context.close()
    finally:
        stack.replicas.remove(replica)
        replica.terminate()


def test_an_account_ends_and_its_documents_go_to_who_was_named(people: People) -> None:
    ada, ben = make_person("Ada"), people.come("Ben")
    plan, notes = make_document(ada, "Plan"), make_document(ada, "Notes")
    make_document(ben.user, "Common", ada=(ada, Role.EDITOR))
    hers: Person = people.come(user=ada)
    page = hers.visit("/settings/delete/")
    prove(page)
    page.get_by_label("Their e-mail address").fill(ben.user.email)
    page.get_by_label("What happens to Notes").select_option("trash")
    page.get_by_label("Write your e-mail address").fill(ada.email)
    expect_usable(page)
    page.get_by_role("button", name="Delete my account for good").click()
    expect(page.get_by_text("Your account is deleted.")).to_be_visible()
    ben.open(plan)
    assert Membership.objects.get(document=plan).user == ben.user
    notes.refresh_from_db()
    assert notes.is_trashed
    ada.refresh_from_db()
    assert (ada.name, ada.is_active) == ("Deleted user", False)
