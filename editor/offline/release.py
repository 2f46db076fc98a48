"""What a browser keeps of this version, so that documents open without the network: the bundle and two empty pages."""

import json
import re
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse

BUNDLE = settings.BASE_DIR / "static" / "bundle"
SHELLS = {"document": "editor/offline/document.html", "list": "editor/offline/list.html"}
BRAND = ("brand/mark.svg", "brand/icon-192.png")
# Everything that runs or styles, and the fonts of Latin text. Other fonts are kept once they were used.
_KEPT = re.compile(r"\.(js|css)$|-latin-wght-.*\.woff2$")


@dataclass(frozen=True)
class Release:
    """`version` changes when anything does that an open page could notice; `built` tells which of two is newer, in
    seconds since the epoch.
    """

    version: str
    built: int
    shells: dict[str, str]
    worker: str


@cache
def release() -> Release:
    bundle = (BUNDLE / "manifest.json").read_text(encoding="utf-8")
    source = (BUNDLE / "service-worker.js").read_text(encoding="utf-8")
    files = _files(json.loads(bundle))
    built = int((BUNDLE / "manifest.json").stat().st_mtime)
    content = "\0".join([source, *files, *_render("", 0).values()])
    version = sha256(content.encode()).hexdigest()[:16]
    about = {
        "version": version,
        "built": built,
        "files": files,
        "assets": static("bundle/assets/"),
        "shells": {name: f"{reverse(f'offline_{name}')}?version={version}" for name in SHELLS},
    }
    return Release(version, built, _render(version, built), f"self.release = {json.dumps(about)};\n{source}")


def _render(version: str, built: int) -> dict[str, str]:
    """Without a request: nothing of who asks, no token and no colours can get into what every account is shown."""
    context = {"version": version, "built": built, "document": "", "page": None}
    return {name: render_to_string(template, context) for name, template in SHELLS.items()}


def _files(manifest: dict[str, Any]) -> list[str]:
    """Their URLs, as the pages name them."""
    names = {name for chunk in manifest.values() for name in (chunk["file"], *chunk.get("css", ()))}
    kept = [static(f"bundle/{name}") for name in sorted(names) if _KEPT.search(name)]
    return [*kept, *(static(name) for name in BRAND)]
