"""Values that no page of ours sends: each is refused or taken, and none is an error of ours."""

import json
from base64 import urlsafe_b64encode

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from tests.people import client_of, make_document, make_user

pytestmark = pytest.mark.django_db

ENORMOUS = "9" * 4_000
CLIENT_DATA = b'{"type": "webauthn.get", "challenge": "x", "origin": "http://testserver"}'
PROMISES = [
    f'{{"name": "a", "size": {ENORMOUS}}}',
    '{"name": "a", "size": 1e400}',
    '{"name": "a", "size": NaN}',
    '{"name": {"__proto__": {}}, "size": 1}',
    '{"a":' * 3_000,
    "\0",
    b"\xff\xfe",
    b"\x1f\x8b\x08\x00",
]


@pytest.mark.parametrize("body", PROMISES, ids=range(len(PROMISES)))
def test_a_file_promised_in_nonsense_is_refused(body: str | bytes) -> None:
    ada = make_user()
    url = f"/documents/{make_document(ada).pk}/files"
    answer = client_of(ada).post(url, body, content_type="application/json")
    assert (answer.status_code, answer.json()["problem"]) == (400, "invalid")


@pytest.mark.parametrize("name", ["\0", "\ud800", "../../etc/passwd", "\u202egnp.exe", "a" * 10_000, "", "\r\nX: y"])
def test_a_file_may_have_any_name_and_keeps_what_can_be_shown_of_it(name: str) -> None:
    ada = make_user()
    url, promise = f"/documents/{make_document(ada).pk}/files", {"name": name, "size": 1}
    answer = client_of(ada).post(url, json.dumps(promise), content_type="application/json")
    assert answer.status_code == 201


def encoded(content: bytes) -> str:
    return urlsafe_b64encode(content).decode()


def answer_of_a_passkey(client_data: bytes, authenticator_data: bytes) -> str:
    response = {"clientDataJSON": encoded(client_data), "authenticatorData": encoded(authenticator_data)}
    whole = {"id": "YQ", "rawId": "YQ", "type": "public-key", "response": {**response, "signature": "YQ"}}
    return json.dumps(whole)


@pytest.mark.parametrize(
    "credential",
    [
        "9" * 5_000,
        "[" * 100_000,
        '{"id": 5}',
        "[]",
        answer_of_a_passkey(b"[" * 5_000, b""),
        answer_of_a_passkey(b"9" * 5_000, b""),
        answer_of_a_passkey(CLIENT_DATA, b"a" * 32 + b"\x80" + b"a" * 4 + b"\x81" * 3_000),
        answer_of_a_passkey(CLIENT_DATA, b"a" * 32 + b"\xff" + b"a" * 4),
    ],
    ids=range(8),
)
def test_a_passkey_that_answers_nonsense_lets_nobody_in(credential: str) -> None:
    client = Client()
    client.get("/accounts/mfa/webauthn/login/", headers={"X-Requested-With": "XMLHttpRequest"})
    answer = client.post("/accounts/mfa/webauthn/login/", {"credential": credential})
    assert (answer.status_code, "_auth_user_id" in client.session) == (302, False)


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize(
    "path", ["accounts/oidc/{}/login/", "notifications/unsubscribe/{}", "accounts/confirm-email/{}/"]
)
def test_nul_in_a_path_leads_nowhere(path: str, method: str) -> None:
    assert Client().generic(method, f"/{path.format('%00')}").status_code in {400, 404}


@pytest.mark.django_db(transaction=True)
def test_the_administration_is_asked_for_nonsense() -> None:
    client = client_of(make_user(is_staff=True, is_superuser=True))
    for model, page in admin.site._registry.items():
        filters = [one[0] if isinstance(one, tuple) else one for one in page.list_filter]
        names = [one if isinstance(one, str) else getattr(one, "parameter_name", "from") for one in filters]
        url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        asked = [f"{url}?{name}={value}" for name in ("q", "p", *names) for value in ("%00", "9" * 400)]
        for address in (*asked, f"{url}%00/change/"):
            assert client.get(address).status_code in {200, 302, 400, 404}, address
