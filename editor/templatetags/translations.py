"""The browser's texts in the language of the page (frontend/src/lib/i18n.ts uses them)."""

from functools import cache

from django import template
from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django_vite.core.asset_loader import DjangoViteAssetLoader

register = template.Library()


@register.simple_tag
def translations() -> SafeString | str:
    """The script that brings them; nothing in English, whose texts are the keys."""
    language = get_language() or settings.LANGUAGE_CODE
    if language not in translated_languages():
        return ""
    return SafeString(DjangoViteAssetLoader.instance().generate_vite_asset(f"src/languages/{language}.ts"))


@cache
def translated_languages() -> frozenset[str]:
    """Those that have a catalogue for the browser."""
    locale = settings.BASE_DIR / "editor" / "locale"
    return frozenset(code for code, _ in settings.LANGUAGES if (locale / code / "browser.json").exists())
