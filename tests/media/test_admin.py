"""Files in the administration."""

import pytest

from editor.media.models import MediaFile
from editor.media.problems import size_text
from tests.media.uploads import make_file
from tests.people import client_of, make_document, make_user

pytestmark = pytest.mark.django_db


def test_files_are_listed_with_their_documents_and_a_total_and_nothing_can_be_changed() -> None:
    ada = make_user(is_staff=True, is_superuser=True)
    document = make_document(ada, "Minutes")
    file = make_file(document, ada, name="cat.png", size=1_500_000)
    client = client_of(ada)
    page = client.get("/admin/editor/mediafile/").content.decode()
    assert "1 file, 1.5 MB together" in page
    for shown in ("cat.png", "1.5 MB", "(Minutes)", f"/admin/editor/document/{document.pk}/change/"):
        assert shown in page
    url = f"/admin/editor/mediafile/{file.pk}"
    assert client.get(f"{url}/change/").status_code == 200
    assert client.post(f"{url}/change/", {"name": "dog.png"}).status_code == 403
    assert client.post(f"{url}/delete/", {"post": "yes"}).status_code == 403
    assert client.get("/admin/editor/mediafile/add/").status_code == 403
    assert MediaFile.objects.get(pk=file.pk).name == "cat.png"
    assert client.get("/admin/editor/mediafile/?q=Minutes").status_code == 200


@pytest.mark.parametrize(
    ("size", "text"),
    [
        *((0, "0 bytes"), (999, "999 bytes"), (1_000, "1 kB"), (1_500, "1.5 kB"), (980_000_000, "980 MB")),
        *((999_600, "1 MB"), (1_000_000_000, "1 GB"), (1_500_000_000_000, "1,500 GB")),
    ],
)
def test_sizes_are_said_in_words(size: int, text: str) -> None:
    assert size_text(size) == text
