"""What makes the pages an app that opens without the network."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from editor.offline.release import release

PAPER, INK = "#fdfcf9", "#171512"
_ASK_FIRST = {"Cache-Control": "no-cache"}


@require_safe
def service_worker(_request: HttpRequest) -> HttpResponse:
    """Asked for at every visit: a browser that kept an old one would never hear of a new version, or of another
    language.
    """
    worker = release().workers[_language(translation.get_language())]
    return HttpResponse(worker, content_type="text/javascript; charset=utf-8", headers=_ASK_FIRST)


@require_safe
def manifest(_request: HttpRequest) -> HttpResponse:
    """What the app is called and looks like when it is installed."""
    about = {
        "id": "/",
        "name": "Scriptorium",
        "short_name": "Scriptorium",
        "description": _("A quiet room where people write together."),
        "start_url": reverse("home"),
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": PAPER,
        "icons": [
            _icon("icon", 192, "any"),
            _icon("icon", 512, "any"),
            _icon("icon-maskable", 192, "maskable"),
            _icon("icon-maskable", 512, "maskable"),
        ],
    }
    return JsonResponse(about, content_type="application/manifest+json", headers=_ASK_FIRST)


@require_safe
def shell(request: HttpRequest, name: str) -> HttpResponse:
    """A page with nobody's data in it; the browser fills it with what it keeps. During a deploy the other version's
    page would ask for files that this one's bundle doesn't have, so a version that isn't ours is not found.
    """
    if request.GET.get("version", release().version) != release().version:
        return HttpResponse("This is another version.\n", status=404, content_type="text/plain")
    return HttpResponse(release().shells[_language(request.GET.get("language"))][name])


def _language(asked: str | None) -> str:
    return asked if asked in release().shells else settings.LANGUAGE_CODE


def _icon(name: str, size: int, purpose: str) -> dict[str, str]:
    source = static(f"brand/{name}-{size}.png")
    return {"src": source, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
