"""The page for everybody, search engines too."""

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone

from editor.accounts.models import User
from editor.documents.models import Document, Role
from editor.documents.ports import realtime
from editor.log.models import Source
from editor.operations.demo import write_sample
from editor.sharing.links import Wish, set_link
from editor.sharing.models import Reach
from tests.media.uploads import make_file
from tests.people import make_document, make_user, owner_access

pytestmark = pytest.mark.django_db

LONG_AGO = datetime(2026, 11, 1, tzinfo=UTC)


def publish(document: Document, owner: User, **wish: object) -> None:
    chosen = {"reach": Reach.ANYONE, "role": Role.VIEWER, "is_indexed": True, **wish}
    set_link(owner_access(document, owner), Wish(**chosen), owner)  # type: ignore[arg-type]  # by their names


def test_a_published_document_is_html_without_any_program() -> None:
    ada = make_user()
    document = make_document(ada, "Welcome & more")
    realtime().write(document.pk, write_sample, ada.pk, Source.SYSTEM)
    publish(document, ada)
    answer = Client().get(f"/published/{document.pk}/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<h2" in page
    assert "<script" not in page
    assert "<title>Welcome &amp; more</title>" in page
    assert f'rel="canonical" href="http://127.0.0.1:8000/published/{document.pk}/"' in page
    assert ada.email not in page
    again = Client().get(f"/published/{document.pk}/", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    "wish",
    [
        {"is_indexed": False},
        {"password": "a password"},
        {"reach": Reach.SIGNED_IN},
        {"expires_at": LONG_AGO},
        {"trashed": True},
    ],
    ids=str,
)
def test_everything_else_is_not_found(wish: dict[str, object]) -> None:
    ada = make_user()
    document = make_document(ada)
    file = make_file(document, ada)
    publish(document, ada, **{name: value for name, value in wish.items() if name != "trashed"})
    if "trashed" in wish:
        Document.objects.update(trashed_at=timezone.now())
    assert Client().get(f"/published/{document.pk}/").status_code == 404
    assert Client().get(f"/documents/{document.pk}/files/{file.pk}").status_code == 403


def test_its_pictures_are_for_everybody() -> None:
    ada = make_user()
    document = make_document(ada)
    file = make_file(document, ada)
    publish(document, ada)
    assert Client().get(f"/documents/{document.pk}/files/{file.pk}").status_code == 302
    assert Client().get(f"/documents/{document.pk}/").status_code == 302


def test_search_engines_are_sent_to_what_is_published_alone() -> None:
    lines = Client().get("/robots.txt").content.decode().splitlines()
    assert lines[0] == "User-agent: *"
    assert "Allow: /published/" in lines
    assert lines[-1] == "Disallow: /"
