"""Updates that are too large for a socket. The same checks and the same log; the browser can show progress."""

import asyncio
from uuid import UUID

from django.conf import settings
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from editor.realtime.uploading import UploadRefused, upload

_CHUNK = 65_536
_TIMEOUT = 60.0  # seconds, for the commit; the browser tries again


@require_POST
async def updates(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Takes a raw Yjs update as the body; answers {"number": …} once it is committed, or {"code": …} for why not."""
    length = request.headers.get("Content-Length", "")
    limit = settings.COLLAB["max_upload_bytes"]
    payload = b"" if length.isdecimal() and int(length) > limit else _read(request, limit)
    if not payload:
        return _refusal("too-large" if length != "0" else "malformed")
    try:
        async with asyncio.timeout(_TIMEOUT):
            number = await upload(request, document_id, payload)
    except UploadRefused as refused:
        return _refusal(refused.code)
    except (TimeoutError, DatabaseError):
        return JsonResponse({"code": "unavailable"}, status=503, headers={"Retry-After": "5"})
    return JsonResponse({"number": number})


def _read(request: HttpRequest, limit: int) -> bytes:
    """The body, or nothing if it is larger than `limit`. Django has spooled it; nothing waits for the network here."""
    chunks: list[bytes] = []
    size = 0
    while chunk := request.read(_CHUNK):
        size += len(chunk)
        if size > limit:
            return b""
        chunks.append(chunk)
    return b"".join(chunks)


_STATUSES = {"not-signed-in": 401, "not-found": 404, "too-large": 413, "unavailable": 503, "read-only": 403}


def _refusal(code: str) -> JsonResponse:
    return JsonResponse({"code": code}, status=_STATUSES.get(code, 422))
