"""Asking for access: the same answer for all, and one click for the owners."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from pytest_django import Settings

from editor.documents.access import find_rights
from editor.documents.models import Role
from editor.notifications.models import Notification
from editor.sharing.models import AccessRequest
from tests.people import client_of, make_document, make_user

pytestmark = pytest.mark.django_db


def test_the_answer_is_the_same_whatever_there_is() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    document = make_document(ada)
    client = client_of(ben)
    answers = [
        client.post(f"/documents/{one}/ask", {"message": "Please"}) for one in (document.pk, uuid4(), document.pk)
    ]
    assert [(answer.status_code, answer.content) for answer in answers] == [(200, answers[0].content)] * 3
    assert "its owners have been asked" in answers[0].content.decode()
    assert AccessRequest.objects.count() == 1


def test_the_owners_are_told_once_and_allow_with_a_role() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    document = make_document(ada)
    client_of(ben).post(f"/documents/{document.pk}/ask", {"message": "I am on the team"})
    client_of(ben).post(f"/documents/{document.pk}/ask")
    assert Notification.objects.filter(recipient=ada, kind="access_request").count() == 1
    request = AccessRequest.objects.get()
    client = client_of(ada)
    assert "I am on the team" in client.get(f"/documents/{document.pk}/members").content.decode()
    assert "Ben asks for access" in client.get(f"/documents/{document.pk}/").content.decode()
    url = f"/documents/{document.pk}/requests/{request.pk}"
    assert "Ben has access now" in client.post(url, {"role": "20"}).content.decode()
    rights = find_rights(ben.pk, document.pk)
    assert rights is not None
    assert rights.role == Role.COMMENTER
    assert Notification.objects.filter(recipient=ben, kind="access_granted").exists()
    assert "answered already" in client.post(url, {"role": "30"}).content.decode()


def test_who_was_declined_is_not_heard_for_a_while() -> None:
    ada, ben = make_user("Ada"), make_user("Ben")
    document = make_document(ada)
    client, url = client_of(ben), f"/documents/{document.pk}/ask"
    client.post(url)
    client_of(ada).delete(f"/documents/{document.pk}/requests/{AccessRequest.objects.get().pk}")
    client.post(url)
    assert AccessRequest.objects.get().declined_at is not None
    AccessRequest.objects.update(declined_at=timezone.now() - timedelta(days=8))
    client.post(url)
    assert AccessRequest.objects.get().declined_at is None
    assert find_rights(ben.pk, document.pk) is None


def test_only_owners_answer_and_only_in_their_document() -> None:
    ada, ben, cho = make_user("Ada"), make_user("Ben"), make_user("Cho")
    document = make_document(ada, cho=(cho, Role.EDITOR))
    client_of(ben).post(f"/documents/{document.pk}/ask")
    request = AccessRequest.objects.get()
    assert client_of(cho).post(f"/documents/{document.pk}/requests/{request.pk}", {"role": "10"}).status_code == 404
    client_of(ben).post(f"/documents/{make_document(ben).pk}/requests/{request.pk}", {"role": "40"})
    assert find_rights(ben.pk, document.pk) is None


def test_asking_has_its_limits(settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "access-request": (1, 3600)}
    client = client_of(make_user("Ben"))
    assert client.post(f"/documents/{uuid4()}/ask", {"message": "x" * 301}).status_code == 422
    assert client.post(f"/documents/{uuid4()}/ask").status_code == 429


def test_the_page_that_offers_it_is_the_same_for_absent_and_forbidden() -> None:
    client, document = client_of(make_user("Ben")), make_document(make_user("Ada"))
    ids = (document.pk, uuid4())
    pages = [client.get(f"/documents/{one}/") for one in ids]
    lines = [page.content.decode().replace(str(one), "").splitlines() for one, page in zip(ids, pages, strict=True)]
    texts = [[line for line in page if "csrf" not in line] for page in lines]
    assert [page.status_code for page in pages] == [404, 404]
    assert "Ask for access" in pages[0].content.decode()
    assert texts[0] == texts[1]
