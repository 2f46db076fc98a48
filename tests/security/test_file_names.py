"""A file's name in a header is a name and nothing more, even one that came into the database by another way."""

from email.message import Message

import pytest

from editor.media.delivery import choose, disposition_of
from editor.media.models import Kind, MediaFile

NAMES = ['a.txt"; filename="evil.html', "a\\", 'a"b;c=d.txt', "Übung ☃.pdf", "a%22b.txt", "'; x=\"y", "a;b,c.txt"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", [Kind.FILE, Kind.IMAGE])
def test_it_ends_nowhere_and_begins_no_other_parameter(name: str, kind: Kind) -> None:
    file = MediaFile(name=name, kind=kind, content_type="image/png", size=3, web_size=2)
    sent = [disposition_of(file, download=True), choose(file, "web", download=True).disposition]
    for disposition, wanted in zip(sent, [name, f"{name.rpartition('.')[0] or name}.webp"], strict=True):
        header = Message()
        header["Content-Disposition"] = disposition
        assert header.get_filename() == wanted
        assert header.get_content_disposition() == "attachment"
        assert len(header.get_params(header="Content-Disposition") or []) == 2
