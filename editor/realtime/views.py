"""Updates that are too large for a socket. The same checks and the same log; the browser can show progress."""

import asyncio
from uuid import UUID

from django.conf import settings
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from editor.realtime.floods import floods
from editor.realtime.uploading import UploadRefused, upload

_CHUNK = 65_536
_TIMEOUT = 60.0  # seconds, for the commit; the browser tries again
_STATUSES = {"not-signed-in": 401, "read-only": 403, "not-found": 404, "generation": 409, "too-large": 413}


@require_POST
async def updates(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """Takes a raw Yjs update as the body; answers {"number": …} once it is committed, or {"code": …} for why not."""
    if not floods().may_knock(request.META.get("REMOTE_ADDR")):
        return JsonResponse({"code": "too-many"}, status=429, headers={"Retry-After": "30"})
    try:
        async with asyncio.timeout(_TIMEOUT):
            number = await upload(request, document_id, lambda: _read(request))
    except UploadRefused as refused:
        if refused.code == "unavailable":
            return _unavailable()
        return JsonResponse({"code": refused.code}, status=_STATUSES.get(refused.code, 422))
    except (TimeoutError, DatabaseError):
        return _unavailable()
    return JsonResponse({"number": number})


def _read(request: HttpRequest) -> bytes:
    """The body. Django has spooled it; nothing waits for the network here. Raises UploadRefused."""
    limit = settings.COLLAB["max_upload_bytes"]
    chunks: list[bytes] = []
    size = 0
    while chunk := request.read(_CHUNK):
        size += len(chunk)
        if size > limit:
            raise UploadRefused("too-large")
        chunks.append(chunk)
    return b"".join(chunks)


def _unavailable() -> JsonResponse:
    return JsonResponse({"code": "unavailable"}, status=503, headers={"Retry-After": "5"})
