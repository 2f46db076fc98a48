"""Django's settings: the only reader of the environment. Every variable stands in README.md."""

import logging
import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url

from project.content_security import content_security_policy, media_origins, origin_of
from project.environment import Environment
from project.logs import configure_structlog, logging_settings

BASE_DIR = Path(__file__).resolve().parent.parent
env = Environment(os.environ)

# -- What this is -------------------------------------------------------------------------------------------------

DEVELOPMENT = env.choice("SCRIPTORIUM_ENV", ["production", "development"], "production") == "development"
DEBUG = DEVELOPMENT and env.flag("DEBUG", default=False)
SECRET_KEY = env.text("SECRET_KEY", "development-only-not-secret" if DEVELOPMENT else None)
if not DEVELOPMENT and SECRET_KEY and (len(SECRET_KEY) < 32 or SECRET_KEY.startswith("development-only")):
    env.problem("SECRET_KEY must be a random text of at least 32 characters")

# The origins that browsers use, e.g. https://docs.example.org; the first one stands in mails.
PUBLIC_ORIGINS = env.words("PUBLIC_ORIGINS", "http://127.0.0.1:8000,http://localhost:8000" if DEVELOPMENT else "")
if not PUBLIC_ORIGINS:
    env.problem("PUBLIC_ORIGINS is not set (for example https://docs.example.org)")
for origin in PUBLIC_ORIGINS:
    if urlsplit(origin).scheme not in {"http", "https"} or not urlsplit(origin).hostname or urlsplit(origin).path:
        env.problem(f"PUBLIC_ORIGINS has {origin!r}, which is not an origin such as https://docs.example.org")
HTTPS = all(origin.startswith("https://") for origin in PUBLIC_ORIGINS)

ALLOWED_HOSTS = [*{urlsplit(origin).hostname or "" for origin in PUBLIC_ORIGINS}, *env.words("EXTRA_HOSTS")]
CSRF_TRUSTED_ORIGINS = PUBLIC_ORIGINS
# Where the web process listens (project/serve.py).
HOST = env.text("HOST", "0.0.0.0")  # noqa: S104 - in a container; the local servers say 127.0.0.1
PORT = env.number("PORT", 8000, minimum=1)
ROOT_URLCONF = "project.urls"
ASGI_APPLICATION = "project.asgi.application"

INSTALLED_APPS = [
    "django.contrib.staticfiles",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "channels",
    "csp",
    "django_htmx",
    "django_structlog",
    "django_vite",
    "procrastinate.contrib.django",
    "editor",
]

MIDDLEWARE = [
    "editor.operations.probes.ProbesMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "editor.operations.request_log.RequestLogMiddleware",
    "editor.operations.headers.private_by_default",
    "editor.accounts.signing_out.tell_browser",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "editor.accounts.sessions.SessionNoteMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "editor.accounts.preferences.PreferencesMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "editor.operations.too_many.TooManyAttemptsMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "editor" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "editor.accounts.context.sign_up",
                "editor.accounts.context.theme",
                "editor.accounts.context.single_sign_on",
                "editor.offline.context.version",
            ],
        },
    }
]

# -- Postgres -----------------------------------------------------------------------------------------------------

DATABASE_URL = env.text("DATABASE_URL")
DATABASES: dict[str, Any] = {
    "default": {
        **(dj_database_url.parse(DATABASE_URL) if DATABASE_URL else {"ENGINE": "django.db.backends.postgresql"}),
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
    }
}
DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {
    "min_size": 0,
    "max_size": env.number("DATABASE_POOL_SIZE", 8, minimum=1),
    "timeout": 5,
}
DATABASES["default"]["OPTIONS"].setdefault("connect_timeout", 5)
# The log's own connections, beside Django's pool: one writes for all rooms, the others append alone, read and poll.
LOG_POOL_SIZE = env.number("LOG_POOL_SIZE", 4, minimum=2)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- Redis: a hint, never the truth -------------------------------------------------------------------------------

REDIS_URL = env.text("REDIS_URL")
CHANNEL_LAYERS = {
    "default": {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [{"address": REDIS_URL, "socket_connect_timeout": 2}], "prefix": "scriptorium"},
    }
}

# Counts attempts to sign in, for all replicas together. In Postgres, since people must get in while Redis is away.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entries",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# -- Files --------------------------------------------------------------------------------------------------------

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

# -- Accounts -----------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "editor.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
# How long an invitation to a document can be accepted.
INVITATION_DAYS = env.number("INVITATION_DAYS", 14, minimum=1)
SIGN_UP = env.choice("SIGN_UP", ["open", "invited", "closed", "domains"], "invited")
SIGN_UP_DOMAINS = env.words("SIGN_UP_DOMAINS")
if (SIGN_UP == "domains") != bool(SIGN_UP_DOMAINS):
    env.problem("SIGN_UP=domains and SIGN_UP_DOMAINS (for example example.org,example.com) belong together")
