"""What a page may load: nothing inline, nothing from elsewhere."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

PLAYERS = (
    "https://www.youtube-nocookie.com",
    "https://player.vimeo.com",
    "https://geo.dailymotion.com",
    "https://www.loom.com",
)
"""Who may show a video inside a document. frontend/src/editor/embeds/players.ts builds the addresses."""


def content_security_policy(*, sockets: Sequence[str], static: Sequence[str], media: Sequence[str]) -> dict[str, Any]:
    """The setting of django-csp. Each argument is a list of origins beside our own."""
    return {
        "DIRECTIVES": {
            "default-src": ["'none'"],
            "script-src": ["'self'", *static],
            "style-src": ["'self'", *static],
            "font-src": ["'self'", *static],
            "img-src": ["'self'", "data:", *static, *media],
            "media-src": ["'self'", *media],
            # The service worker fetches what it keeps of the bundle.
            "connect-src": ["'self'", *static, *sockets, *media],
            "worker-src": ["'self'"],
            "manifest-src": ["'self'"],
            "frame-src": [*PLAYERS],
            "form-action": ["'self'"],
            "base-uri": ["'none'"],
            "object-src": ["'none'"],
            "frame-ancestors": ["'none'"],
        }
    }


def media_origins(public_endpoint: str, bucket: str, region: str) -> list[str]:
    """Where browsers find the bucket. Without an endpoint it is Amazon's, which has the bucket in the host's name."""
    if public_endpoint:
        return [origin_of(public_endpoint)]
    return [f"https://{bucket}.s3.amazonaws.com", f"https://{bucket}.s3.{region}.amazonaws.com"]


def origin_of(url: str) -> str:
    """Scheme, host and port."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
