"""The dialog that says who belongs to a document."""

import pytest
from django.core.cache import cache

from editor.documents import member_views
from editor.documents.access import find_rights
from editor.documents.models import Role
from tests.people import client_of, make_document, make_user

pytestmark = pytest.mark.django_db


def test_an_owner_adds_changes_and_removes() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    document = make_document(ada)
    client, url = client_of(ada), f"/documents/{document.pk}/members"
    assert "Ben was added" in client.post(url, {"email": ben.email, "role": 30}).content.decode()
    client.post(f"{url}/{ben.pk}", {"role": 10})
    rights = find_rights(ben.pk, document.pk)
    assert rights is not None
    assert rights.role == Role.VIEWER
    client.delete(f"{url}/{ben.pk}")
    assert find_rights(ben.pk, document.pk) is None


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"email": "nobody@example.org", "role": "30"}, "Nobody with this address has an account yet."),
        ({"email": "no address", "role": "30"}, "That is not an e-mail address."),
        ({"email": "", "role": "30"}, "Enter an e-mail address."),
        ({"email": "ben@example.org", "role": "35"}, "Choose a role."),
        ({"email": "ben@example.org", "role": "owner"}, "Choose a role."),
        ({"email": f"{'x' * 260}@example.org", "role": "30"}, "at most 254"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field(sent: dict[str, str], said: str) -> None:
    ada = make_user()
    answer = client_of(ada).post(f"/documents/{make_document(ada).pk}/members", sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_the_last_owner_is_told_why_they_cannot_leave() -> None:
    ada = make_user()
    answer = client_of(ada).delete(f"/documents/{make_document(ada).pk}/members/{ada.pk}")
    assert answer.status_code == 422
    assert "needs an owner" in answer.content.decode()


def test_an_unknown_role_changes_nothing() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    document = make_document(ada, ben=(ben, Role.VIEWER))
    answer = client_of(ada).post(f"/documents/{document.pk}/members/{ben.pk}", {"role": "41"})
    assert answer.status_code == 422


def test_leaving_leads_back_to_the_list() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    document = make_document(ada, ben=(ben, Role.VIEWER))
    answer = client_of(ben).delete(f"/documents/{document.pk}/members/{ben.pk}")
    assert answer.headers["HX-Redirect"] == "/"


def test_trying_out_addresses_ends_after_a_while(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(member_views, "MAX_INVITATIONS_PER_HOUR", 3)
    ada = make_user()
    client, url = client_of(ada), f"/documents/{make_document(ada).pk}/members"
    answers = [client.post(url, {"email": f"x{n}@example.org", "role": 30}).content.decode() for n in range(4)]
    assert ["many people" in answer for answer in answers] == [False, False, False, True]