TEAM_CREATION = env.choice("TEAM_CREATION", ["everyone", "admins"], "everyone")
SPACE_CREATION = env.choice("SPACE_CREATION", ["everyone", "admins"], "everyone")
ACCOUNT_ADAPTER = "editor.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_FORMS = {
    "login": "editor.accounts.entrance_forms.LoginForm",
    "signup": "editor.accounts.entrance_forms.SignupForm",
    "reset_password": "editor.accounts.entrance_forms.ResetPasswordForm",
    "reset_password_from_key": "editor.accounts.entrance_forms.ResetPasswordKeyForm",
    "change_password": "editor.accounts.entrance_forms.ChangePasswordForm",
    "set_password": "editor.accounts.entrance_forms.SetPasswordForm",
    "add_email": "editor.accounts.entrance_forms.AddEmailForm",
    "reauthenticate": "editor.accounts.entrance_forms.ReauthenticateForm",
}
ACCOUNT_SIGNUP_FORM_CLASS = "editor.accounts.forms.SignupForm"
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
# How often, per person: (how many, in how many seconds). The same address may do so many times as much.
LIMITS: dict[str, tuple[int, int]] = {
    "document": (env.number("LIMIT_DOCUMENTS_PER_HOUR", 300, minimum=1), 3600),
    "search": (env.number("LIMIT_SEARCHES_PER_MINUTE", 120, minimum=1), 60),
    "invitation": (env.number("LIMIT_INVITATIONS_PER_HOUR", 100, minimum=1), 3600),
    "link": (env.number("LIMIT_LINK_VISITS_PER_MINUTE", 60, minimum=1), 60),
    "visitor": (env.number("LIMIT_NEW_GUESTS_PER_HOUR", 200, minimum=1), 3600),
    "access-request": (env.number("LIMIT_ACCESS_REQUESTS_PER_HOUR", 20, minimum=1), 3600),
    "link-password": (env.number("LIMIT_LINK_PASSWORDS_PER_HOUR", 20, minimum=1), 3600),
    "upload": (MEDIA["uploads_per_minute"], 60),
}
LIMIT_ADDRESS_FACTOR = env.number("LIMIT_ADDRESS_FACTOR", 10, minimum=1)
_SIGN_INS = env.number("LIMIT_SIGN_INS_PER_MINUTE", 30, minimum=1)
_FAILED_SIGN_INS = env.number("LIMIT_FAILED_SIGN_INS", 5, minimum=1)
_SIGN_UPS = env.number("LIMIT_SIGN_UPS_PER_HOUR", 20, minimum=1)
ACCOUNT_RATE_LIMITS = {
    "login": f"{_SIGN_INS}/m/ip",
    "login_failed": f"{4 * _FAILED_SIGN_INS}/m/ip,{_FAILED_SIGN_INS}/5m/key",
    "signup": f"{_SIGN_UPS}/h/ip",
}
# Anybody may ask for reset mails to an address; asking for them is limited by allauth's defaults.
TRUST_PROXY = env.flag("TRUST_PROXY", default=False)
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if TRUST_PROXY else 0

EMAIL_HOST = env.text("EMAIL_HOST", "")
EMAIL_BACKEND = "django.core.mail.backends." + ("smtp" if EMAIL_HOST else "console") + ".EmailBackend"
# Without a mail server nobody could confirm an address, so then it isn't asked for.
ACCOUNT_EMAIL_VERIFICATION = env.choice(
    "EMAIL_VERIFICATION", ["mandatory", "none"], "mandatory" if EMAIL_HOST and not DEVELOPMENT else "none"
)
if ACCOUNT_EMAIL_VERIFICATION == "mandatory" and not EMAIL_HOST and not DEVELOPMENT:
    env.problem("EMAIL_VERIFICATION=mandatory needs a mail server in EMAIL_HOST")
if SIGN_UP == "domains" and ACCOUNT_EMAIL_VERIFICATION == "none" and not DEVELOPMENT:
    env.problem("SIGN_UP=domains needs EMAIL_VERIFICATION=mandatory: anybody can write down an address")
EMAIL_PORT = env.number("EMAIL_PORT", 587, minimum=1)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=EMAIL_PORT == 587)
EMAIL_USE_SSL = env.flag("EMAIL_USE_SSL", default=EMAIL_PORT == 465)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Scriptorium <scriptorium@localhost>")

# -- Passkeys, codes, single sign-on --------------------------------------------------------------------------------

MFA_ADAPTER = "editor.accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
# Whoever shows that an address is theirs gets the account with it, without the keys of who made it.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_FORMS = {
    "authenticate": "editor.accounts.second_factor_forms.AuthenticateForm",
    "reauthenticate": "editor.accounts.second_factor_forms.ReauthenticateForm",
    "activate_totp": "editor.accounts.second_factor_forms.ActivateTOTPForm",
    "add_webauthn": "editor.accounts.second_factor_forms.AddPasskeyForm",
    "edit_webauthn": "editor.accounts.second_factor_forms.RenamePasskeyForm",
}

