"""What a browser keeps of this version, so that documents open without the network: the bundle and two empty pages."""

import json
import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation

BUNDLE = settings.BASE_DIR / "static" / "bundle"
SHELLS = {"document": "editor/offline/document.html", "list": "editor/offline/list.html"}
BRAND = ("brand/mark.svg", "brand/icon-192.png")
_TEXTS = "src/languages/"
# Everything that runs or styles, and the fonts of Latin text. Other fonts are kept once they were used.
_KEPT = re.compile(r"\.(js|css)$|-latin-wght-.*\.woff2$")


@dataclass(frozen=True)
class Release:
    """`version` changes when anything does that an open page could notice; `built` tells which of two is newer, in
    seconds since the epoch. The shells, and the workers that keep them, are there in each language.
    """

    version: str
    built: int
    shells: dict[str, dict[str, str]]
    workers: dict[str, str]


@cache
def release() -> Release:
    chunks = json.loads((BUNDLE / "manifest.json").read_text(encoding="utf-8"))
    source = (BUNDLE / "service-worker.js").read_text(encoding="utf-8")
    files = _files(chunks)
    built = int((BUNDLE / "manifest.json").stat().st_mtime)
    rendered = [page for pages in _render_all("", 0).values() for page in pages.values()]
    version = sha256("\0".join([source, *files, *rendered]).encode()).hexdigest()[:16]
    about = {"version": version, "built": built, "assets": static("bundle/assets/")}
    workers = {}
    for language, _ in settings.LANGUAGES:
        kept = {**about, "files": _files(_spoken(chunks, language)), "shells": _urls(version, language)}
        workers[language] = f"self.release = {json.dumps(kept)};\n{source}"
    return Release(version, built, _render_all(version, built), workers)


def _spoken(chunks: dict[str, Any], language: str) -> dict[str, Any]:
    """Without the texts of the other languages."""
    own = f"{_TEXTS}{language}.ts"
    return {name: chunk for name, chunk in chunks.items() if not name.startswith(_TEXTS) or name == own}


def _urls(version: str, language: str) -> dict[str, str]:
    query = urlencode({"version": version, "language": language})
    return {name: f"{reverse(f'offline_{name}')}?{query}" for name in SHELLS}


def _render_all(version: str, built: int) -> dict[str, dict[str, str]]:
    """By language and name."""
    pages = {}
    for language, _ in settings.LANGUAGES:
        with translation.override(language):
            pages[language] = _render(version, built)
    return pages


def _render(version: str, built: int) -> dict[str, str]:
    """Without a request: nothing of who asks, no token and no colours can get into what every account is shown."""
    context = {"version": version, "built": built, "document": "", "page": None}
    return {name: render_to_string(template, context) for name, template in SHELLS.items()}


def _files(manifest: dict[str, Any]) -> list[str]:
    """Their URLs, as the pages name them."""
    names = {name for chunk in manifest.values() for name in (chunk["file"], *chunk.get("css", ()))}
    kept = [static(f"bundle/{name}") for name in sorted(names) if _KEPT.search(name)]
    return [*kept, *(static(name) for name in BRAND)]
