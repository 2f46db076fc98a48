"""The pages for when something didn't work."""

import pytest
from django.test import Client, RequestFactory
from django.views.defaults import server_error
from pytest_django import DjangoAssertNumQueries

from tests.people import client_of, make_user


@pytest.mark.django_db
def test_a_page_that_is_not_there_says_so_to_everybody() -> None:
    for client in (Client(), client_of(make_user())):
        answer = client.get("/nothing/here")
        assert answer.status_code == 404
        assert "There is no such page, or it isn't for you." in answer.content.decode()


@pytest.mark.django_db
def test_the_page_for_our_own_faults_asks_nothing_of_the_database(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_num_queries(0):
        answer = server_error(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.content.decode()