OIDC_ISSUER = env.text("OIDC_ISSUER", "").rstrip("/")
OIDC_CLIENT_ID = env.text("OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = env.text("OIDC_CLIENT_SECRET", "")
OIDC_NAME = env.text("OIDC_NAME", "single sign-on")
OIDC_TRUSTED_DOMAINS = env.words("OIDC_TRUSTED_DOMAINS")
SSO_ONLY = env.flag("SSO_ONLY", default=False)
if OIDC_ISSUER and not OIDC_CLIENT_ID:
    env.problem("OIDC_ISSUER needs OIDC_CLIENT_ID")
if OIDC_ISSUER and not DEVELOPMENT and not OIDC_ISSUER.startswith("https://"):
    env.problem("OIDC_ISSUER must be an https address")
if SSO_ONLY and not OIDC_ISSUER:
    env.problem("SSO_ONLY needs OIDC_ISSUER: otherwise nobody could sign in")
SOCIALACCOUNT_ADAPTER = "editor.accounts.single_sign_on.SocialAdapter"
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {
    "openid_connect": {
        "provider_class": "editor.accounts.single_sign_on.Provider",
        "OAUTH_PKCE_ENABLED": True,
        "EMAIL_AUTHENTICATION": True,
        "APPS": [],
    }
}
if OIDC_ISSUER:
    SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"].append(
        {
            "provider_id": "sso",
            "name": OIDC_NAME,
            "client_id": OIDC_CLIENT_ID,
            "secret": OIDC_CLIENT_SECRET,
            "settings": {"server_url": OIDC_ISSUER, "verified_email": OIDC_TRUSTED_DOMAINS or False},
        }
    )
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5

# Nobody reads the console of a production server: without a mail server there are no mails of notifications.
NOTIFICATIONS = {
    "by_mail": bool(EMAIL_HOST) or DEVELOPMENT,
    "mail_delay_seconds": env.number("NOTIFICATION_MAIL_DELAY_SECONDS", 120),
    "days": env.number("NOTIFICATION_DAYS", 90, minimum=1),
}

# -- Security -----------------------------------------------------------------------------------------------------

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
if TRUST_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
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

# -- The sync core's limits (bytes, seconds, counts; every one has a test that overflows it) -------------------------

COLLAB = {
    "max_frame_bytes": env.number("COLLAB_MAX_FRAME_BYTES", 2_097_152, minimum=65_536),
    "max_upload_bytes": env.number("COLLAB_MAX_UPLOAD_BYTES", 33_554_432, minimum=65_536),
    "max_presence_bytes": env.number("COLLAB_MAX_PRESENCE_BYTES", 65_536, minimum=1_024),
    "max_outbox_bytes": env.number("COLLAB_MAX_OUTBOX_BYTES", 8_388_608, minimum=65_536),
    "max_held_bytes": env.number("COLLAB_MAX_HELD_BYTES", 4_194_304, minimum=65_536),
    "max_waiting_bytes": env.number("COLLAB_MAX_WAITING_BYTES", 16_777_216, minimum=65_536),
    "max_peers_per_room": env.number("COLLAB_MAX_PEERS_PER_ROOM", 2_000, minimum=1),
    "frames_per_second": env.number("COLLAB_FRAMES_PER_SECOND", 200, minimum=1),
    "frames_burst": env.number("COLLAB_FRAMES_BURST", 1_000, minimum=1),
    "snapshot_every": env.number("COLLAB_SNAPSHOT_EVERY", 500, minimum=1),
    "grace_seconds": env.number("COLLAB_GRACE_SECONDS", 30),
}

# -- Documents ---------------------------------------------------------------------------------------------------

TRASH_DAYS = env.number("TRASH_DAYS", 30, minimum=1)

# -- Jobs ---------------------------------------------------------------------------------------------------------

PROCRASTINATE_IMPORT_PATHS = [
    "editor.documents.tasks",
    "editor.library.copy_tasks",
    "editor.log.tasks",
    "editor.media.tasks",
    "editor.notifications.tasks",
    "editor.operations.tasks",
    "editor.profile.tasks",
    "editor.sharing.tasks",
]
PROCRASTINATE_ON_APP_READY = "editor.operations.job_failures.install"

# -- Logs ---------------------------------------------------------------------------------------------------------

LOG_LEVEL = env.choice("LOG_LEVEL", ["DEBUG", "INFO", "WARNING", "ERROR"], "INFO")
LOG_FORMAT = env.choice("LOG_FORMAT", ["json", "console"], "console" if DEVELOPMENT else "json")
LOGGING = logging_settings(LOG_LEVEL, LOG_FORMAT)
configure_structlog()
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_STATUS_4XX_LOG_LEVEL = logging.INFO

# -- The first start --------------------------------------------------------------------------------------------------

BOOTSTRAP_ADMIN_EMAIL = env.text("BOOTSTRAP_ADMIN_EMAIL", "")
BOOTSTRAP_ADMIN_PASSWORD = env.text("BOOTSTRAP_ADMIN_PASSWORD", "")

# -- Language and time ------------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français")]
LOCALE_PATHS = [BASE_DIR / "editor" / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

env.check()
