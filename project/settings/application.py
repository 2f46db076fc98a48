"""What the application is made of."""

from project.settings.site import BASE_DIR

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
    "editor.operations.http_metrics.measured",
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
    "editor.operations.errors.NonsenseMiddleware",
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
