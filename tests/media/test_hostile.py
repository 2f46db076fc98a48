"""Files that aren't what they say, or more than that. None of it ever reaches a page."""

import struct
import zlib
from io import BytesIO
from time import process_time
from uuid import uuid4

import pytest
from PIL import Image
from pytest_django import Settings

from editor.media.models import MediaFile
from tests.media.uploads import Person, objects, picture

pytestmark = pytest.mark.django_db

SCRIPT = b"<script>alert(document.domain)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><title>x</title>" + SCRIPT


def png_chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def png_of(width: int, height: int, content: bytes = b"") -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(content)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(png_chunk(*part) for part in parts)


def webp_of(width: int, height: int, frame: bytes = b"") -> bytes:
    canvas = bytes(4) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    body = b"WEBPVP8X" + struct.pack("<I", 10) + canvas + frame
    return b"RIFF" + struct.pack("<I", len(body)) + body


def enlarged(coding: str, size: bytes, claimed: bytes) -> bytes:
    """A whole picture of 400 by 300 whose header says otherwise."""
    return picture(400, 300, coding).replace(size, claimed, 1)


def gif_of_frames(count: int) -> bytes:
    frames = [Image.new("P", (20, 20), number % 200) for number in range(count)]
    written = BytesIO()
    frames[0].save(written, "GIF", save_all=True, append_images=frames[1:], optimize=False)
    return written.getvalue()


def refused(content: bytes, name: str, content_type: str) -> tuple[int, str]:
    """How it was refused; nothing of it may be left."""
    ada = Person.make()
    file_id = ada.upload(content, name, content_type)
    answer = ada.confirm(file_id)
    assert not objects(file_id)
    assert not MediaFile.objects.filter(pk=file_id).exists()
    assert ada.get(file_id).status_code == 404
    said = answer.json()
    assert said["message"].endswith(".")
    return answer.status_code, said["problem"]


@pytest.mark.parametrize(
    ("content", "name", "content_type"),
    [
        (HTML, "cat.png", "image/png"),
        (SVG, "cat.png", "image/png"),
        (SVG, "cat.jpg", "image/jpeg"),
        (b"\xef\xbb\xbf" + HTML, "cat.gif", "image/gif"),
        (HTML.decode().encode("utf-16"), "cat.webp", "image/webp"),
        (b"%PDF-1.4 " + SCRIPT, "cat.png", "image/png"),
        (b"MZ" + bytes(200), "film.mp4", "video/mp4"),
        (b"MZ" + bytes(200), "cat.png", "image/png"),
        (HTML, "paper.pdf", "application/pdf"),
        (HTML, "song.mp3", "audio/mpeg"),
        (picture(), "page.html", "text/html"),
        (b"plain words", "cat.png", "image/png"),
    ],
)
def test_what_is_not_what_it_says_is_refused(content: bytes, name: str, content_type: str) -> None:
    assert refused(content, name, content_type) == (415, "wrong-type")


@pytest.mark.parametrize(
    "content",
    [
        picture(400, 300)[:-200],
        picture(400, 300, "JPEG")[:-200],
        picture(400, 300, "WEBP")[:-20],
        picture(400, 300, "GIF")[:200],
        picture(60, 40)[:20],
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff",
        b"RIFF\xff\xff\xff\xffWEBP",
        b"GIF89a",
        b"GIF89a/*" + b"A" * 40 + b"*/=1;alert(1)//",
        b"GIF89a=1;alert(document.cookie);//" + bytes(50),
        picture(60, 40).replace(b"IDAT", b"IDAX"),
        png_of(0, 0),
        png_of(30, 30, b"\0" * 10),
        webp_of(20, 20),
    ],
    ids=lambda content: str(content[:24]),
)
def test_a_picture_that_is_cut_or_made_up_is_refused(content: bytes) -> None:
    assert refused(content, "cat.png", "image/png") == (422, "broken-image")


@pytest.mark.parametrize("coding", ["PNG", "JPEG", "GIF", "WEBP"])
def test_a_whole_picture_of_too_many_pixels_is_refused(coding: str, settings: Settings) -> None:
    whole = picture(400, 300, coding)
    settings.MEDIA = {**settings.MEDIA, "max_image_pixels": 119_999}
    assert refused(whole, "cat", f"image/{coding.lower()}") == (422, "too-many-pixels")
    settings.MEDIA = {**settings.MEDIA, "max_image_pixels": 120_000}
    assert Person.make().put(whole, "cat", f"image/{coding.lower()}").status_code == 200


