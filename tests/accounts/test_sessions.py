"""Where somebody is signed in: the list, and signing out of one or of all others."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from editor.accounts import sessions
from editor.accounts.models import User, UserSession
from editor.audit.models import AuditEvent
from tests.people import PASSWORD, access_version, client_of, make_document, make_user

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Safari/604.1"


@pytest.fixture
def ada() -> User:
    cache.clear()
    ada = make_user("Ada")
    ada.set_password(PASSWORD)
    ada.save()
    return ada


def browser(user: User, user_agent: str = FIREFOX) -> Client:
    client = client_of(user)
    client.get("/settings/profile/", headers={"User-Agent": user_agent})
    return client


def page_of(client: Client) -> str:
    return " ".join(client.get("/settings/sessions/", headers={"User-Agent": FIREFOX}).content.decode().split())


def names(page: str) -> list[str]:
    return re.findall(r'name="session" value="([0-9a-f]{32})"', page)


def is_signed_in(client: Client) -> bool:
    return client.get("/").status_code == 200


def test_the_list_names_each_browser_and_which_one_is_here(ada: User) -> None:
    here, _phone = browser(ada), browser(ada, IPHONE)
    browser(make_user("Ben"))
    page = page_of(here)
    assert page.index("Firefox on Linux") < page.index("This browser") < page.index("Safari on iPhone")
    assert "127.0.0.1" in page
    assert len(names(page)) == 1
    assert str(here.session.session_key) not in page


def test_ending_one_signs_it_out_and_reaches_what_is_open_there(ada: User) -> None:
    here, phone, tablet = browser(ada), browser(ada, IPHONE), browser(ada, "iPad")
    document = make_document(ada)
    before = access_version(document)
    name = names(page_of(here))[0]
    answer = here.post("/settings/sessions/end", {"session": name})
    assert answer.headers["Location"] == "/settings/sessions/"
    assert sorted([is_signed_in(phone), is_signed_in(tablet)]) == [False, True]
    assert access_version(document) == before + 1
    assert AuditEvent.objects.get(action="account.sessions_ended").details == {"count": 1}


def test_ending_all_others_leaves_this_one(ada: User) -> None:
    here, phone, tablet = browser(ada), browser(ada, IPHONE), browser(ada, "iPad")
    here.post("/settings/sessions/end")
    assert [is_signed_in(client) for client in (here, phone, tablet)] == [True, False, False]
    assert "nowhere else" in page_of(here)


def test_nobody_ends_the_session_of_somebody_else(ada: User) -> None:
    ben = make_user("Ben")
    browser(ada, IPHONE)
    name = names(page_of(browser(ada)))[0]
    hers = browser(ada)
    browser(ben).post("/settings/sessions/end", {"session": name})
    assert UserSession.objects.filter(user=ada).count() == 3
    assert is_signed_in(hers)


def test_sessions_that_have_ended_are_not_listed(ada: User) -> None:
    here, phone = browser(ada), browser(ada, IPHONE)
    phone.post("/accounts/logout/")
    assert "iPhone" not in page_of(here)


def test_a_new_password_ends_the_others_and_they_are_not_listed(ada: User) -> None:
    here, phone = browser(ada), browser(ada, IPHONE)
    here.post("/accounts/reauthenticate/", {"password": PASSWORD})
    form = {"oldpassword": PASSWORD, "password1": "another phrase", "password2": "another phrase"}
    assert here.post("/accounts/password/change/", form).status_code == 302
    assert is_signed_in(here)
    assert not is_signed_in(phone)
    assert "iPhone" not in page_of(here)


def test_a_session_is_noted_again_after_minutes_only(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    now = 1_000.0
    monkeypatch.setattr(sessions, "monotonic", lambda: now)
    client = browser(ada)
    first = UserSession.objects.get().seen_at
    client.get("/settings/profile/")
    assert UserSession.objects.get().seen_at == first
    now += sessions.NOTE_EVERY_SECONDS
    client.get("/settings/profile/")
    assert UserSession.objects.get().seen_at > first


def test_what_is_remembered_of_sessions_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "MAX_REMEMBERED", 2)
    noted = sessions._Noted()
    assert [noted.is_due(key, 0) for key in ("a", "b", "a", "c", "a")] == [True, True, False, True, True]


def test_a_long_and_odd_name_of_a_browser_is_cut(ada: User) -> None:
    browser(ada, "x" * 5_000)
    assert len(UserSession.objects.get().user_agent) == sessions.MAX_USER_AGENT
