"""Single sign-on, against a real provider: who gets in, as whom, and who doesn't."""

from collections.abc import Iterator

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from editor.accounts.actions import invite
from editor.accounts.models import Token, User
from editor.accounts.tokens import issue_token
from editor.audit.models import AuditEvent
from tests.accounts.provider import describe, go_and_come_back, is_signed_in, running_provider, use_provider
from tests.people import PASSWORD, client_of, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with running_provider() as address:
        yield address


@pytest.fixture(autouse=True)
def provider(url: str, settings: Settings) -> str:
    cache.clear()
    settings.SIGN_UP = "open"
    use_provider(settings, url)
    return url


def come(url: str, subject: str = "ada", *, email: str = "ada@abbey.example", **claims: object) -> Client:
    describe(url, subject, email=email, **{"email_verified": True, "name": "Ada Moss", **claims})
    client = Client()
    go_and_come_back(client, subject)
    return client


def test_a_confirmed_address_makes_an_account_with_the_name_and_signs_in(url: str) -> None:
    client = come(url, email="Ada@Abbey.example")
    assert is_signed_in(client)
    ada = User.objects.get()
    assert (ada.email, ada.name, ada.has_usable_password()) == ("ada@abbey.example", "Ada Moss", False)
    assert AuditEvent.objects.get(action="account.signed_in").details == {"by": "socialaccount"}


def test_the_second_time_it_is_the_same_account_even_under_another_address(url: str) -> None:
    come(url)
    assert is_signed_in(come(url, email="ada@married.example"))
    assert User.objects.count() == 1


@pytest.mark.parametrize("claim", [False, None, "false", "no", 1])
def test_an_address_that_is_not_confirmed_leads_nowhere(url: str, claim: object) -> None:
    ada = make_user("Ada")
    describe(url, "mallory", email=ada.email, email_verified=claim)
    client = Client()
    answer = go_and_come_back(client, "mallory")
    assert answer.status_code == 403
    assert "confirmed" in answer.content.decode()
    assert not is_signed_in(client)
    assert User.objects.count() == 1
    assert AuditEvent.objects.get(action="account.sign_in_failed").subject == ada.email


def test_some_providers_say_true_in_letters(url: str) -> None:
    assert is_signed_in(come(url, email_verified="true"))


def test_of_a_trusted_domain_the_address_counts_without_being_confirmed(url: str, settings: Settings) -> None:
    use_provider(settings, url, verified_email=["abbey.example"])
    assert is_signed_in(come(url, email_verified=None))
    assert not is_signed_in(come(url, "eve", email="eve@elsewhere.example", email_verified=None))


def test_an_account_is_found_by_its_address_and_what_let_a_stranger_in_is_gone(url: str) -> None:
    ada = make_user("Ada")
    ada.set_password(PASSWORD)
    ada.save()
    before = client_of(ada)
    issue_token(ada, "A script")
    assert is_signed_in(come(url, email=ada.email.upper()))
    ada.refresh_from_db()
    assert not ada.has_usable_password()
    assert not is_signed_in(before)
    assert not Token.objects.exists()
    assert SocialAccount.objects.get().user == ada


def test_an_account_whose_owner_had_confirmed_the_address_keeps_its_password(url: str) -> None:
    ada = make_user("Ada")
    ada.set_password(PASSWORD)
    ada.save()
    EmailAddress.objects.create(user=ada, email=ada.email, verified=True, primary=True)
    before = client_of(ada)
    assert is_signed_in(come(url, email=ada.email))
    assert is_signed_in(before)


def test_whoever_only_means_to_change_to_an_address_does_not_have_it(url: str) -> None:
    mallory = make_user("Mallory")
    EmailAddress.objects.create(user=mallory, email="ada@abbey.example", verified=False)
    come(url)
    assert User.objects.get(email="ada@abbey.example") != mallory
    assert not EmailAddress.objects.filter(user=mallory).exists()


def test_a_deactivated_person_stays_out(url: str) -> None:
    ada = make_user("Ada", is_active=False)
    assert not is_signed_in(come(url, email=ada.email))


@pytest.mark.parametrize(
    ("rule", "email", "gets_in"),
    [
        ("closed", "invited@abbey.example", False),
        ("invited", "invited@abbey.example", True),
        ("invited", "other@abbey.example", False),
        ("domains", "other@abbey.example", True),
        ("domains", "other@sub.abbey.example", False),
        ("domains", "abbey.example@elsewhere.example", False),
    ],
)
def test_the_rules_for_sign_up_hold_here_too(
    url: str, settings: Settings, rule: str, email: str, gets_in: bool
) -> None:
    settings.SIGN_UP, settings.SIGN_UP_DOMAINS = rule, ["Abbey.example"]
    invite("invited@abbey.example")
    describe(url, "somebody", email=email, email_verified=True)
    client = Client()
    answer = go_and_come_back(client, "somebody")
    assert is_signed_in(client) is gets_in
    assert User.objects.exists() is gets_in
    said = "takes no new ones" if rule == "closed" else "by invitation"
    assert gets_in or said in answer.content.decode()


def test_whoever_has_an_account_gets_in_where_sign_up_is_closed(url: str, settings: Settings) -> None:
    settings.SIGN_UP = "closed"
    assert is_signed_in(come(url, email=make_user("Ada").email))


def test_no_other_way_leads_in_where_single_sign_on_is_the_only_one(url: str, settings: Settings) -> None:
    settings.SSO_ONLY = True
    ada = make_user("Ada")
    ada.set_password(PASSWORD)
    ada.save()
    client = Client()
    page = client.get("/accounts/login/").content.decode()
    assert "Sign in with Abbey" in page
    assert 'type="password"' not in page
    assert "passkey" not in page
    client.post("/accounts/login/", {"login": ada.email, "password": PASSWORD})
    assert not is_signed_in(client)
    assert "No sign-up here" in client.get("/accounts/signup/").content.decode()
    assert is_signed_in(come(url, email=ada.email))


def test_calling_it_off_at_the_provider_is_said_plainly(url: str) -> None:
    client = Client()
    answer = go_and_come_back(client, "ada", action="deny")
    assert "go through with it" in client.get(answer.headers["Location"]).content.decode()


def test_an_answer_that_nobody_asked_for_is_refused(url: str) -> None:
    answer = Client().get("/accounts/oidc/sso/login/callback/?state=made-up&code=made-up")
    assert answer.status_code == 401
    assert "an answer that can" in answer.content.decode()


def test_a_provider_that_does_not_answer_is_named(settings: Settings) -> None:
    use_provider(settings, "http://127.0.0.1:9")
    answer = Client().post("/accounts/single-sign-on/")
    assert answer.status_code == 502
    assert "Abbey can" in answer.content.decode()


def test_without_a_provider_there_is_no_button(settings: Settings) -> None:
    settings.OIDC_ISSUER = ""
    assert "single-sign-on" not in Client().get("/accounts/login/").content.decode()
    assert Client().post("/accounts/single-sign-on/").headers["Location"] == "/accounts/login/"


def test_signing_in_leads_to_where_one_wanted_to_go(url: str) -> None:
    describe(url, "ada", email="ada@abbey.example", email_verified=True)
    client = Client()
    client.post("/accounts/single-sign-on/", {"next": "https://evil.example/"})
    assert go_and_come_back(client, "ada").headers["Location"] == "/"
