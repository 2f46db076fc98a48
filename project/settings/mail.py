"""Mails, and what is said in them."""

from project.settings.environment import env
from project.settings.site import DEVELOPMENT

EMAIL_HOST = env.text("EMAIL_HOST", "")
EMAIL_BACKEND = "django.core.mail.backends." + ("smtp" if EMAIL_HOST else "console") + ".EmailBackend"
EMAIL_PORT = env.number("EMAIL_PORT", 587, minimum=1)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", default=EMAIL_PORT == 587)
EMAIL_USE_SSL = env.flag("EMAIL_USE_SSL", default=EMAIL_PORT == 465)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Scriptorium <scriptorium@localhost>")

# Nobody reads the console of a production server: without a mail server there are no mails of notifications.
NOTIFICATIONS = {
    "by_mail": bool(EMAIL_HOST) or DEVELOPMENT,
    "mail_delay_seconds": env.number("NOTIFICATION_MAIL_DELAY_SECONDS", 120),
    "days": env.number("NOTIFICATION_DAYS", 90, minimum=1),
}
