"""A provider of single sign-on, and somebody who goes there and back."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import oidc_provider_mock
from django.conf import settings
from django.test import Client
from pytest_django import Settings

CLIENT_ID = "scriptorium"


@contextmanager
def running_provider() -> Iterator[str]:
    """Its address."""
    with oidc_provider_mock.run_server_in_thread() as server:
        yield f"http://127.0.0.1:{server.server_port}"


def use_provider(settings: Settings, url: str, **about: Any) -> None:
    app = {
        "provider_id": "sso",
        "name": "Abbey",
        "client_id": CLIENT_ID,
        "secret": "secret",
        "settings": {"server_url": url, **about},
    }
    provider = {**settings.SOCIALACCOUNT_PROVIDERS["openid_connect"], "APPS": [app]}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": provider}
    settings.OIDC_ISSUER, settings.OIDC_NAME = url, "Abbey"


def describe(url: str, subject: str, **claims: Any) -> None:
    """What the provider says about somebody."""
    httpx.put(f"{url}/users/{subject}", json={"sub": subject, **claims}).raise_for_status()


def go_and_come_back(client: Client, subject: str, *, action: str = "authorize") -> Any:
    leaving = client.post("/accounts/single-sign-on/").content.decode()
    found = re.search(r'content="0;url=([^"]+)"', leaving)
    assert found is not None, leaving
    return come_back(client, unescape(found[1]), subject, action=action)


def come_back(client: Client, there: str, subject: str, *, action: str = "authorize") -> Any:
    """From the provider's page, as this subject."""
    answer = httpx.post(there, data={"sub": subject, "action": action})
    back = answer.headers["Location"]
    if "state=" not in back:  # this one forgets it when it says no; the standard asks for it
        back += "&state=" + parse_qs(urlsplit(there).query)["state"][0]
    assert back.startswith("http://testserver/")
    return client.get(back.removeprefix("http://testserver"))


def is_signed_in(client: Client) -> bool:
    return settings.SESSION_COOKIE_NAME in client.cookies and client.get("/").status_code == 200
