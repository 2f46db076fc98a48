"""The one Django application."""

from django.apps import AppConfig


class EditorConfig(AppConfig):
    name = "editor"
    verbose_name = "Scriptorium"
    default_auto_field = "django.db.models.BigAutoField"
