"""In whose language and time a page is made."""

from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers
from django.utils.deprecation import MiddlewareMixin

from editor.accounts.models import User


class PreferencesMiddleware(MiddlewareMixin):
    """The reader's own language and time zone; without them what the browser asks for, and the server's time."""

    def process_request(self, request: HttpRequest) -> None:
        reader = _reader_of(request)
        language = reader.language if reader is not None and reader.language in dict(settings.LANGUAGES) else ""
        translation.activate(language or translation.get_language_from_request(request))
        request.LANGUAGE_CODE = translation.get_language()
        if reader is not None and is_time_zone(reader.time_zone):
            timezone.activate(ZoneInfo(reader.time_zone))
        else:
            timezone.deactivate()

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:  # noqa: ARG002 — Django's signature
        patch_vary_headers(response, ["Accept-Language", "Cookie"])
        response.headers.setdefault("Content-Language", translation.get_language() or settings.LANGUAGE_CODE)
        return response


def is_time_zone(name: str) -> bool:
    """Whether a page can be made in it: the database of zones may be older than the one the name came from."""
    return bool(name) and name in available_timezones()


def _reader_of(request: HttpRequest) -> User | None:
    """None as well while the database is away: then the page says so, in the browser's language."""
    try:
        return request.user if request.user.is_authenticated else None
    except DatabaseError:
        return None
