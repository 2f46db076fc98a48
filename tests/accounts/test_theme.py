"""The colours that the reader chose, in the page from its first byte."""

import re

import pytest

from tests.people import client_of, make_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/nothing/here"])
def test_the_page_has_the_theme_of_the_cookie(theme: str, path: str) -> None:
    client = client_of(make_user())
    client.cookies["theme"] = theme
    page = " ".join(client.get(path).content.decode().split())
    assert f'<html lang="en" dir="ltr" data-theme="{theme}">' in page
    assert f'<meta name="color-scheme" content="{theme}">' in page


@pytest.mark.parametrize("theme", [None, "", "auto", "DARK", "dark light", '"><script>alert(1)</script>', "é" * 500])
def test_another_value_is_as_the_system_has_it(theme: str | None) -> None:
    client = client_of(make_user())
    if theme is not None:
        client.cookies["theme"] = theme
    page = " ".join(client.get("/").content.decode().split())
    assert re.search('<html lang="en" dir="ltr" ?>', page)
    assert '<meta name="color-scheme" content="light dark">' in page
    assert "alert(1)" not in page


def test_the_page_to_sign_in_has_it_too() -> None:
    client = client_of(None)
    client.cookies["theme"] = "dark"
    assert 'data-theme="dark"' in client.get("/accounts/login/").content.decode()
