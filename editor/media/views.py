"""Files of a document: promised, confirmed, given up, served, adopted. The answers are JSON, for the editor."""

import json
from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from uuid import UUID

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST
from prometheus_client import Counter

from editor.accounts.models import User
from editor.accounts.rate_limit import count_at_address
from editor.accounts.visitors import visitor_of
from editor.documents.access import DocumentNotFound
from editor.media import actions, storage
from editor.media.access import require_edit, viewable_file
from editor.media.delivery import VARIANTS, choose, redirect_to, stream
from editor.media.models import MediaFile
from editor.media.problems import Refused, StorageUnavailable

P = ParamSpec("P")
MAX_JSON_BYTES = 16_384
MAX_SIZE = 2**53  # that JavaScript can count
UPLOAD_REFUSALS = Counter("scriptorium_upload_refusals", "Files that were not taken, by reason.", ["reason"])
_AWAY = gettext_lazy("Files can't be reached at the moment. Your text is safe; try again in a minute.")


def in_json(
    view: Callable[Concatenate[HttpRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """Answers {"problem", "message"} for all that can be refused."""

    def answer(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused as refused:
            UPLOAD_REFUSALS.labels(refused.code).inc()
            return problem(refused.code, refused.message, refused.status)
        except StorageUnavailable:
            return unavailable()
        except PermissionDenied:
            return problem("signed-out", _("Sign in to add pictures and files."), 403)
        except DocumentNotFound:
            return problem("not-found", _("This file isn't here, or not for you."), 404)

    return cast("Callable[Concatenate[HttpRequest, P], HttpResponse]", wraps(view)(answer))


@require_POST
@in_json
def files(request: HttpRequest, document_id: UUID) -> HttpResponse:
    access = require_edit(_user(request), document_id)
    count_at_address(request, "upload")
    file = actions.promise_upload(access, *_promise(request))
    return JsonResponse({"file": str(file.pk), "upload": _way_up(request, document_id, file)}, status=201)


@require_http_methods(["PUT"])
@in_json
def content(request: HttpRequest, document_id: UUID, file_id: UUID) -> HttpResponse:
    """Takes the bytes, where browsers can't reach the store."""
    access = require_edit(_user(request), document_id)
    actions.take_upload(access, file_id, request, int(request.headers.get("Content-Length") or 0))
    return HttpResponse(status=204)


@require_http_methods(["GET", "HEAD", "DELETE"])
async def file(request: HttpRequest, document_id: UUID, file_id: UUID) -> HttpResponseBase:
    """GET serves it, DELETE gives an upload up."""
    if request.method == "DELETE":
        return await sync_to_async(_cancel)(request, document_id, file_id)
    variant = request.GET.get("variant", "web")
    if variant not in VARIANTS:
        return problem("invalid", _("There is no such variant."), 400)
    found = await sync_to_async(_viewable)(request, document_id, file_id)
    served = choose(found, variant, download=request.GET.get("download") == "1")
    try:
        if settings.MEDIA["delivery"] == "stream":
            return await stream(request, served)
        return redirect_to(served)
    except StorageUnavailable:
        return unavailable()


@require_POST
@in_json
def confirm(request: HttpRequest, document_id: UUID, file_id: UUID) -> HttpResponse:
    return JsonResponse(_described(actions.confirm_upload(require_edit(_user(request), document_id), file_id)))


@require_POST
@in_json
def adopt(request: HttpRequest, document_id: UUID, file_id: UUID) -> HttpResponse:
    return JsonResponse(_described(actions.adopt(require_edit(_user(request), document_id), file_id)))


@in_json
def _cancel(request: HttpRequest, document_id: UUID, file_id: UUID) -> HttpResponse:
    actions.cancel_upload(require_edit(_user(request), document_id), file_id)
    return HttpResponse(status=204)


def _viewable(request: HttpRequest, document_id: UUID, file_id: UUID) -> MediaFile:
    return viewable_file(_user(request) or visitor_of(request), document_id, file_id)


def _user(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _way_up(request: HttpRequest, document_id: UUID, file: MediaFile) -> dict[str, Any]:
    """How the bytes get into the store: method, address, and the fields or headers to send with them."""
    if settings.MEDIA["upload"] != "stream":
        return storage.presign_upload(file.upload_key, file.size)
    url = reverse("document_file_content", args=[document_id, file.pk])
    headers = {"Content-Type": storage.UPLOAD_TYPE, "X-CSRFToken": get_token(request)}
    return {"method": "PUT", "url": url, "headers": headers}


def _promise(request: HttpRequest) -> tuple[str, int, str]:
    """Name, size and content type out of the body. Raises Refused."""
    try:
        asked: Any = json.loads(request.read(MAX_JSON_BYTES + 1)[:MAX_JSON_BYTES])
        name, size, content_type = asked["name"], asked["size"], asked.get("contentType") or ""
    except (ValueError, RecursionError, TypeError, KeyError, AttributeError):
        raise _invalid() from None
    if not (isinstance(name, str) and isinstance(content_type, str) and type(size) is int and 0 <= size <= MAX_SIZE):
        raise _invalid()
    return name, size, content_type


def _invalid() -> Refused:
    return Refused("invalid", _("A file needs a name, a size and a type."), 400)


def _described(file: MediaFile) -> dict[str, Any]:
    return {
        "file": str(file.pk),
        "kind": file.kind,
        "name": file.name,
        "size": file.size,
        "contentType": file.content_type,
        "width": file.width,
        "height": file.height,
    }


def problem(code: str, message: str, status: int) -> JsonResponse:
    return JsonResponse({"problem": code, "message": message}, status=status)


def unavailable() -> JsonResponse:
    answer = problem("storage-unavailable", str(_AWAY), 503)
    answer.headers["Retry-After"] = "10"
    return answer
