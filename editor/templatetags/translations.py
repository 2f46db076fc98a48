"""The browser's texts in the language of the page (frontend/src/lib/i18n.ts reads them)."""

import json
from functools import cache

from django import template
from django.conf import settings
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def translations() -> SafeString | str:
    """A script element of data; nothing in English, whose texts are the keys."""
    texts = catalogue_of(get_language() or settings.LANGUAGE_CODE)
    return json_script(texts, "translations") if texts else ""


@cache
def catalogue_of(language: str) -> dict[str, str]:
    """What editor/locale/<language>/browser.json has. Empty: the texts are shown as they are."""
    path = settings.BASE_DIR / "editor" / "locale" / language / "browser.json"
    if language not in dict(settings.LANGUAGES) or not path.exists():
        return {}
    texts: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return texts
