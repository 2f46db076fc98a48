"""What browsers keep of the app: it runs without the network, and has nothing of anybody in it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image

from editor.accounts.signing_out import COOKIE
from tests.people import client_of, make_user

pytestmark = pytest.mark.django_db

TOKENS = Path(__file__).parents[2] / "frontend" / "src" / "styles" / "tokens.css"


def release(client: Client) -> dict[str, Any]:
    script = client.get("/service-worker.js").content.decode()
    about: dict[str, Any] = json.loads(script.split("\n", 1)[0].removeprefix("self.release = ").removesuffix(";"))
    return about


def test_the_worker_is_asked_for_anew_and_allowed_by_the_policy() -> None:
    answer = Client().get("/service-worker.js")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in Client().get("/accounts/login/").headers["Content-Security-Policy"]


def test_the_worker_keeps_all_programs_and_styles_and_the_page_itself() -> None:
    about = release(Client())
    assert any(re.search(r"/assets/document-.*\.js$", name) for name in about["files"])
    assert any(re.search(r"/assets/main-.*\.css$", name) for name in about["files"])
    for name in about["files"]:
        assert finders.find(name.removeprefix("/static/")), name
    for url in about["shells"].values():
        assert Client().get(url).status_code == 200


@pytest.mark.parametrize("path", ["/offline/", "/offline/document"])
def test_a_page_that_stands_in_is_the_same_for_everybody(path: str) -> None:
    ada = make_user("Ada Moss")
    client = client_of(ada)
    client.cookies["theme"] = "dark"
    hers, anybodys = client.get(path), Client().get(path)
    assert hers.content == anybodys.content
    text = hers.content.decode()
    assert 'name="csrf-token" content=""' in text
    assert 'name="account"' not in text
    assert 'id="page"' not in text
    assert not hers.cookies
    assert hers.headers["Content-Security-Policy"] == client.get("/").headers["Content-Security-Policy"]


@pytest.mark.parametrize("path", ["/offline/", "/offline/document"])
def test_the_page_of_another_version_is_not_to_be_had(path: str) -> None:
    assert Client().get(f"{path}?version=another").status_code == 404
    assert Client().get(f"{path}?version={release(Client())['version']}").status_code == 200


def test_every_page_says_which_version_made_it_and_who_is_signed_in() -> None:
    ada = make_user("Ada Moss")
    text = client_of(ada).get("/").content.decode()
    version = release(Client())["version"]
    assert re.search(rf'name="version"\s+content="{version}"', text)
    assert re.search(rf'name="account"\s+content="{ada.pk}"', text)
    assert re.search(r'name="account"\s+content=""', Client().get("/accounts/login/").content.decode())


def test_the_manifest_names_icons_that_are_there_in_the_sizes_it_says() -> None:
    answer = Client().get("/manifest.webmanifest")
    assert answer.headers["Content-Type"] == "application/manifest+json"
    manifest = json.loads(answer.content)
    assert {icon["purpose"] for icon in manifest["icons"]} == {"any", "maskable"}
    for icon in manifest["icons"]:
        found = finders.find(icon["src"].removeprefix("/static/"))
        assert isinstance(found, str)
        with Image.open(found) as image:
            assert icon["sizes"] == f"{image.width}x{image.height}"


def test_the_colours_of_the_window_are_those_of_the_paper() -> None:
    paper = re.search(r"--paper: light-dark\((#\w+), (#\w+)\)", TOKENS.read_text())
    assert paper is not None
    text = Client().get("/accounts/login/").content.decode()
    assert re.findall(r'name="theme-color"\s+content="(#\w+)"', text) == list(paper.groups())
    assert json.loads(Client().get("/manifest.webmanifest").content)["theme_color"] == paper[1]


def test_signing_out_tells_the_browser_who_it_was() -> None:
    ada = make_user("Ada Moss")
    client = client_of(ada)
    assert COOKIE not in client.get("/").cookies
    cookie = client.post("/accounts/logout/").cookies[COOKIE]
    assert (cookie.value, cookie["path"], cookie["samesite"]) == (str(ada.pk), "/", "Lax")
    assert not cookie["httponly"]
    assert COOKIE not in client.post("/accounts/logout/").cookies
