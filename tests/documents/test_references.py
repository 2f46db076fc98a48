"""Whom and what a document can refer to, and what nobody is told."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from editor.accounts.models import User
from editor.documents.limits import MAX_ASKED_NAMES, MAX_LOOKUPS_PER_MINUTE, MAX_OFFERED
from editor.documents.models import Document, Role
from editor.sharing.links import Wish, set_link
from editor.sharing.models import Reach
from tests.groups import document_in, make_space
from tests.people import client_of, make_document, make_user, owner_access

pytestmark = pytest.mark.django_db


def people_in(client: Client, document: Document, **query: str) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = client.get(f"/documents/{document.pk}/people", query).json()["people"]
    return listed


def names_in(client: Client, document: Document, **query: str) -> list[str]:
    return [person["name"] for person in people_in(client, document, **query)]


def found_by(user: User, **query: str) -> list[str]:
    return [document["title"] for document in client_of(user).get("/documents/find", query).json()["documents"]]


def titles_for(user: User, *ids: object) -> dict[str, str]:
    answer = client_of(user).get("/documents/titles", {"ids": ",".join(str(one) for one in ids)})
    titles: dict[str, str] = answer.json()["titles"]
    return titles


def test_those_who_may_open_the_document_are_offered_and_nobody_else() -> None:
    ada, ben = make_user("Ada Lovelace"), make_user("Ben")
    make_user("Bella Stranger")
    document = make_document(ada, ben=(ben, Role.VIEWER))
    assert names_in(client_of(ben), document) == ["Ada Lovelace", "Ben"]
    assert names_in(client_of(ben), document, q="be") == ["Ben"]
    assert names_in(client_of(ben), document, q="LOVE") == ["Ada Lovelace"]
    assert names_in(client_of(ben), document, q="ovel") == []


def test_who_writes_is_offered_those_they_know_from_elsewhere_and_told_that_they_have_no_access() -> None:
    ada, ben, bea = make_user("Ada"), make_user("Ben"), make_user("Bea")
    make_user("Bella Stranger")
    make_document(ada, bea=(bea, Role.VIEWER), ben=(ben, Role.VIEWER))
    document = make_document(ada, ben=(ben, Role.COMMENTER))
    listed = people_in(client_of(ada), document, q="be")
    assert [(person["name"], person.get("access")) for person in listed] == [("Ben", None), ("Bea", False)]
    assert "email" not in listed[1]
    assert names_in(client_of(ada), document) == ["Ada", "Ben"]
    assert names_in(client_of(ben), document, q="be") == ["Ben"]


def test_somebody_without_a_name_is_found_by_their_address() -> None:
    ada = User.objects.create_user("augusta@example.org")
    document = make_document(ada)
    assert names_in(client_of(ada), document, q="aug") == ["augusta"]


def test_who_was_deactivated_is_not_offered() -> None:
    ada, ben = make_user("Ada"), make_user("Ben", is_active=False)
    document = make_document(ada, ben=(ben, Role.EDITOR))
    assert names_in(client_of(ada), document) == ["Ada"]


def test_no_more_are_offered_than_fit() -> None:
    ada = make_user("Ada")
    document = make_document(ada)
    for number in range(MAX_OFFERED + 3):
        document.memberships.create(user=make_user(f"Member {number}"), role=Role.VIEWER)
    assert len(people_in(client_of(ada), document)) == MAX_OFFERED


def test_names_are_told_of_those_in_the_document_only() -> None:
    ada, ben, stranger = make_user("Ada"), make_user("Ben"), make_user("Stranger")
    document = make_document(ada, ben=(ben, Role.VIEWER))
    ids = f"{ben.pk},{stranger.pk},{uuid4()},nonsense"
    assert people_in(client_of(ada), document, ids=ids) == [{"id": str(ben.pk), "name": "Ben"}]


@pytest.mark.parametrize("way", ["link", "space"])
def test_where_everybody_may_come_not_everybody_is_told(way: str) -> None:
    mallory, friend = make_user("Mallory"), make_user("Friend")
    make_user("Victim")
    if way == "link":
        document = make_document(mallory)
        set_link(owner_access(document, mallory), Wish(Reach.SIGNED_IN, Role.VIEWER), mallory)
    else:
        document = document_in(make_space(mallory, open_role=Role.VIEWER), mallory)
    assert names_in(client_of(mallory), document) == ["Mallory"]
    make_document(friend, mallory=(mallory, Role.VIEWER))
    assert names_in(client_of(mallory), document) == ["Friend", "Mallory"]


def test_who_came_as_one_of_everybody_is_told_no_address() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    document = make_document(ada)
    set_link(owner_access(document, ada), Wish(Reach.SIGNED_IN, Role.VIEWER), ada)
    assert people_in(client_of(ben), document) == [{"id": str(ada.pk), "name": "Ada"}]
    assert names_in(client_of(ben), document, q=ada.email) == []
    assert people_in(client_of(ada), document) == [{"id": str(ada.pk), "name": "Ada", "email": ada.email}]


def test_my_documents_are_found_by_their_title_those_that_begin_with_it_first() -> None:
    ada = make_user("Ada")
    make_document(ada, "Plan of the year")
    make_document(ada, "The plan")
    make_document(make_user("Ben"), "Plan of Ben's")
    assert found_by(ada, q="plan") == ["Plan of the year", "The plan"]
    assert found_by(ada, q="%") == []


def test_without_a_query_the_last_edited_come_first() -> None:
    ada = make_user("Ada")
    for number in range(MAX_OFFERED + 2):
        make_document(ada, f"Number {number}")
    found = found_by(ada)
    assert found[:2] == [f"Number {MAX_OFFERED + 1}", f"Number {MAX_OFFERED}"]
    assert len(found) == MAX_OFFERED


@pytest.mark.parametrize("query", ["\0plan", "pl\0an", f"plan{' ' * 500}{'x' * 100_000}"])
def test_whatever_is_typed_is_looked_for_without_nul_and_no_longer_than_a_title(query: str) -> None:
    ada = make_user("Planck")
    document = make_document(ada, "The plan")
    assert found_by(ada, q=query) == ["The plan"]
    assert names_in(client_of(ada), document, q=query) == ["Planck"]


def test_what_was_shared_with_me_is_found_and_what_is_in_the_trash_is_not() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    shared = make_document(ada, "Shared", ben=(ben, Role.VIEWER))
    assert found_by(ben, q="shared") == ["Shared"]
    client_of(ada).post(f"/documents/{shared.pk}/trash")
    assert found_by(ben, q="shared") == []
    assert titles_for(ben, shared.pk) == {}


def test_titles_are_told_of_what_i_may_open_only() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    mine, theirs = make_document(ada, "Mine"), make_document(ben, "Theirs")
    assert titles_for(ada, mine.pk, theirs.pk, uuid4(), "nonsense", "") == {str(mine.pk): "Mine"}


def test_one_request_asks_for_so_many_titles_at_the_most() -> None:
    ada = make_user("Ada")
    mine = make_document(ada, "Mine")
    others = [UUID(int=number) for number in range(MAX_ASKED_NAMES)]
    assert titles_for(ada, *others, mine.pk) == {}


@pytest.mark.parametrize("path", ["/documents/find", "/documents/titles", "/documents/{}/people"])
def test_who_asks_too_often_has_to_wait(path: str) -> None:
    ada = make_user("Ada")
    client, url = client_of(ada), path.format(make_document(ada).pk)
    # More than two windows take: it may end in between.
    answers = (client.get(url) for _ in range(2 * MAX_LOOKUPS_PER_MINUTE + 1))
    assert next(answers).status_code == 200
    refused = next(answer for answer in answers if answer.status_code == 429)
    assert refused.json()["problem"] == "too-many"
