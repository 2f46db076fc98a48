"""Values that no page of ours sends: each is refused or taken, and none is an error of ours."""

import json

import pytest

from tests.people import client_of, make_document, make_user

pytestmark = pytest.mark.django_db

ENORMOUS = "9" * 4_000
PROMISES = [
    f'{{"name": "a", "size": {ENORMOUS}}}',
    '{"name": "a", "size": 1e400}',
    '{"name": "a", "size": NaN}',
    '{"name": "a", "size": -1}',
    '{"name": "a", "size": true}',
    '{"name": "a", "size": "1"}',
    '{"name": ["a"], "size": 1}',
    '{"name": {"__proto__": {}}, "size": 1}',
    '{"name": "a", "size": 1, "contentType": 7}',
    "[" * 8_000,
    '{"a":' * 3_000,
    "[]",
    "null",
    '"a"',
    "",
    "\0",
    '{"name": "a", "size": 1',
    '{"name": "' + "a" * 20_000 + '", "size": 1}',
]


@pytest.mark.parametrize("body", [*PROMISES, b"\xff\xfe", b"\x1f\x8b\x08\x00"], ids=range(len(PROMISES) + 2))
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