@pytest.mark.parametrize("coding", ["PNG", "JPEG", "GIF"])
def test_a_whole_picture_that_is_too_long_is_refused(coding: str) -> None:
    assert refused(picture(30_001, 1, coding), "cat", f"image/{coding.lower()}") == (422, "too-many-pixels")


def jpeg_of_scans(count: int) -> bytes:
    """Progressive and whole, with more scans that say nothing new."""
    whole = picture(400, 300, "JPEG", progressive=True)
    last = whole.rindex(b"\xff\xda")
    header = whole[last : last + 2 + int.from_bytes(whole[last + 2 : last + 4], "big")]
    scans = whole.count(b"\xff\xda")
    return whole[:-2] + header * (count - scans) + whole[-2:]


def test_a_jpeg_of_countless_empty_scans_is_refused_at_once() -> None:
    started = process_time()
    assert refused(jpeg_of_scans(5_000), "cat.jpg", "image/jpeg") == (422, "too-many-scans")
    assert process_time() - started < 2
    assert refused(jpeg_of_scans(101), "cat.jpg", "image/jpeg") == (422, "too-many-scans")
    assert Person.make().put(picture(400, 300, "JPEG", progressive=True), "cat.jpg").status_code == 200


@pytest.mark.parametrize(
    "content",
    [
        png_of(50_000, 50_000),
        png_of(2**31, 2**31),
        png_of(100_000, 10),
        enlarged("GIF", struct.pack("<HH", 400, 300), struct.pack("<HH", 65_535, 65_535)),
        enlarged("JPEG", struct.pack(">HH", 300, 400), struct.pack(">HH", 60_000, 60_000)),
        webp_of(16_383, 16_383, frame=picture(400, 300, "WEBP")[12:]),
        webp_of(2**24, 256, frame=picture(400, 300, "WEBP")[12:]),
    ],
    ids=lambda content: str(content[:24]),
)
def test_a_small_file_that_would_be_an_enormous_picture_is_refused_by_its_header(content: bytes) -> None:
    assert refused(content, "cat.png", "image/png") == (422, "too-many-pixels")


@pytest.mark.parametrize(
    "content",
    [
        b"\xff\xd8\xff\xda\0\x02" + b"\xff" * 3_000_000,
        b"\xff\xd8" + b"\xff" * 3_000_000,
        b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", bytes(13)) + png_chunk(b"tEXt", b"") * 200_000,
        b"GIF89a" + bytes(7) + b"\x21\xfe\0" * 500_000,
        b"RIFF"
        + struct.pack("<I", 1_600_012)
        + b"WEBPVP8X"
        + struct.pack("<I", 10)
        + bytes(10)
        + b"XMP \0\0\0\0" * 200_000,
    ],
    ids=lambda content: str(content[:24]),
)
def test_a_picture_of_countless_parts_is_refused_at_once(content: bytes) -> None:
    assert refused(content, "cat.png", "image/png") == (422, "broken-image")


@pytest.mark.parametrize("content", [b"<!---->" * 9_000, b"<!--" * 16_000, b" " * 65_000 + b"<", b"x<" * 32_000])
def test_a_text_that_could_be_read_in_countless_ways_is_judged_at_once(content: bytes) -> None:
    assert Person.make().put(content, "notes.txt", "text/plain").json()["kind"] == "file"


def test_a_decompression_bomb_is_refused_before_it_is_opened(settings: Settings) -> None:
    bomb = png_of(20_000, 20_000, bytes(20_000_000))
    assert len(bomb) < 100_000
    assert refused(bomb, "cat.png", "image/png") == (422, "too-many-pixels")


def test_an_animation_is_measured_in_all_its_frames(settings: Settings) -> None:
    animation = gif_of_frames(60)
    settings.MEDIA = {**settings.MEDIA, "max_image_pixels": 2_000}
    assert refused(animation, "cat.gif", "image/gif") == (422, "too-many-pixels")
    settings.MEDIA = {**settings.MEDIA, "max_image_pixels": 2_400}
    assert Person.make().put(animation, "cat.gif", "image/gif").status_code == 200


