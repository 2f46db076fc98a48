"""The buckets and the static files."""

from typing import Any

from project.settings.environment import env
from project.settings.site import BASE_DIR, DEBUG, DEVELOPMENT

S3_ENDPOINT_URL = env.text("S3_ENDPOINT_URL", "")
S3_PUBLIC_ENDPOINT_URL = env.text("S3_PUBLIC_ENDPOINT_URL", S3_ENDPOINT_URL)
S3_REGION = env.text("S3_REGION", "us-east-1")
S3_ACCESS_KEY_ID = env.text("S3_ACCESS_KEY_ID")
S3_SECRET_ACCESS_KEY = env.text("S3_SECRET_ACCESS_KEY")
S3_MEDIA_BUCKET = env.text("S3_MEDIA_BUCKET", "media")
S3_STATIC_BUCKET = env.text("S3_STATIC_BUCKET", "")

MEDIA: dict[str, Any] = {
    "max_file_bytes": env.number("MEDIA_MAX_FILE_BYTES", 50_000_000, minimum=1_000),
    "document_quota_bytes": env.number("MEDIA_DOCUMENT_QUOTA_BYTES", 1_000_000_000),
    "user_quota_bytes": env.number("MEDIA_USER_QUOTA_BYTES", 5_000_000_000),
    "max_image_pixels": env.number("MEDIA_MAX_IMAGE_PIXELS", 50_000_000, minimum=1_000_000),
    "uploads_per_minute": env.number("MEDIA_UPLOADS_PER_MINUTE", 100, minimum=1),
    "unused_days": env.number("MEDIA_UNUSED_DAYS", 30, minimum=1),
    # How bytes get into the bucket and out of it: between the browser and the store, or through this process.
    "upload": env.choice("MEDIA_UPLOAD", ["post", "put", "stream"], "post"),
    "delivery": env.choice("MEDIA_DELIVERY", ["redirect", "stream"], "redirect"),
}

_S3_OPTIONS = {
    "access_key": S3_ACCESS_KEY_ID,
    "secret_key": S3_SECRET_ACCESS_KEY,
    "region_name": S3_REGION,
    "endpoint_url": S3_ENDPOINT_URL or None,
    "signature_version": "s3v4",
}
STORAGES: dict[str, Any] = {
    "default": {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {**_S3_OPTIONS, "bucket_name": S3_MEDIA_BUCKET, "querystring_expire": 60, "file_overwrite": False},
    },
    "staticfiles": {"BACKEND": "project.static_storage.BundleAwareStorage"},
}
if S3_STATIC_BUCKET:
    STORAGES["staticfiles"] = {
        "BACKEND": "project.static_storage.BundleAwareS3Storage",
        "OPTIONS": {**_S3_OPTIONS, "bucket_name": S3_STATIC_BUCKET, "querystring_auth": False},
    }
STATIC_URL = env.text("STATIC_URL", "/static/")
# In development the files are served from where they are, without collectstatic.
STATIC_ROOT = None if DEVELOPMENT else BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = DEVELOPMENT
WHITENOISE_AUTOREFRESH = DEBUG
# Names with a hash in them (Vite's and the manifest storage's) are kept by browsers for ever.
WHITENOISE_IMMUTABLE_FILE_TEST = r"/bundle/assets/|\.[0-9a-f]{12}\."
if DEVELOPMENT:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "static_url_prefix": "bundle",
        "manifest_path": BASE_DIR / "static" / "bundle" / "manifest.json",
    }
}
