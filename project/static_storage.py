"""Static files under names that carry a hash of their content, except for those that Vite has named so already.

Hashing Vite's files again gives each two names. A lazily loaded chunk imports its neighbours by the first one while the
page loaded them by the second: two copies of Yjs in one page, and edits that are lost between them.
"""

from typing import Any

from storages.backends.s3 import S3ManifestStaticStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

BUNDLE = "bundle/assets/"


class BundleAwareStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc] # whitenoise has no types
    """Files in STATIC_ROOT, compressed at build time and served by whitenoise."""

    def hashed_name(self, name: str, content: Any = None, filename: str | None = None) -> str:
        return name if name.startswith(BUNDLE) else str(super().hashed_name(name, content, filename))


class BundleAwareS3Storage(S3ManifestStaticStorage):  # type: ignore[misc] # django-storages has no types
    """Files in a public bucket, perhaps behind a CDN."""

    def hashed_name(self, name: str, content: Any = None, filename: str | None = None) -> str:
        return name if name.startswith(BUNDLE) else str(super().hashed_name(name, content, filename))
