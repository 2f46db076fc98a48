"""How a file reaches the browser: under which type and name, by a signed address or through this process."""

import asyncio
import re
from dataclasses import dataclass
from typing import Self

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header

from editor.media import storage
from editor.media.models import Kind, MediaFile

VARIANTS = ("web", "thumb", "original")
_PRIVATE = "private, no-store"
_REVALIDATED = "private, no-cache"
_SANDBOX = "sandbox; default-src 'none'"
_RANGE = re.compile(r"bytes=(?:\d{1,15}-\d{0,15}|-\d{1,15})")


@dataclass(frozen=True, slots=True)
class Served:
    """An object and the headers it goes out with."""

    key: str
    content_type: str
    disposition: str
    size: int


def served_type(file: MediaFile) -> str:
    """A picture's own; everything else is bytes to be saved, whatever it is."""
    return file.content_type if file.kind == Kind.IMAGE else "application/octet-stream"


def disposition_of(file: MediaFile, *, download: bool) -> str:
    """Only a picture is ever shown in its place."""
    value = content_disposition_header(download or file.kind != Kind.IMAGE, file.name)
    return value or "attachment"


def choose(file: MediaFile, variant: str, *, download: bool) -> Served:
    """The variant, or the original where that isn't there (yet)."""
    disposition = disposition_of(file, download=download)
    if variant == "web" and file.web_size is not None:
        return Served(file.web_key, "image/webp", _renamed(file, disposition, download=download), file.web_size)
    if variant == "thumb" and file.thumb_size is not None:
        return Served(file.thumb_key, "image/webp", _renamed(file, disposition, download=download), file.thumb_size)
    return Served(file.original_key, served_type(file), disposition, file.size)


def redirect_to(served: Served) -> HttpResponse:
    """To the store, for a minute. The right is asked for each time, so nobody keeps this answer."""
    url = storage.presign_download(served.key, served.content_type, served.disposition)
    return HttpResponseRedirect(url, headers={"Cache-Control": _PRIVATE, "Referrer-Policy": "no-referrer"})


async def stream(request: HttpRequest, served: Served) -> HttpResponseBase:
    """Through this process, in pieces; a browser may ask for a part, or whether its copy still holds."""
    headers = {
        "Cache-Control": _REVALIDATED,
        "ETag": f'"{served.key.replace("/", "-")}"',
        "Accept-Ranges": "bytes",
        "Content-Disposition": served.disposition,
        "Content-Security-Policy": _SANDBOX,
        "X-Content-Type-Options": "nosniff",
    }
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return HttpResponse(status=304, headers=headers)
    if request.method == "HEAD":
        headers["Content-Length"] = str(served.size)
        return HttpResponse(content_type=served.content_type, headers=headers)
    asked = request.headers.get("Range", "")
    wanted = asked if _RANGE.fullmatch(asked) and _is_within(asked, served.size) else None
    if asked and wanted is None and _RANGE.fullmatch(asked):
        return HttpResponse(status=416, headers={**headers, "Content-Range": f"bytes */{served.size}"})
    body = await asyncio.to_thread(storage.open_object, served.key, wanted)
    if body is None:
        return HttpResponse(status=404)
    headers["Content-Length"] = str(body.size)
    if wanted and body.range:
        headers["Content-Range"] = body.range
    return StreamingHttpResponse(
        _Pieces(body), status=206 if wanted else 200, content_type=served.content_type, headers=headers
    )


class _Pieces:
    """The body as the response sends it; closed with it, read or not."""

    def __init__(self, body: storage.Body) -> None:
        self._body = body

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> bytes:
        if piece := await asyncio.to_thread(self._body.read):
            return piece
        raise StopAsyncIteration

    def close(self) -> None:
        self._body.close()


def _is_within(asked: str, size: int) -> bool:
    first, _, last = asked.removeprefix("bytes=").partition("-")
    if not first:
        return int(last) > 0
    return int(first) < size and (not last or int(last) >= int(first))


def _renamed(file: MediaFile, disposition: str, *, download: bool) -> str:
    """The smaller pictures are WebP, whatever the original was."""
    stem = file.name.rpartition(".")[0] or file.name
    return content_disposition_header(download, f"{stem}.webp") or disposition
