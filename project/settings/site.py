"""What this server is: its kind, its addresses, its language, who gets the first account."""

from pathlib import Path
from urllib.parse import urlsplit

from project.proxies import Network, networks_of
from project.settings.environment import env

BASE_DIR = Path(__file__).resolve().parents[2]

DEVELOPMENT = env.choice("SCRIPTORIUM_ENV", ["production", "development"], "production") == "development"
DEBUG = DEVELOPMENT and env.flag("DEBUG", default=False)
SECRET_KEY = env.text("SECRET_KEY", "development-only-not-secret" if DEVELOPMENT else None)
if not DEVELOPMENT and SECRET_KEY and (len(SECRET_KEY) < 32 or SECRET_KEY.startswith("development-only")):
    env.problem("SECRET_KEY must be a random text of at least 32 characters")
# Those from before, while what was made with them is still about (docs/deploying.md).
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")

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
TRUSTED_PROXIES: list[Network] = []
try:
    TRUSTED_PROXIES = networks_of(env.words("TRUSTED_PROXIES"))
except ValueError as problem:
    env.problem(f"TRUSTED_PROXIES takes networks such as 10.0.0.0/8, or private: {problem}")

BOOTSTRAP_ADMIN_EMAIL = env.text("BOOTSTRAP_ADMIN_EMAIL", "")
BOOTSTRAP_ADMIN_PASSWORD = env.text("BOOTSTRAP_ADMIN_PASSWORD", "")

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français")]
LOCALE_PATHS = [BASE_DIR / "editor" / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True