@pytest.mark.parametrize(
    ("content", "name", "content_type"),
    [
        (SVG, "drawing.svg", "image/svg+xml"),
        (HTML, "page.html", "text/html"),
        (HTML, "page", ""),
        (b'<?xml version="1.0"?><x/>', "data.xml", "application/xml"),
        (b"#!/bin/sh\nrm -rf /\n", "run.sh", "application/x-sh"),
        (b"alert(1)", "code.js", "text/javascript"),
        (b"%PDF-1.4 " + SCRIPT, "paper.pdf", "application/pdf"),
        (SCRIPT + b"PK\x03\x04", "notes.txt", "text/plain"),
    ],
)
def test_what_could_run_is_only_ever_handed_out_to_be_saved(content: bytes, name: str, content_type: str) -> None:
    ada = Person.make()
    said = ada.put(content, name, content_type).json()
    assert said["kind"] == "file"
    for query in ("", "?variant=web", "?variant=thumb", "?variant=original", "?download=1"):
        got = ada.fetch(said["file"], query)
        assert got.data == content
        assert got.headers["Content-Type"] == "application/octet-stream"
        assert got.headers["Content-Disposition"].startswith("attachment;")


@pytest.mark.parametrize("coding", ["PNG", "GIF", "JPEG", "WEBP"])
def test_what_hides_behind_or_in_a_picture_is_gone(coding: str) -> None:
    clean = picture(60, 40, coding)
    ada = Person.make()
    for hostile in hidden_in(clean, coding):
        assert SCRIPT in hostile
        answer = ada.put(hostile, f"cat.{coding.lower()}", f"image/{coding.lower()}")
        assert answer.status_code == 200, answer.content
        kept = ada.fetch(answer.json()["file"])
        assert SCRIPT not in kept.data
        assert kept.headers["Content-Type"] == f"image/{coding.lower()}"
        with Image.open(BytesIO(kept.data)) as shown, Image.open(BytesIO(clean)) as meant:
            assert shown.convert("RGB").tobytes() == meant.convert("RGB").tobytes()


def hidden_in(clean: bytes, coding: str) -> list[bytes]:
    behind = clean + HTML
    if coding == "PNG":
        return [behind, clean[:33] + png_chunk(b"tEXt", b"Comment\0" + HTML) + clean[33:]]
    if coding == "JPEG":
        comment = b"\xff\xfe" + struct.pack(">H", len(HTML) + 2) + HTML
        return [behind, clean[:2] + comment + clean[2:]]
    if coding == "GIF":
        return [behind, clean[:-1] + b"\x21\xfe" + bytes([len(HTML)]) + HTML + b"\0;"]
    chunk = b"XMP " + struct.pack("<I", len(HTML)) + HTML + b"\0" * (len(HTML) % 2)
    return [behind, b"RIFF" + struct.pack("<I", len(clean) - 8 + len(chunk)) + clean[8:] + chunk]


def test_a_picture_under_another_pictures_name_is_what_it_is() -> None:
    ada = Person.make()
    said = ada.put(picture(coding="WEBP"), "cat.jpg", "image/jpeg").json()
    assert said["contentType"] == "image/webp"
    assert ada.fetch(said["file"]).headers["Content-Type"] == "image/webp"


def test_a_name_is_only_a_name() -> None:
    ada = Person.make()
    for given, kept in {
        "../../etc/passwd": "passwd",
        "C:\\Users\\ada\\cat.png": "cat.png",
        "invoice\u202egnp.exe": "invoicegnp.exe",
        "a\r\nSet-Cookie: x=1\r\n\0.txt": "a Set-Cookie: x=1 .txt",
        "x" * 500 + ".txt": "x" * 196 + ".txt",
        "x" * 500: "x" * 200,
        "🍐" * 300: "🍐" * 100,
        "x" + "🍐" * 300 + ".jpeg": "x" + "🍐" * 97 + ".jpeg",
        "...": "file",
        "\u200b\u2066": "file",
        '"; filename="evil.html': '"; filename="evil.html',
        "👩‍💻 résumé.pdf": "👩‍💻 résumé.pdf",
    }.items():
        answer = ada.put(b"words", given, "text/plain")
        assert answer.json()["name"] == kept
        got = ada.fetch(answer.json()["file"])
        assert got.headers["Content-Disposition"].startswith("attachment")
        assert "Set-Cookie" not in got.headers


def test_a_made_up_id_is_nothing() -> None:
    ada = Person.make()
    for action in ("/confirm", "/adopt"):
        assert ada.client.post(f"{ada.url}/{uuid4()}{action}").status_code == 404
    assert ada.client.delete(f"{ada.url}/{uuid4()}").status_code == 404
    assert ada.get(uuid4()).status_code == 404
