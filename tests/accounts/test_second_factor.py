"""Codes from an app and recovery codes; passkeys are tried in a browser (tests/browser/test_accounts.py)."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.test import Client
from pytest_django import Settings

from editor.accounts.models import User
from editor.accounts.second_factor_secrets import open_all, seal_all
from editor.audit.models import AuditEvent
from editor.operations.tasks import seal_second_factors
from tests.people import PASSWORD, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> User:
    cache.clear()
    ada = make_user("Ada")
    ada.set_password(PASSWORD)
    ada.save()
    return ada


def code_for(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, list(yield_hotp_counters_from_time())[1])))


def sign_in(user: User) -> Client:
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    return client


def set_up(client: Client) -> str:
    """The secret."""
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get("/accounts/mfa/totp/activate/").content.decode()
    found = re.search(r'id="totp-secret"[^>]*value="([A-Z2-7]+)"', page)
    assert found is not None
    client.post("/accounts/mfa/totp/activate/", {"code": code_for(found[1])})
    return found[1]


def is_signed_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def test_setting_it_up_takes_the_password_again(ada: User) -> None:
    client = sign_in(ada)
    answer = client.get("/accounts/mfa/totp/activate/")
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/")
    assert (
        "That isn&#x27;t your password" in client.post("/accounts/reauthenticate/", {"password": "no"}).content.decode()
    )


@pytest.mark.django_db(transaction=True)
def test_signing_in_then_asks_for_a_code(ada: User) -> None:
    secret = set_up(sign_in(ada))
    cache.clear()
    client = sign_in(ada)
    assert not is_signed_in(client)
    answer = client.post("/accounts/mfa/authenticate/", {"code": "000000"})
    assert "That code isn&#x27;t right" in answer.content.decode()
    assert not is_signed_in(client)
    client.post("/accounts/mfa/authenticate/", {"code": code_for(secret)})
    assert is_signed_in(client)
    actions = list(AuditEvent.objects.filter(actor=ada.pk).values_list("action", flat=True))
    assert "account.second_factor_added" in actions
    assert "account.sign_in_failed" in actions


def test_a_recovery_code_works_once(ada: User) -> None:
    client = sign_in(ada)
    set_up(client)
    answer = client.get("/accounts/mfa/recovery-codes/download/")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    assert code in answer.content.decode()
    for expected in (True, False):
        cache.clear()
        other = sign_in(ada)
        other.post("/accounts/mfa/authenticate/", {"code": code})
        assert is_signed_in(other) is expected
    assert "9 codes are left" in " ".join(client.get("/settings/sign-in/").content.decode().split())


def test_many_wrong_codes_are_too_many(ada: User) -> None:
    secret = set_up(sign_in(ada))
    cache.clear()
    client = sign_in(ada)
    for _ in range(5):
        client.post("/accounts/mfa/authenticate/", {"code": "000000"})
    client.post("/accounts/mfa/authenticate/", {"code": code_for(secret)})
    assert not is_signed_in(client)


def test_it_can_be_taken_back_and_the_codes_go_with_it(ada: User) -> None:
    client = sign_in(ada)
    set_up(client)
    client.post("/accounts/mfa/totp/deactivate/")
    assert not Authenticator.objects.exists()
    assert is_signed_in(sign_in(ada))


def test_the_lists_of_allauth_are_among_the_settings(ada: User) -> None:
    client = sign_in(ada)
    for path in ("/accounts/mfa/", "/accounts/mfa/webauthn/"):
        assert client.get(path).headers["Location"] == "/settings/sign-in/"


def test_somebody_elses_passkey_is_not_there(ada: User) -> None:
    ben = make_user("Ben")
    key = Authenticator.objects.create(user=ben, type="webauthn", data={"name": "Phone", "credential": {}})
    client = sign_in(ada)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert client.get(f"/accounts/mfa/webauthn/keys/{key.pk}/edit/").status_code == 404
    assert client.post(f"/accounts/mfa/webauthn/keys/{key.pk}/remove/").status_code == 404


def stored(kind: str) -> str:
    data = Authenticator.objects.get(type=kind).data
    return str(data.get("secret", data.get("seed")))


def in_the_clear(ada: User) -> str:
    """What an earlier version wrote. The secret."""
    secret = set_up(sign_in(ada))
    assert open_all() == 2
    assert stored("totp") == secret
    cache.clear()
    return secret


def signs_in_with(ada: User, secret: str) -> bool:
    cache.clear()
    client = sign_in(ada)
    client.post("/accounts/mfa/authenticate/", {"code": code_for(secret)})
    return is_signed_in(client)


def test_the_database_has_no_secret_in_the_clear(ada: User) -> None:
    secret = set_up(sign_in(ada))
    assert secret not in stored("totp")
    assert stored("totp").startswith("sealed:")
    assert stored("recovery_codes").startswith("sealed:")


def test_secrets_from_before_work_and_are_sealed_at_night(ada: User) -> None:
    secret = in_the_clear(ada)
    codes = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()
    assert signs_in_with(ada, secret)
    seal_second_factors(timestamp=0)
    assert stored("totp").startswith("sealed:")
    assert signs_in_with(ada, secret)
    assert Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes() == codes
    assert seal_all() == 0


def test_another_key_reads_what_is_under_the_one_before_and_seals_it_again(ada: User, settings: Settings) -> None:
    secret = set_up(sign_in(ada))
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 6, [settings.SECRET_KEY]
    assert signs_in_with(ada, secret)
    assert seal_all() == 2
    settings.SECRET_KEY_FALLBACKS = []
    assert signs_in_with(ada, secret)


def test_without_the_key_no_code_is_right_and_the_reason_is_said(ada: User, settings: Settings) -> None:
    secret = set_up(sign_in(ada))
    settings.SECRET_KEY = "another" * 6
    cache.clear()
    client = sign_in(ada)
    answer = client.post("/accounts/mfa/authenticate/", {"code": code_for(secret)})
    assert "The key of this site has changed" in answer.content.decode()
    assert not is_signed_in(client)
    assert seal_all() == 0
    client.force_login(ada)
    assert "0 codes are left" in " ".join(client.get("/settings/sign-in/").content.decode().split())
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert client.get("/accounts/mfa/recovery-codes/").status_code == 403
