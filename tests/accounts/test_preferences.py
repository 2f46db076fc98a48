"""The reader's language and time zone, and the browser's texts in it."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone, translation

from editor.accounts.models import User
from tests.people import client_of, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    yield
    translation.activate("en")
    timezone.deactivate()


def test_the_browsers_language_counts_until_somebody_chooses_another() -> None:
    french = {"Accept-Language": "fr-CH, fr;q=0.9, en;q=0.8"}
    answer = Client().get("/accounts/login/", headers=french)
    assert '<html lang="fr"' in answer.content.decode()
    assert "Se connecter</h1>" in answer.content.decode()
    assert answer.headers["Content-Language"] == "fr"
    assert "Accept-Language" in answer.headers["Vary"]
    ada = make_user(language="en")
    assert '<html lang="en"' in client_of(ada).get("/settings/profile/", headers=french).content.decode()
    User.objects.filter(pk=ada.pk).update(language="fr")
    assert '<html lang="fr"' in client_of(ada).get("/settings/profile/").content.decode()


def test_a_language_that_we_do_not_speak_is_none() -> None:
    assert '<html lang="en"' in Client().get("/accounts/login/", headers={"Accept-Language": "tlh"}).content.decode()
    ada = make_user(language="xx")
    assert '<html lang="en"' in client_of(ada).get("/settings/profile/").content.decode()


def test_the_page_loads_the_browsers_texts_in_its_language_first_and_none_in_english() -> None:
    page = client_of(make_user(language="fr")).get("/settings/profile/").content.decode()
    programs = re.findall(r'<script[^>]* src="([^"]+)"', page)
    assert re.search(r"/assets/fr-[\w-]+\.js$", programs[0])
    english = client_of(make_user()).get("/settings/profile/").content.decode()
    assert re.findall(r'<script[^>]* src="([^"]+)"', english) == programs[1:]


def test_dates_are_in_the_readers_time_zone() -> None:
    ada = make_user(time_zone="Pacific/Auckland", date_joined=datetime(2026, 3, 31, 23, 30, tzinfo=UTC))
    client_of(ada).get("/settings/profile/")
    page = client_of(ada).get("/settings/sessions/").content.decode()
    from_now = timezone.now()
    with timezone.override("Pacific/Auckland"):
        assert timezone.localtime(from_now).strftime("%H:%M")[:2] in page


def test_a_time_zone_that_is_not_known_any_more_is_the_servers() -> None:
    assert client_of(make_user(time_zone="Mars/Olympus")).get("/settings/profile/").status_code == 200


def test_the_worker_of_each_language_keeps_pages_in_it() -> None:
    urls = {}
    for language in ("en", "fr"):
        client = client_of(make_user(language=language))
        worker = client.get("/service-worker.js").content.decode().split("\n", 1)[0]
        about = json.loads(worker.removeprefix("self.release = ").removesuffix(";"))
        urls[language] = about["shells"]["list"]
        # It opens without the network, in this language.
        texts = [name for name in about["files"] if re.search(r"/assets/fr-[\w-]+\.js$", name)]
        assert len(texts) == (language == "fr")
        # Whoever fetches it is nobody, and their browser may ask for another language.
        page = Client().get(about["shells"]["list"], headers={"Accept-Language": "de"}).content.decode()
        assert f'<html lang="{language}"' in page
        assert all(name in page for name in texts)
        assert about["version"] in urls[language]
    assert urls["en"] != urls["fr"]
    assert '<html lang="en"' in Client().get("/offline/?language=xx").content.decode()
