"""Cookies, headers and what a page may load."""

from project.content_security import content_security_policy, media_origins, origin_of
from project.settings.environment import env
from project.settings.site import HTTPS, PUBLIC_ORIGINS
from project.settings.storage import S3_MEDIA_BUCKET, S3_PUBLIC_ENDPOINT_URL, S3_REGION, STATIC_URL

SESSION_COOKIE_AGE = env.number("SESSION_DAYS", 14, minimum=1) * 24 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SECURE_SSL_REDIRECT = HTTPS and env.flag("SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = env.number("HSTS_SECONDS", 31_536_000 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
# Subdomains and browsers' preload lists belong to whoever owns the domain, not to one service on it.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_621_440
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
FILE_UPLOAD_HANDLERS = [
    "editor.profile.uploads.SmallForms",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_FAILURE_VIEW = "editor.operations.errors.forbidden"

CONTENT_SECURITY_POLICY = content_security_policy(
    sockets=[origin.replace("http", "ws", 1) for origin in PUBLIC_ORIGINS],
    static=[origin_of(STATIC_URL)] if STATIC_URL.startswith("http") else [],
    media=media_origins(S3_PUBLIC_ENDPOINT_URL, S3_MEDIA_BUCKET, S3_REGION),
)
